"""A dream: a stack of realities, each a story of its own world, and one subject who is in the innermost.

* Falling asleep puts a level on the stack; waking takes one off, or puts one in its place that poses as the waking
  world. After the last the dream is over. A layer that is entered again is a new level: no dream goes on where it was.
* While the subject is further in, time in the outer levels goes on at the pace that the stage gives it (or stands
  still). There the subject lies and waits; everybody else acts as they like.
* Who comes into a level brings along what the stage says. That, and what passes between two who are one person in two
  layers, comes into a story as a happening of its own (`recall`), so that each story alone is still its events.
* What carries a forbidden tag is no part of any level's program: there is nobody who could cross a line.

The same stage, seed, limits and orders give the same dream, to the byte of its record. The record is a log that only
grows: what is unmade is one more entry. How it is kept and taken up again is in `keep.py` and `restore.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any

from dreamwright.director import BringOn, Director, Forecast, Scene, forecast
from dreamwright.dream.consent import Consent
from dreamwright.dream.events import Ending, Event, Happened, Moved, Order, Ordered, Passage, Unmade, Unmake, moved_to
from dreamwright.dream.guidance import Guidance
from dreamwright.dream.hands import Hands
from dreamwright.dream.levels import Level, Names, carried, settings_of, translated
from dreamwright.dream.orders import Ease, Ordering
from dreamwright.dream.stage import Engines, Limits, Link, Stage, Way
from dreamwright.engine import LeveledEngine
from dreamwright.grounding.without import without
from dreamwright.lucidity import Mood, Settings, Witness
from dreamwright.lucidity.suspicion import mood
from dreamwright.story import DAY, Act, Happening, Percept, Story, Wait, encode
from dreamwright.story.random import Random
from dreamwright.story.record import BEGINNING, hash_on

MOST_MOVES = 8
"""Moves in a row without anything happening in between; a stage whose ways lead in a circle stops there."""

QUIET = 60 * DAY
"""Minutes of a story in which nothing happens: then nothing more will, even if there is something that is withheld."""

SUBJECT = "the subject"
"""By whom an order of the person's is."""


class Dream:
    """A dream on a stage. With a person's consent the subject is that person; without, they act by themselves.

    `limits` can only add to the stage's own; a person's come with their consent.
    """

    DEEPEST = 16
    """Levels on the stack; nobody falls asleep more deeply."""

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
        self._engines: Engines = {} if stage.engines is None else stage.engines
        self._guidance: dict[int, Guidance] = {}
        self.hands = Hands(self)
        self._random = Random(seed)
        self._untold: deque[Event] = deque()
        self._events: list[Event] = []
        self._hashed = 0
        self._digest = BEGINNING
        self._moves = 0
        self.enter("begin", None, stage.layers[0].name)

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
        return self.witness.suspicion(self.top.story.minute)

    @property
    def mood(self) -> Mood:
        """What their suspicion makes of them."""
        return mood(self.suspicion, self._settings)

    @property
    def witness(self) -> Witness:
        """The subject's sense of whether the reality they are in now holds up."""
        return self.top.witness(self._settings)

    @property
    def settings(self) -> Settings:
        """How the subject takes what does not add up."""
        return self._settings

    @property
    def lived(self) -> int:
        """How many minutes the subject has lived through, in all layers."""
        return sum(level.lived for level in self.visited)

    @property
    def director(self) -> Director | None:
        """Who directs the innermost layer; None: nobody."""
        return self.guidance(self.top).director

    def guidance(self, level: Level) -> Guidance:
        """Who has a say in the story of a level."""
        found = self._guidance.get(level.number)
        if found is None:
            by_themself = not self.played and self.stage.subject.attention > 0
            sense = (lambda: level.witness(self._settings)) if by_themself else None
            found = self._guidance[level.number] = Guidance(level, self._new_director(level), sense)
        return found

    def _new_director(self, level: Level) -> Director | None:
        brief, subject = self.stage.director, self.stage.subject
        if not brief.means:
            return None
        scene = Scene(
            layer=level.layer.name,
            story=level.story,
            subject=level.subject,
            witness=lambda: level.witness(self._settings),
            lived=lambda: self.lived,
            eased=lambda: level.eased,
        )
        return Director(brief, subject.fears, subject.hopes, scene)

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
        self.happened(top, happening)

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
        self.check_way_back(position)
        self.unmake_to(position)
        self.orders.append(Unmake(position))

    def check_way_back(self, position: int) -> None:
        """Raises ValueError if what has happened after so many happenings cannot be unmade."""
        level = self.top
        if self.played and not self.awaiting_subject:
            raise ValueError("it is not the subject's turn")
        if self.ending is not None or not level.begun <= position <= len(level.story.happenings):
            raise ValueError("that moment is no part of this layer")

    # ------------------------------------------------------------------------------------------ operators
    def order(self, order: Ordering, by: str) -> None:
        """Somebody reaches into the dream: an operator, by name, or the subject's person (`Ease`).

        Raises ValueError, with the reason in words, where the stage does not grant it, a limit forbids it, or it is
        not possible now; then nothing has happened.
        """
        self.hands.check(order)
        ordered = Ordered(by, order, len(self._events), self.top.story.minute)
        self.orders.append(ordered)
        self._note(ordered)
        self.hands.carry_out(order)

    def forecast(self, order: Ordering) -> Forecast | None:
        """What the subject would make of an order, were it carried out now; None: that cannot be told beforehand.

        Raises ValueError as `order` does.
        """
        self.hands.check(order)
        happening = self.hands.foresee(order)
        if happening is None:
            return None
        top = self.top
        return forecast(top.story, top.subject, top.witness(self._settings), happening)

    def ease(self) -> None:
        """The person has asked for it to go slower: the director leaves alone what it was approaching."""
        if self.ending is None:
            self.order(Ease(), SUBJECT)
            self._untold.pop()  # they know

    def fork(self) -> Dream:
        """The same dream, to go on in another way: what would be, if. The levels are its own; the past is shared."""
        levels = {level: level.fork() for level in self.visited}
        other = copy(self)
        other.levels = [levels[level] for level in self.levels]
        other.visited = list(levels.values())
        other.orders = [*self.orders]
        other._guidance = {}
        other.hands = Hands(other, self.hands.coming)
        other._random = copy(self._random)
        other._events = [*self._events]
        other._untold = deque(moved_to(event, levels) for event in self._untold)
        if other.levels:
            other.top.story.guide = other.guidance(other.top)
        return other

    # ------------------------------------------------------------------------------------------ for `hands`
    def unmake_to(self, position: int) -> None:
        """Unmake what can be unmade (`check_way_back`)."""
        level = self.top
        if self.stage.back.remembered:
            since = level.story.happenings[position:]
            level.unmade += [percept for h in since if (percept := level.percept(h)) is not None]
            level.vividness.update(dict.fromkeys(level.unmade_motifs(), 1.0))
        level.rewind(position)
        self._untold.clear()
        self._note(Unmade(level, position))
        self._moves = 0

    # ------------------------------------------------------------------------------------------ one step
    def _go_on(self, last: int | None = None) -> bool:
        """Let the next thing happen; False when it is the person's turn, or nothing more happens up to a minute."""
        top = self.top
        if top.story.awaiting_subject:
            return False
        if self.hands.bring_what_is_due(top) or self._let_director_act():
            return True
        links = top.story.links
        quiet = QUIET + (links[-1].happening.minute if links else 0)
        ends = (self._horizon(), self.hands.next_minute(top), last, quiet)
        until = min(minute for minute in ends if minute is not None)
        happening = top.story.advance(until)
        if happening is not None:
            self.happened(top, happening)
        elif top.story.awaiting_subject:
            return False
        elif top.story.minute < until or until == quiet:
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

    def _let_director_act(self) -> bool:
        """Let the director do something, if it would."""
        top = self.top
        intervention = None if self.director is None else self.director.intervene()
        if intervention is None:
            return False
        outside = top.story.outside
        if isinstance(intervention, BringOn):
            self.happened(top, outside.release(intervention.character, "director"))
        else:
            self.happened(top, outside.cause(intervention.action, "director"))
        return True

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
                self.happened(level, happening)
                if not self.levels or self.levels[-1] is level:
                    return False

    def happened(self, level: Level, happening: Happening) -> None:
        """Note what happened, let it cross to who is the same person elsewhere, and see where it takes the subject."""
        self._moves = 0
        self._note(Happened(level, happening))
        self._bridge(level, happening)
        for way in level.layer.ways:
            if (way.going == "return") == (level is not self.levels[-1]) and self._is_taken(way, level, happening):
                self._take(way, level)
                return
        if level is self.levels[-1] and happening.kind not in ("wait", "recall", "held", "released"):
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
            self.wake(lucid.into)
        else:
            assert lucid.into is not None
            self.enter("sink", level, lucid.into)

    # ------------------------------------------------------------------------------------------ moves
    def _take(self, way: Way, level: Level) -> None:
        self._moves += 1
        if self._moves > MOST_MOVES:
            return
        match way.going:
            case "sleep" if len(self.levels) < self.DEEPEST:
                assert way.into is not None
                self.enter("sleep", level, way.into)
            case "sleep":
                return
            case "wake":
                self.wake(way.into)
            case "return":
                self._come_back("return", level)
            case "fail":
                assert way.into is not None
                self.levels.pop()
                self.enter("fail", level, way.into)
            case "end":
                self._end("ended")

    def wake(self, into: str | None) -> None:
        """Wake from the innermost level: into the one outside, or into a layer that poses as the waking world."""
        if into is None:
            self._out_of("woke")
            return
        left = self.top
        if len(self.levels) > 1:
            self.levels.pop()
        self.enter("pose", left, into)

    def _out_of(self, ending: Ending) -> None:
        """Leave the innermost level for the one outside; out of the last, the dream is over."""
        if len(self.levels) == 1:
            self._end(ending)
        else:
            self._come_back("wake", self.levels[-2])

    def _come_back(self, passage: Passage, level: Level) -> None:
        left = self.levels[-1]
        while self.levels[-1] is not level:
            self.levels.pop().story.guide = None
        self._note(Moved(passage, left, level))
        self._bring_along(left, level)
        level.come()
        level.story.guide = self.guidance(level)
        if not self.played:
            if level.story.awaiting_subject:
                self._note(Happened(level, level.story.wait(1)))
            level.story.subject = None

    def enter(self, passage: Passage, left: Level | None, name: str) -> None:
        """Begin a new level of a layer on top of the stack."""
        layer = self.stage.layer(name)
        for outer in self.levels:
            outer.story.subject = outer.subject  # whoever is asleep is not asked, and only waits
        if self.levels:
            self.levels[-1].leave()
            self.levels[-1].story.guide = None
        key = name, tuple(sorted(self.limits.lines))
        if key not in self._engines:
            self._engines[key] = LeveledEngine(without(layer.program, self.limits.lines))
        number = len(self.visited)
        subject = layer.subject.index if self.played else None
        story = self._new_story(
            self._engines[key], self._random.bits() if number else self.seed, subject, self._in_the_wings(name)
        )
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
        story.guide = self.guidance(level)
        for way in layer.ways:
            if way.going != "return" and way.when is not None and level.holds(way.when):
                self._take(way, level)
                return

    def _new_story(self, engine: LeveledEngine, seed: int, subject: int | None, held: tuple[int, ...]) -> Story:
        """The story of a level that begins. One that is told again has it already (`restore.py`)."""
        return Story(engine, seed, subject, held=held)

    def _in_the_wings(self, layer: str) -> tuple[int, ...]:
        """Who waits in a layer for the director to bring them on."""
        director = self.stage.director
        if "newcomers" not in director.means:
            return ()
        return tuple(who.index for name, who in director.newcomers if name == layer)

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


def dream_again(
    stage: Stage, orders: Iterable[Order], seed: int = 0, consent: Consent | None = None, length: int | None = None
) -> Dream:
    """The dream that these orders make, each given where it was given: the person's as soon as it is their turn.

    After the last it goes on to their next turn, or until there are `length` events; a dream that nobody plays may
    have no end without. Raises ValueError when an order cannot be given: stage, seed, limits or orders are not what
    they were.
    """
    dream = Dream(stage, seed, consent)
    for order in orders:
        if isinstance(order, Ordered):
            _go_on_to(dream, order.at)
            dream._untold.clear()
            dream.advance(order.minute)  # nothing happens till then, or it would have come before
        else:
            _go_on_to(dream, None)
        match order:
            case Act(action=action):
                dream.act(dream.top.engine.program.action(action))
            case Wait(minutes=minutes):
                dream.wait(minutes)
            case Unmake(position=position):
                dream.go_back(position)
            case Ordered(by=by, order=ordering):
                dream.order(ordering, by)
    _go_on_to(dream, length)
    return dream


def _go_on_to(dream: Dream, length: int | None) -> None:
    """Let a dream go on to the person's next turn or its end, or until there are so many events."""
    while length is None or len(dream.events) < length:
        if dream.advance() is None:
            return
