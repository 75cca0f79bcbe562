"""`dreamwright ask`: questions about a story that was kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dreamwright.chronicle import Branch, Telling, open_chronicle
from dreamwright.dream.keep import read_dream
from dreamwright.errors import Diagnostic, DreamwrightError, did_you_mean
from dreamwright.grounding import Value
from dreamwright.history import (
    History,
    Learning,
    Missed,
    Spell,
    WrongBelief,
    knowers,
    learned,
    never_known,
    wrong_beliefs,
)
from dreamwright.history.history import Asked
from dreamwright.history.question import Question, read_question
from dreamwright.history.shape import looks_like_event, read_shape
from dreamwright.language.world import Entity
from dreamwright.planning import Motive
from dreamwright.sifting import Match, find_pattern, patterns_of, sift
from dreamwright.story import Clock, Happening
from dreamwright.voices import Narrator, reason
from dreamwright.voices.words import capitalised

MOST = 20
"""Answers that are shown unless more are asked for."""


@dataclass(slots=True)
class Answer:
    """What is said, line by line, and the same as data."""

    lines: list[str] = field(default_factory=list)
    data: Any = None
    holds: bool = True
    """Of a yes-or-no question: yes."""


def ask_run(
    label: str,
    question: str,
    address: str | None,
    *,
    at: int | None = None,
    most: int = MOST,
    as_json: bool = False,
    layer: str | None = None,
) -> int:
    """Answer a question about a branch as it was after `at` happenings, or entries of a dream (None: all).

    Of a dream it is about one layer: the one named, or else the last one that the question makes sense in. The exit
    code is 1 if the answer is no. Raises WorldError, and DreamwrightError with a code of `HISTORY_CODES`.
    """
    asked = read_question(question)
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        length = branch.length
        if at is not None and not 0 <= at <= length:
            raise DreamwrightError.of("question-when", f"there is no moment {at}: {length} things have happened")
        if branch.setting.agreed is not None:
            where, answer = _in_dream(branch, at, layer, asked, most)
        elif layer is not None:
            raise DreamwrightError.of("question-layer", f"'{label}' is no dream, and has no layers")
        else:
            telling = Telling.of(branch)
            where, answer = None, _Answers(History(telling.engine, telling.happenings(at)), most).to(asked)
    if as_json:
        data = {"question": question, "kind": asked.kind, "answer": answer.data}
        print(json.dumps(data if where is None else {**data, "layer": where}, ensure_ascii=False))
    else:
        if where is not None:
            print(f"In {where}, whose happenings count from 0:")
        for line in answer.lines:
            print(line)
    return 0 if answer.holds else 1


def _in_dream(branch: Branch, at: int | None, layer: str | None, asked: Question, most: int) -> tuple[str, Answer]:
    """The layer that a question is about, and the answer there."""
    dream = read_dream(branch, stop=at)
    levels = [level for level in reversed(dream.visited) if layer in (None, level.layer.name)]
    if not levels:
        names = list(dict.fromkeys(level.layer.name for level in dream.visited))
        hint = did_you_mean(layer or "", names) or f"it has been in {', '.join(names)}"
        raise DreamwrightError.of("question-layer", f"the dream was in no layer '{layer}'", hint=hint)
    first: DreamwrightError | None = None
    for level in levels:
        try:
            history = History(level.story.engine, level.story.happenings)
            return level.layer.name, _Answers(history, most).to(asked)
        except DreamwrightError as error:  # its names may be those of another layer's world
            first = first or error
    assert first is not None
    raise first


class _Answers:
    """Answers questions about one story, in the world's own words."""

    def __init__(self, history: History, most: int) -> None:
        self._history = history
        self._program = history.program
        self._narrator = Narrator(self._program.world)
        self._clock = Clock(self._program.world.start)
        self._most = most

    def to(self, question: Question) -> Answer:
        """The answer to a question."""
        match question.kind:
            case "value":
                return self._value(question.reading(self._history.asked))
            case "when" | "first" | "last" | "ever" | "always" | "count":
                return self._times(question)
            case "who knows":
                return self._knowers(self._fluent(question))
            case "how":
                return self._chain(self._history.character(question.who), self._fluent(question))
            case "why":
                return self._why(question)
            case "never known":
                return self._missed(self._history.character(question.about))
            case "wrong":
                fluent = self._fluent(question) if question.about else None
                return self._wrong(self._history.character(question.who), fluent)
            case "patterns":
                return self._patterns(question.about)

    def _fluent(self, question: Question) -> int:
        found = question.reading(self._history.fluent)
        if found is None:
            message = f"`{question.about}` is the same from beginning to end, and everybody knows it"
            raise DreamwrightError(Diagnostic("question-fact", message))
        return found

    # ------------------------------------------------------------------------------------------ through time
    def _value(self, asked: Asked) -> Answer:
        spells = self._history.spells(asked)
        lines = [self._dated(s.cause, self._because(self._stated(asked, s.value), s.cause)) for s in spells]
        return self._limited(lines, [self._spell_data(spell) for spell in spells])

    def _times(self, question: Question) -> Answer:
        if looks_like_event(self._program, question.about):
            return self._events(question)
        asked = question.reading(self._history.asked)
        if asked.kind != "boolean":
            hint = f"ask `value {question.about}`, or compare it with something"
            raise DreamwrightError.of("question", f"`{question.about}` is nothing that holds or not", hint=hint)
        spells = [spell for spell in self._history.spells(asked) if spell.value is True]
        match question.kind:
            case "ever" | "always":
                always = len(spells) == 1 and spells[0].start == 0 and spells[0].stop is None
                return self._yes_or_no(bool(spells) if question.kind == "ever" else always, asked, question.kind)
            case "count":
                return Answer([f"{len(spells)} {'time' if len(spells) == 1 else 'times'}."], len(spells))
            case "first":
                spells = spells[:1]
            case "last":
                spells = spells[-1:]
        lines = [line for spell in spells for line in self._stretch(spell)]
        if not lines:
            return Answer(["It never holds."], [], holds=False)
        return self._limited(lines, [self._spell_data(spell) for spell in spells])

    def _yes_or_no(self, holds: bool, asked: Asked, kind: str) -> Answer:
        """Yes or no, with the happening that shows it."""
        spells = self._history.spells(asked)
        telling = next((s for s in spells if (s.value is True) == (kind == "ever")), None)
        said = "Yes" if holds else "No"
        if telling is None:
            return Answer([f"{said}."], {"holds": holds, "since": None}, holds)
        since = "from the beginning" if telling.cause is None else f"since happening {telling.cause.index}"
        lines = [f"{said}: {'so' if telling.value is True else 'not so'} {since}."]
        if telling.cause is not None:
            lines.append(self._dated(telling.cause, self._told(telling.cause)))
        return Answer(lines, {"holds": holds, "since": telling.start}, holds)

    def _stretch(self, spell: Spell) -> Iterator[str]:
        yield self._dated(spell.cause, self._because("It holds", spell.cause))
        if spell.stop is not None:
            end = self._history.happenings[spell.stop - 1]
            yield self._dated(end, self._because("It no longer holds", end))

    def _events(self, question: Question) -> Answer:
        shape = question.reading(lambda text: read_shape(self._program, text))
        found = list(self._history.happened(shape))
        match question.kind:
            case "count":
                return Answer([f"{len(found)} {'time' if len(found) == 1 else 'times'}."], len(found))
            case "ever":
                found = found[:1]
            case "always":
                raise DreamwrightError.of("question", "an event does not last", hint=f"ask `count {question.about}`")
            case "first":
                found = found[:1]
            case "last":
                found = found[-1:]
        if not found:
            return Answer(["It never happens."], [], holds=False)
        lines = [self._dated(happening, self._told(happening)) for happening in found]
        return self._limited(lines, [self._happening_data(happening) for happening in found])

    # ------------------------------------------------------------------------------------------ who knew
    def _knowers(self, fluent: int) -> Answer:
        history = self._history
        truth = history.truth(history.end, fluent)
        answer = Answer([f"In truth {self._fact(fluent, truth)}."], [])
        for knower in knowers(history, fluent):
            said = capitalised(self._believed(knower.character, fluent, knower.value))
            since = "from the beginning" if knower.since == 0 else f"since happening {knower.since - 1}"
            right = "" if knower.right or knower.value is None else " (wrong)"
            answer.lines.append(f"  {said}, {since}{right}.")
            answer.data.append(
                {
                    "character": self._id(knower.character),
                    "value": _plain(knower.value),
                    "right": knower.right,
                    "since": knower.since,
                }
            )
        return answer

    def _chain(self, character: int, fluent: int) -> Answer:
        chain = learned(self._history, character, fluent)
        answer = Answer([], [])
        for link in chain:
            answer.lines.append(self._dated(link.happening, self._learning(link)))
            answer.data.append(
                {
                    "character": self._id(link.character),
                    "value": _plain(link.value),
                    "how": link.how,
                    "since": link.moment,
                    "happening": None if link.happening is None else link.happening.index,
                    "teller": None if link.teller is None else self._id(link.teller),
                    "trigger": None if link.trigger is None else self._program.events[link.trigger].name,
                    "lie": link.lie,
                }
            )
        if chain[-1].lie and chain[-1].teller is not None:
            answer.lines.append(f"{self._name(chain[-1].teller)} did not believe it.")
        return answer

    def _learning(self, link: Learning) -> str:
        """What somebody has believed since when, and by what way they came to."""
        believed = capitalised(self._believed(link.character, link.fluent, link.value))
        they = self._narrator.pronoun(self._program.world.entities[link.character])
        teller = "" if link.teller is None else self._name(link.teller, capital=False)
        way = {
            "beginning": "from the beginning",
            "told": f"told by {teller}",
            "did": f"{they} had a hand in it",
            "saw": f"{they} saw it happen",
            "noticed": f"{they} noticed",
            "surprised": f"{they} saw what could not have been otherwise",
            "inferred": f"{they} concluded it",
            "attempt": f"{they} found out when it failed",
            "recalled": f"{they} knew it from elsewhere",
        }[link.how]
        return f"{believed}: {way}." if link.happening is None else f"{believed}: {way}. {self._told(link.happening)}"

    def _wrong(self, character: int, fluent: int | None) -> Answer:
        """What somebody was wrong about, the longest first."""
        found = wrong_beliefs(self._history, character, fluent)
        if fluent is None:
            found = tuple(sorted(found, key=lambda w: (self._length(w) * -1, w.start, w.fluent)))
        if not found:
            return Answer([f"{self._name(character)} was never wrong."], [])
        lines = [line for wrong in found[: self._most] for line in self._mistake(wrong)]
        return self._counted(lines, [self._wrong_data(wrong) for wrong in found], len(found))

    def _length(self, wrong: WrongBelief) -> int:
        return (self._history.end + 1 if wrong.stop is None else wrong.stop) - wrong.start

    def _mistake(self, wrong: WrongBelief) -> Iterator[str]:
        believed = capitalised(self._believed(wrong.character, wrong.fluent, wrong.believed))
        way = {
            "beginning": "wrong from the beginning",
            "unseen": "right until this",
            "misled": "by this",
        }[wrong.origin]
        cause = "." if wrong.cause is None else f": {self._told(wrong.cause)}"
        yield self._dated(wrong.cause, f"{believed}; {way}{cause}")
        if wrong.ended_by is None:
            yield f"{'':>9}and was wrong to the end."
            return
        ending = {"learned": "found out", "changed": "then thought otherwise", "came true": "then it was so"}
        assert wrong.ending is not None
        yield self._dated(wrong.ended_by, f"  {ending[wrong.ending]}: {self._told(wrong.ended_by)}")

    def _missed(self, character: int) -> Answer:
        found = never_known(self._history, character)
        if not found:
            return Answer([f"{self._name(character)} found out everything."], [])
        lines = [self._miss(missed) for missed in found[: self._most]]
        return self._counted(lines, [self._missed_data(missed) for missed in found], len(found))

    def _miss(self, missed: Missed) -> str:
        fact = capitalised(self._fact(missed.fluent, missed.value))
        past = "" if missed.stop is None else f" (until happening {missed.stop - 1})"
        return self._dated(missed.cause, self._because(f"{fact}{past}", missed.cause))

    # ------------------------------------------------------------------------------------------ why
    def _why(self, question: Question) -> Answer:
        about = question.about.strip()
        if about.isdecimal():
            if int(about) >= self._history.end:
                message = f"there is no happening {about}: {self._history.end} things have happened"
                raise DreamwrightError.of("question-when", message)
            found = [self._history.happenings[int(about)]]
        else:
            shape = question.reading(lambda text: read_shape(self._program, text))
            found = list(self._history.happened(shape, tried=True))
        if not found:
            return Answer(["It never happens."], [], holds=False)
        lines = [line for happening in found[: self._most] for line in self._reasons(happening)]
        return self._counted(lines, [self._happening_data(happening) for happening in found], len(found))

    def _reasons(self, happening: Happening) -> Iterator[str]:
        yield self._dated(happening, self._told(happening))
        motives = [m for m in (happening.motive, *happening.assents) if m is not None]
        for motive in motives:
            who = self._program.world.entities[motive.character]
            steps = [self._program.events[action] for action in motive.plan]
            plan = [(event.event, event.arguments) for event in steps]
            why = reason(self._narrator, who, plan, motive.before, motive.after)
            yield f"{'':>9}{self._name(motive.character)}: {why}."
        if happening.motive is None:
            by = {
                "character": "out of habit",
                "subject": "as the person who played chose",
                "dream": "along from another layer",
                "director": "as the director had it",
                "operator": "as an operator had it",
            }
            yield f"{'':>9}It came {by.get(happening.source, f'by {happening.source}')}."

    # ------------------------------------------------------------------------------------------ patterns
    def _patterns(self, name: str) -> Answer:
        world = self._program.world
        patterns = (find_pattern(world, name),) if name else patterns_of(world)
        found = sift(self._history.engine, self._history.happenings, patterns)
        if not found:
            return Answer(["None is found."], [])
        lines: list[str] = []
        for pattern in patterns:
            matches = [match for match in found if match.pattern is pattern]
            if not matches:
                continue
            lines.append(f"{capitalised(pattern.name.replace('_', ' '))} ({len(matches)})")
            most = self._most if name else MOST_OF_A_PATTERN
            for match in matches[:most]:
                lines += self._match(match, whole=bool(name))
            if len(matches) > most:
                more = f"--most {len(matches)}" if name else f"ask `patterns {pattern.name}`"
                lines.append(f"{'':>9}... and {len(matches) - most} more ({more})")
        return Answer(lines, [self._match_data(match) for match in found])

    def _match(self, match: Match, *, whole: bool) -> Iterator[str]:
        sentence = self._narrator.tell(match.pattern.telling, match.entities)
        happenings = [self._history.happenings[index] for index in match.happenings]
        yield self._dated(happenings[-1], sentence)
        for happening in happenings if whole else ():
            yield f"{'':>9}{happening.index}: {self._told(happening)}"

    # ------------------------------------------------------------------------------------------ words
    def _dated(self, happening: Happening | None, text: str) -> str:
        """A line with the number of a happening and its time before it, as `show` has them."""
        if happening is None:
            return f"{'':>7}  {'at first':<12}  {text}"
        when = self._clock.time(happening.minute)
        return f"{happening.index:>7}  {when:%a} {when.day:>2} {when:%H:%M}  {text}"

    def _because(self, text: str, happening: Happening | None) -> str:
        return f"{text}." if happening is None else f"{text}: {self._told(happening)}"

    def _told(self, happening: Happening) -> str:
        """A happening as a sentence."""
        actor = None if happening.actor is None else self._name(happening.actor)
        if happening.kind == "recall":
            who = ", ".join(self._name(character) for character, _ in happening.learned)
            facts = [self._narrator.fact(*fact) for _, of in happening.learned for fact in of]
            more = f", and {len(facts) - 1} more" if len(facts) > 1 else ""
            return f"{who} knows from elsewhere: {facts[0]}{more}." if facts else f"{who} knows it from elsewhere."
        if happening.kind in ("held", "released"):
            return f"{actor} {'is taken over' if happening.kind == 'held' else 'acts by themselves from now on'}."
        if happening.event is None:
            return f"{actor} lets time pass."
        ground = self._program.events[happening.event]
        if happening.kind in ("offer", "refused"):
            entity = None if happening.actor is None else self._program.world.entities[happening.actor]
            command = self._narrator.command(ground.event, ground.arguments, entity)
            what = "proposes" if happening.kind == "offer" else "proposes in vain"
            return f"{actor} {what}: {command}."
        engine, node = self._history.engine, happening.before
        return self._narrator.tell(
            ground.event,
            ground.arguments,
            kind="attempt" if happening.kind == "attempt" else "action",
            read=lambda property_, arguments: engine.read(node, property_, arguments),
        )

    def _stated(self, asked: Asked, value: Value) -> str:
        """The value of an expression: as a fact if it is one, else as it is."""
        fact = asked.fluent
        if fact is None:
            return _shown(value)
        path, fluent = fact
        ground = self._program.fluents[fluent]
        chain = tuple(self._program.world.entities[c] for c in path)
        return capitalised(self._narrator.belief(chain, ground.property, ground.arguments, value))

    def _fact(self, fluent: int, value: Value) -> str:
        ground = self._program.fluents[fluent]
        return self._narrator.fact(ground.property, ground.arguments, value)

    def _believed(self, character: int, fluent: int, value: Value) -> str:
        ground = self._program.fluents[fluent]
        who = self._program.world.entities[character]
        return self._narrator.belief((who,), ground.property, ground.arguments, value)

    def _name(self, character: int, *, capital: bool = True) -> str:
        name = self._narrator.name(self._program.world.entities[character])
        return capitalised(name) if capital else name

    def _limited(self, lines: list[str], data: list[Any]) -> Answer:
        return self._counted(lines[: self._most], data, len(lines))

    def _counted(self, lines: list[str], data: list[Any], count: int) -> Answer:
        if count > self._most:
            lines = [*lines, f"{'':>9}... and {count - self._most} more (--most {count})"]
        return Answer(lines, data)

    # ------------------------------------------------------------------------------------------ data
    def _id(self, character: int) -> str:
        return self._program.world.entities[character].name

    def _spell_data(self, spell: Spell) -> dict[str, Any]:
        cause = None if spell.cause is None else spell.cause.index
        return {"value": _plain(spell.value), "start": spell.start, "stop": spell.stop, "happening": cause}

    def _wrong_data(self, wrong: WrongBelief) -> dict[str, Any]:
        return {
            "fluent": self._history.written(wrong.fluent),
            "believed": _plain(wrong.believed),
            "truth": _plain(wrong.truth),
            "start": wrong.start,
            "stop": wrong.stop,
            "origin": wrong.origin,
            "ending": wrong.ending,
        }

    def _missed_data(self, missed: Missed) -> dict[str, Any]:
        return {
            "fluent": self._history.written(missed.fluent),
            "value": _plain(missed.value),
            "believed": _plain(missed.believed),
            "start": missed.start,
            "stop": missed.stop,
            "matters": missed.matters,
            "about": missed.about,
            "known_to": [self._id(c) for c in missed.known_to],
        }

    def _happening_data(self, happening: Happening) -> dict[str, Any]:
        motives = [m for m in (happening.motive, *happening.assents) if m is not None]
        return {
            "happening": happening.index,
            "time": self._clock.time(happening.minute).isoformat(timespec="minutes"),
            "kind": happening.kind,
            "action": None if happening.event is None else self._program.events[happening.event].name,
            "source": happening.source,
            "motives": [self._motive_data(motive) for motive in motives],
        }

    def _motive_data(self, motive: Motive) -> dict[str, Any]:
        plan = [self._program.events[action].name for action in motive.plan]
        return {
            "character": self._id(motive.character), "plan": plan, "before": motive.before, "after": motive.after
        }  # fmt: skip

    def _match_data(self, match: Match) -> dict[str, Any]:
        who = {
            name: argument.name if isinstance(argument, Entity) else argument for name, argument in match.who.items()
        }
        return {"pattern": match.pattern.name, "who": who, "happenings": [*match.happenings]}


MOST_OF_A_PATTERN = 3
"""Of each pattern, when all are asked for."""


def _shown(value: Value) -> str:
    """The value of an expression that is no fact."""
    match value:
        case None:
            return "Unknown"
        case bool():
            return "Yes" if value else "No"
    return str(_plain(value))


def _plain(value: Value) -> str | float | bool | None:
    """A value as JSON has it."""
    if isinstance(value, Entity):
        return value.name
    return int(value) if isinstance(value, float) and value.is_integer() else value
