"""From a typed line to what is done: commands first, then actions, then the best answer to what fits neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dreamwright.errors import DreamwrightError
from dreamwright.language.world import Entity
from dreamwright.playing.choices import SELF
from dreamwright.playing.commands import COMMANDS, Command, named, nearly_named
from dreamwright.playing.map import way_to
from dreamwright.playing.pacing import obey_signal
from dreamwright.playing.parser import Choice, Understanding, understand
from dreamwright.playing.session import Session
from dreamwright.playing.words import SOFT, closest, cost, fold, words_of
from dreamwright.voices.words import listed

MOST_ASKED = 12
"""Meanings of a line that are listed when asking which."""

MOST_REASONS = 3
"""Obstacles to an action that are told; more are no explanation."""

_DIRECTIONS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast", "nw": "northwest", "se": "southeast",
    "sw": "southwest", "u": "up", "d": "down", "in": "in", "out": "out",
}  # fmt: skip
_ME = frozenset({"me", "myself", "self"})


def enter(session: Session, line: str) -> None:
    """Take one typed line. Whatever goes wrong is said; nothing is raised that a person could cause."""
    line = "".join(char if char.isprintable() else " " for char in line)
    line = " ".join(line.split())
    if obey_signal(session, line):
        return
    session.busy, session.stopped = True, False
    try:
        session.transcript.typed(line)
        _enter(session, line)
    except DreamwrightError as error:
        for problem in error.diagnostics:
            session.say(problem.message[:1].upper() + problem.message[1:] + ".")
            if problem.hint:
                session.say(f"({problem.hint})", "quiet", tight=True)
    finally:
        session.busy = False


def _enter(session: Session, line: str) -> None:
    if not line and not (session.pacing.held or session.pacing.paused):
        session.say("Type what you want to do, or `help`.")
        return
    question, session.question = session.question, None
    if question is not None and question(fold(line)):
        return
    if fold(line) in ("g", "again") and session.last_line:
        line = session.last_line
    session.last_line = line
    _obey(session, line)


def _obey(session: Session, line: str) -> None:
    first, _, rest = line.partition(" ")
    first = fold(first)
    choices = session.choices()
    if line.isdigit():
        _by_number(session, int(line), choices)
        return
    command = named(first)
    words = _without_pronouns(session, words_of(line))
    if words is None:
        return
    understood = understand(words, choices)
    if command is not None and not (command.yields and _is_said_outright(words, understood)):
        _run(session, command, rest)
    elif understood.choices:
        _choose(session, understood)
    elif not _as_way(session, words, choices):
        nearly = nearly_named(first)
        if nearly is not None:
            _run(session, nearly, rest)
        else:
            _explain(session, words, first)


def _is_said_outright(words: Sequence[str], understood: Understanding) -> bool:
    """Whether a line that could be a command is an action of the world, word for word."""
    if not understood.choices or understood.cost:
        return False
    # One word must be all there is to say: "look" is no short way to say "look for food".
    return len(words) > 1 or any((*words,) == phrase.words for c in understood.choices for phrase in c.phrases)


def _run(session: Session, command: Command, rest: str) -> None:
    command.run(session, rest.strip())


def _by_number(session: Session, number: int, choices: Sequence[Choice]) -> None:
    if 1 <= number <= len(choices):
        session.say(f"({choices[number - 1].command})", "quiet")
        session.act(choices[number - 1])
    elif choices:
        session.say(f"Your actions are numbered from 1 to {len(choices)}: `actions` lists them.")
    else:
        session.say("There is nothing you could do, as far as you know. You can `wait`.")


def _choose(session: Session, understood: Understanding) -> None:
    if len(understood.choices) == 1:
        [choice] = understood.choices
        if not understood.complete or understood.cost:
            session.say(f"({choice.command})", "quiet")
        session.act(choice)
    elif len(understood.choices) <= MOST_ASKED:
        _ask(session, understood.choices)
    else:
        verb = understood.choices[0].verb
        session.say(f"There are {len(understood.choices)} ways to do that; `actions {verb}` lists them. Say more.")


def _ask(session: Session, choices: Sequence[Choice]) -> None:
    session.say("Which do you mean?")
    for i, choice in enumerate(choices, 1):
        session.say(choice.command, lead=f"  {i}) ", tight=True)

    def answer(line: str) -> bool:
        if line.isdigit() and 1 <= int(line) <= len(choices):
            session.act(choices[int(line) - 1])
            return True
        typed = words_of(line)
        fits = [choice for choice in choices if typed and _fits_anywhere(typed, choice)]
        if len(fits) == 1:
            session.act(fits[0])
        elif len(fits) > 1 and len(fits) < len(choices):
            _ask(session, fits)
        else:
            return False
        return True

    session.question = answer


def _fits_anywhere(typed: Sequence[str], choice: Choice) -> bool:
    words = [word for phrase in choice.phrases for word in phrase.words]
    return all(any(cost(t, word) is not None for word in words) for t in typed)


def _as_way(session: Session, words: Sequence[str], choices: Sequence[Choice]) -> bool:
    """Take a bare place name, or a direction, as going there."""
    if len(words) == 1 and words[0] in _DIRECTIONS:
        understood = understand(("go", _DIRECTIONS[words[0]]), choices)
        if not understood.choices:
            understood = understand((_DIRECTIONS[words[0]],), choices)
        if understood.choices:
            _choose(session, understood)
            return True
    exits = {exit_.action for exit_ in session.view().exits}
    ways = [choice for choice in choices if choice.action in exits]
    fits = [way for way in ways if _names_place(session, words, way)]
    if len(fits) == 1:
        session.say(f"({fits[0].command})", "quiet")
        session.act(fits[0])
    return len(fits) == 1


def _names_place(session: Session, words: Sequence[str], way: Choice) -> bool:
    places = [a for a in session.engine.program.events[way.action].arguments if a in session.shape.places]
    here = session.view().place
    return any(
        place is not here and all(any(cost(w, n) is not None for n in session.maker.entity_words(place)) for w in words)
        for place in places
    )


def _without_pronouns(session: Session, words: Sequence[str]) -> tuple[str, ...] | None:
    """The line with names for its pronouns; None after having said that one stands for nobody."""
    found: list[str] = []
    for i, word in enumerate(words):
        if word in _ME:
            found.append(SELF)
        elif i > 0 and session.mentions.is_pronoun(word):
            meant = session.mentions.meant_by(word)
            if meant is None:
                session.say(f"Nobody and nothing has been mentioned that “{word}” could mean.")
                return None
            found += session.maker.entity_words(meant)
        else:
            found.append(word)
    return tuple(found)


# ------------------------------------------------------------------------------------------------ what fits nothing
def _explain(session: Session, words: Sequence[str], first: str) -> None:
    """Say why a line leads to nothing: an unknown word, or what stands against it as the person believes."""
    every = session.maker.choices(session.view().all_own_actions())
    verbs = _known(phrase.words[: phrase.head] for choice in every for phrase in choice.phrases)
    names = _known(session.maker.entity_words(entity) for entity in session.engine.program.world.entities)
    words_of_ours = {*names, SELF, *_known(phrase.words for choice in every for phrase in choice.phrases)}
    if not words or not understand(words[:1], every).choices:
        _unknown_word(session, words[0] if words else first, [*verbs, *(name for c in COMMANDS for name in c.names)])
        return
    for word in words[1:]:
        if word not in SOFT and not any(cost(word, known) is not None for known in words_of_ours):
            _unknown_word(session, word, names)
            return
    _impossible(session, understand(words, every).choices, words)


def _impossible(session: Session, meant: Sequence[Choice], words: Sequence[str]) -> None:
    if len(words) == 1 and len(meant) > 1:
        session.say(f"There is nothing and nobody, as far as you know, that “{words[0]}” could be about now.")
        return
    if not meant:
        session.say(f"You see no way to do that. `actions {words[0]}` lists what you could.")
        return
    view = session.view()
    obstacles = [(view.obstacles(choice.action), choice) for choice in meant]
    # Of many instances one that could be meant here: not one that would need another place.
    facts, choice = min(
        obstacles, key=lambda pair: (any(f.property is view.shape.place for f in pair[0]), len(pair[0]))
    )
    told = list(dict.fromkeys(session.describer.fact(fact) for fact in facts))
    reasons = told if len(told) <= MOST_REASONS else []  # of many, any one may do, and none is the reason
    way = _way_there(session, choice, words)
    session.say(" ".join([f"You do not believe that you can {choice.command} now.", *reasons, *way]))
    if way or any(cost(words[0], word) is not None for phrase in choice.phrases for word in phrase.words):
        return
    # Another verb was meant: what else there is to do with whoever or whatever it was about.
    arguments = session.engine.program.events[choice.action].arguments
    for argument, word in ((a, word) for a in arguments for word in words[1:]):
        if isinstance(argument, Entity) and _is_named(session, argument, word):
            name = session.describer.name(argument)
            session.say(f"(What you could do about {name}: `actions {word}`.)", "quiet", tight=True)
            return


def _way_there(session: Session, choice: Choice, words: Sequence[str]) -> list[str]:
    """For a place that was named and is too far off: how to get there."""
    view = session.view()
    arguments = session.engine.program.events[choice.action].arguments
    for place in (a for a in arguments if isinstance(a, Entity)):
        if place in view.shape.places and any(_is_named(session, place, word) for word in words[1:]):
            passed = [session.describer.name(each) for each in way_to(view, place)]
            return [f"The way there is by {listed(passed)}."] if passed else []
    return []


def _is_named(session: Session, entity: Entity, word: str) -> bool:
    return word not in SOFT and any(cost(word, name) is not None for name in session.maker.entity_words(entity))


def _unknown_word(session: Session, word: str, known: Sequence[str]) -> None:
    near = closest(word, list(known))
    suggestion = f" Did you mean “{near}”?" if near else " `actions` lists what you can do, `help` what you can type."
    session.say(f"You do not know what “{word}” could mean.{suggestion}")


def _known(groups: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(word for group in groups for word in group))
