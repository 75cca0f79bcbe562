"""A dream: a stack of realities, each a story of its own world, and one subject who is in the innermost.

* Falling asleep puts a level on the stack; waking takes one off, or puts one in its place that poses as the waking
  world. After the last the dream is over. A layer that is entered again is a new level: no dream goes on where it was.
* While the subject is further in, time in the outer levels goes on at the pace that the stage gives it (or stands
  still). There the subject lies and waits; everybody else acts as they like.
* Who comes into a level brings along what the stage says. That, and what passes between two who are one person in two
  layers, comes into a story as a happening of its own (`recall`), so that each story alone is still its events.
* What carries a forbidden tag is no part of any level's program: there is nobody who could cross a line.

The same stage, seed, limits and orders give the same dream, to the byte of its record. The record is a log that only
grows: what is unmade is one more entry. So it can be kept as the chronicle keeps a story: each level is a run of its
world with the level's seed and the dream's lines; a move is an entry of the dream's own that names the levels, and says
how much had happened in each; an unmaking is an undo in that level's run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dreamwright.dream.consent import Consent
from dreamwright.dream.events import Ending, Event, Happened, Moved, Order, Passage, Unmade, Unmake
from dreamwright.dream.levels import Level, Names, carried, settings_of, translated
from dreamwright.dream.stage import Limits, Link, Stage, Way
from dreamwright.engine import LeveledEngine
from dreamwright.grounding.without import without
from dreamwright.lucidity import Mood
from dreamwright.lucidity.suspicion import mood
from dreamwright.story import Act, Happening, Percept, Story, Wait, encode
from dreamwright.story.random import Random
from dreamwright.story.record import BEGINNING, hash_on

MOST_MOVES = 8
"""Moves in a row without anything happening in between; a stage whose ways lead in a circle stops there."""

DEEPEST = 16
"""Levels on the stack; nobody falls asleep more deeply."""


class Dream:
    """A dream on a stage. With a person's consent the subject is that person; without, they act by themselves.

    `limits` can only add to the stage's own; a person's come with their consent.
    """

    def __init__(self, stage: Stage, seed: int = 0, consent: Consent | None = None, limits: Limits | None = None):
        if consent is not None and consent.stage is not stage:
            raise ValueError("that was consent to another stage")
        own = limits or (Limits() if consent is None else consent.limits)
        self.stage = stage
        self.seed = seed
        self.limits = stage.limits.tightened(own.lines, own.veils)
        self.played = consent is not None
        self.ending: Ending | None = None
        self.levels: list[Level] = []
        """The stack, the outermost first."""
        self.visited: list[Level] = []
        """All levels there have been, by number."""
        self.orders: list[Order] = []
        """What the person has ordered so far."""
        self._settings = settings_of(stage)
        self._engines: dict[str, LeveledEngine] = {}
        self._random = Random(seed)
        self._untold: deque[Event] = deque()
        self._events: list[Event] = []
        self._hashed = 0
        self._digest = BEGINNING
        self._moves = 0
        self._enter("begin", None, stage.layers[0].name)

    # ------------------------------------------------------------------------------------------ where it stands
    @property
    def top(self) -> Level:
        """The innermost level: where the subject is (when the dream is over: where they were last)."""
        return self.levels[-1] if self.levels else self.visited[-1]

    @property
    def awaiting_subject(self) -> bool:
        """Whether it is the person's turn."""
        return self.ending is None and not self._untold and self.top.story.awaiting_subject

    @property
    def suspicion(self) -> float:
        """How much the subject suspects where they are now, from 0 to 1."""
        return self.top.witness(self._settings).suspicion(self.top.story.minute)

    @property
    def mood(self) -> Mood:
        """What their suspicion makes of them."""
        return mood(self.suspicion, self._settings)

    def veils(self, level: Level, event: int | None) -> tuple[str, ...]:
        """For which of its tags an event happens off screen; none: it may be told."""
        if event is None:
            return ()
        tags = level.engine.program.events[event].event.attributes.tags
        return tuple(tag for tag in tags if tag in self.limits.veils)

    def memories(self) -> Iterator[tuple[Level, Percept]]:
        """What the subject remembers from other levels than the one they are in, oldest first."""
        for level in self.visited:
            if level is not self.top:
                remembered = [p for p in (*level.percepts(), *level.unmade) if p.kind not in ("recall", "wait")]
                for percept in sorted(remembered, key=lambda p: p.minute):
                    yield level, percept

    # ------------------------------------------------------------------------------------------ the record
    @property
    def events(self) -> list[Event]:
        """All that has happened, in order, also what was unmade."""
        return list(self._events)

    def record(self) -> Iterator[dict[str, Any]]:
        """The dream as data: what it is, and then an entry for each event."""
        yield self._heading()
        for event in self._events:
            yield event.record()

    @property
    def hash(self) -> str:
        """The running hash over the record so far, in hexadecimal; each entry counts as a story's lines do."""
        if not self._hashed:
            self._digest = hash_on(BEGINNING, encode(self._heading()))
            self._hashed = 1
        for event in self._events[self._hashed - 1 :]:
            self._digest = hash_on(self._digest, encode(event.record()))
            self._hashed += 1
        return self._digest.hex()

    def _heading(self) -> dict[str, Any]:
        return {
            "lines": list(self.limits.lines),
            "played": self.played,
            "seed": self.seed,
            "stage": self.stage.fingerprint,
            "veils": list(self.limits.veils),
        }

    def _note(self, event: Event) -> None:
        self._events.append(event)
        self._untold.append(event)

    # ------------------------------------------------------------------------------------------ going on
    def advance(self, until: int | None = None) -> Event | None:
        """Carry on to the next event and return it.

        None: it is the person's turn; or the dream is over; or nothing more happens up to and including the minute
        `until` of the innermost level, and its story now stands there.
        """
        while not self._untold and self.ending is None:
            if not self._go_on(until):
                return None
        return self._untold.popleft() if self._untold else None

    def act(self, action: int) -> None:
        """The person does an action in the innermost level. Raises ValueError as `Story.act` does."""
        self._ordered(Act(self.top.engine.program.events[action].name), lambda story: story.act(action))

    def wait(self, minutes: int) -> None:
        """The person lets time pass. Raises ValueError as `Story.wait` does."""
        self._ordered(Wait(minutes), lambda story: story.wait(minutes))

    def _ordered(self, order: Order, carry_out: Callable[[Story], Happening]) -> None:
        if not self.played or not self.awaiting_subject:
            raise ValueError("it is not the subject's turn")
        top = self.top
        happening = carry_out(top.story)
        self.orders.append(order)
        self._happened(top, happening)

    def stop(self) -> None:
        """The person stops: the dream is over at once, whatever was going on. There is nothing that this depends on."""
        if self.ending is None:
            self._end("stopped")
        self._untold.clear()

    def unmake(self, position: int) -> None:
        """Go back in the innermost level to right after so many happenings, as an order of the person's.

        Raises ValueError when the stage does not allow it, or for a moment before the subject came there.
        """
        if not self.stage.back.allowed:
            raise ValueError("nothing is unmade in this dream")
        self.go_back(position)

    def go_back(self, position: int) -> None:
        """Unmake what has happened in the innermost level after so many happenings; time there returns to then.

        The subject remembers what they have perceived since, if the stage says so: as memories, and as motifs, not as
        beliefs, since of this world none of it is so. Raises ValueError when it is not the person's turn (if there is
        a person), or for a moment before they came there.
        """
        level = self.top
        if self.played and not self.awaiting_subject:
            raise ValueError("it is not the subject's turn")
        if self.ending is not None or not level.begun <= position <= len(level.story.happenings):
            raise ValueError("that moment is no part of this layer")
        if self.stage.back.remembered:
            since = level.story.happenings[position:]
            level.unmade += [percept for h in since if (percept := level.percept(h)) is not None]
            level.vividness.update(dict.fromkeys(level.unmade_motifs(), 1.0))
        level.rewind(position)
        self._untold.clear()
        self._note(Unmade(level, position))
        self.orders.append(Unmake(position))
        self._moves = 0

    # ------------------------------------------------------------------------------------------ one step
    def _go_on(self, last: int | None = None) -> bool:
        """Let the next thing happen; False when it is the person's turn, or nothing more happens up to a minute."""
        top = self.top
        if top.story.awaiting_subject:
            return False
        until = self._horizon()
        if last is not None and (until is None or last < until):
            until = last
        happening = top.story.advance(until)
        if happening is not None:
            self._happened(top, happening)
        elif top.story.awaiting_subject:
            return False
        elif until is None or top.story.minute < until:
            self._out_of("void")
            return True
        if self.levels and self.levels[-1] is top:
            self._let_outside_go_on()
        return happening is not None or last is None or top.story.minute < last or bool(self._untold)

    def _horizon(self) -> int | None:
        """The next minute of the innermost level at which it is later in the one outside; None: never."""
        if len(self.levels) < 2 or not self.top.layer.pace:
            return None
        minute, pace = self.top.story.minute, self.top.layer.pace
        ahead = int((int(minute * pace) + 1) / pace)
        return max(minute + 1, ahead)

    def _let_outside_go_on(self) -> None:
        """Let as much time pass in the outer levels as belongs to the time that has passed further in."""
        for number in range(len(self.levels) - 2, -1, -1):
            inner = self.levels[number + 1]
            if not inner.layer.pace:
                return
            until = inner.outside + int(inner.story.minute * inner.layer.pace)
            if not self._run_asleep(self.levels[number], until):
                return

    def _run_asleep(self, level: Level, until: int) -> bool:
        """Let a level in which the subject is asleep go on up to a minute; False: that brought them back to it."""
        story = level.story
        while True:
            if story.awaiting_subject:
                if story.minute >= until:
                    return True
                happening: Happening | None = story.wait(until - story.minute)
            else:
                happening = story.advance(until)
                if happening is None and not story.awaiting_subject:
                    return True
            if happening is not None:
                self._happened(level, happening)
                if not self.levels or self.levels[-1] is level:
                    return False

    def _happened(self, level: Level, happening: Happening) -> None:
        """Note what happened, let it cross to who is the same person elsewhere, and see where it takes the subject."""
        self._moves = 0
        self._note(Happened(level, happening))
        self._bridge(level, happening)
        for way in level.layer.ways:
            if (way.going == "return") == (level is not self.levels[-1]) and self._is_taken(way, level, happening):
                self._take(way, level)
                return
        if level is self.levels[-1] and happening.kind not in ("wait", "recall"):
            self._see_whether_it_holds_up(level, happening)

    def _is_taken(self, way: Way, level: Level, happening: Happening) -> bool:
        if way.when is not None:
            return level.holds(way.when) and not level.holds(way.when, happening.before)
        if happening.kind != "action" or happening.event is None or level.subject not in happening.perceivers:
            return False
        return way.tag in level.engine.program.events[happening.event].event.attributes.tags

    def _see_whether_it_holds_up(self, level: Level, happening: Happening) -> None:
        if not self.stage.subject.attention or level.percept(happening) is None or self.mood != "lucid":
            return
        lucid = self.stage.lucid
        if lucid.going == "end":
            self._end("lucid")
        elif lucid.going == "wake":
            self._wake(lucid.into)
        else:
            assert lucid.into is not None
            self._enter("sink", level, lucid.into)

    # ------------------------------------------------------------------------------------------ moves
    def _take(self, way: Way, level: Level) -> None:
        self._moves += 1
        if self._moves > MOST_MOVES:
            return
        match way.going:
            case "sleep" if len(self.levels) < DEEPEST:
                assert way.into is not None
                self._enter("sleep", level, way.into)
            case "sleep":
                return
            case "wake":
                self._wake(way.into)
            case "return":
                self._come_back("return", level)
            case "fail":
                assert way.into is not None
                self.levels.pop()
                self._enter("fail", level, way.into)
            case "end":
                self._end("ended")

    def _wake(self, into: str | None) -> None:
        """Wake from the innermost level: into the one outside, or into a layer that poses as the waking world."""
        if into is None:
            self._out_of("woke")
            return
        left = self.top
        if len(self.levels) > 1:
            self.levels.pop()
        self._enter("pose", left, into)

    def _out_of(self, ending: Ending) -> None:
        """Leave the innermost level for the one outside; out of the last, the dream is over."""
        if len(self.levels) == 1:
            self._end(ending)
        else:
            self._come_back("wake", self.levels[-2])

    def _come_back(self, passage: Passage, level: Level) -> None:
        left = self.levels[-1]
        while self.levels[-1] is not level:
            self.levels.pop()
        self._note(Moved(passage, left, level))
        self._bring_along(left, level)
        level.come()
        if not self.played:
            if level.story.awaiting_subject:
                self._note(Happened(level, level.story.wait(1)))
            level.story.subject = None

    def _enter(self, passage: Passage, left: Level | None, name: str) -> None:
        """Begin a new level of a layer on top of the stack."""
        layer = self.stage.layer(name)
        for outer in self.levels:
            outer.story.subject = outer.subject  # whoever is asleep is not asked, and only waits
        if self.levels:
            self.levels[-1].leave()
        if name not in self._engines:
            self._engines[name] = LeveledEngine(without(layer.program, self.limits.lines))
        number = len(self.visited)
        subject = layer.subject.index if self.played else None
        story = self._new_story(self._engines[name], self._random.bits() if number else self.seed, subject)
        level = Level(number, layer, story)
        for earlier in self.visited:
            level.vividness.update(dict.fromkeys(earlier.motifs(), 1.0))
        level.outside = self.levels[-1].story.minute if self.levels else 0
        self.levels.append(level)
        self.visited.append(level)
        self._note(Moved(passage, left, level))
        self._recall(level, level.subject, layer.memories)
        if left is not None:
            self._bring_along(left, level)
        level.arrival = len(story.happenings)
        level.come()
        for way in layer.ways:
            if way.going != "return" and way.when is not None and level.holds(way.when):
                self._take(way, level)
                return

    def _new_story(self, engine: LeveledEngine, seed: int, subject: int | None) -> Story:
        """The story of a level that begins. One that is told again has it already (`restore.py`)."""
        return Story(engine, seed, subject)

    def _end(self, ending: Ending) -> None:
        left = self.top
        self.ending = ending
        self.levels.clear()
        self._note(Moved("end", left, None, ending))

    # ------------------------------------------------------------------------------------------ between levels
    def _bring_along(self, source: Level, target: Level) -> None:
        self._recall(target, target.subject, carried(source, target))

    def _recall(self, level: Level, character: int, facts: Iterable[Any]) -> None:
        happening = level.story.outside.recall(character, facts)
        if happening is not None:
            self._note(Happened(level, happening))

    def _bridge(self, level: Level, happening: Happening) -> None:
        """Let what somebody learned who is in two layers come to them in the other."""
        if happening.kind == "recall":
            return
        for inner, link, outer in self._links():
            if inner is level:
                self._pass_on(happening, link, inner, link.who.index, outer, link.driver.index,
                              {link.who.name: link.driver.name})  # fmt: skip
            elif outer is level:
                self._pass_on(happening, link, outer, link.driver.index, inner, link.who.index,
                              {link.driver.name: link.who.name})  # fmt: skip

    def _links(self) -> Iterator[tuple[Level, Link, Level]]:
        """The links between levels on the stack that are up now, each with the inner and the outer level."""
        for place, inner in enumerate(self.levels):
            for link in inner.layer.links:
                outer = next((o for o in reversed(self.levels[:place]) if o.layer.name == link.layer), None)
                if outer is not None and (link.when is None or outer.holds(link.when)):
                    yield inner, link, outer

    def _pass_on(
        self, happening: Happening, link: Link, source: Level, who: int, target: Level, whom: int, names: Names
    ) -> None:
        percept = source.percept(happening, who)
        if percept is None:
            return
        learned = ((p, arguments, new) for p, arguments, _, new in percept.changes if p.name in link.shares)
        subjects = {source.layer.subject.name: target.layer.subject.name}
        facts = [translated(fact, target, {**subjects, **names}) for fact in learned]
        self._recall(target, whom, [fact for fact in facts if fact is not None])


def dream_again(stage: Stage, orders: Iterable[Order], seed: int = 0, consent: Consent | None = None) -> Dream:
    """The dream that these orders make, each given as soon as it is the person's turn.

    Raises ValueError when one cannot be given: stage, seed, limits or orders are not what they were.
    """
    dream = Dream(stage, seed, consent)
    _to_the_next_turn(dream)
    for order in orders:
        match order:
            case Act(action=action):
                dream.act(dream.top.engine.program.action(action))
            case Wait(minutes=minutes):
                dream.wait(minutes)
            case Unmake(position=position):
                dream.go_back(position)
        _to_the_next_turn(dream)
    return dream


def _to_the_next_turn(dream: Dream) -> None:
    while dream.advance() is not None:
        pass
