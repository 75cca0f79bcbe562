"""A running story: the truth, a clock, chance, what is due, and what has happened.

`advance` is the whole loop: take what is due next from the agenda. An occasion may bring about an action of nobody's;
a turn lets a character act (`decide`). If that made something happen, stop there. Beyond that:

* An action takes effect at once, and then keeps everyone who consented to it busy for its duration.
* Who has nothing to do waits, and is asked again a minute after something has changed what they believe, or after a
  while. When all are free and one finds nothing to do, asking again cannot help before the world changes: they wait
  for that. So a story in which nothing can happen any more comes to its end by itself.
* What a character tried in vain they do not try again until their mind has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.planning import Limits, Motive
from dreamwright.story.attempt import TRYING, carry_out
from dreamwright.story.cast import Cast, Person
from dreamwright.story.clock import Clock
from dreamwright.story.decide import Assents, Decision, Situation
from dreamwright.story.guide import Guide
from dreamwright.story.happening import Happening, Kind, Moment, Past, Source, unroll
from dreamwright.story.occasions import occasions
from dreamwright.story.outside import Outside
from dreamwright.story.percepts import Percept, perceivers, percept
from dreamwright.story.pulse import Pulses
from dreamwright.story.random import Random
from dreamwright.story.record import running_hash
from dreamwright.story.scheduler import Agenda, Due

LINGER = (5, 20)
"""Least and most minutes for which a character waits who has nothing to do, or pauses after a routine action."""

REACTION = 1
"""Minutes from a change in what somebody believes to what they do about it."""

OFFER_AGAIN = 60
"""Minutes before a character offers the same to the subject again."""


class Mark(NamedTuple):
    """Everything that a story is at one moment, by reference."""

    node: int
    minute: int
    chance: int
    agenda: Agenda
    cast: Cast
    awaiting_subject: bool
    past: Past | None

    @property
    def moment(self) -> Moment:
        """What the story goes on from, besides the truth and the time."""
        return Moment(self.chance, self.agenda, self.cast)


def _limits(engine: Engine) -> Limits:
    """How far people think ahead: as the world says, else the default."""
    foresight = engine.program.world.attributes.foresight
    return Limits() if foresight is None else Limits(character=foresight)


class Story:
    """A story of the engine's world. `subject` is the index of the character a person plays, or None.

    Whoever is `held` does not act by themselves, from the beginning on. The same world, seed, subject, limits, held
    characters and commands, and the same guide, give the same story, to the byte of its chronicle.
    """

    def __init__(
        self,
        engine: Engine,
        seed: int = 0,
        subject: int | None = None,
        limits: Limits | None = None,
        held: Iterable[int] = (),
    ) -> None:
        self.engine = engine
        self.seed = seed
        self.subject = subject
        self.limits = _limits(engine) if limits is None else limits
        self.clock = Clock(engine.program.world.start)
        self.node: int = engine.initial
        self.minute = 0
        """Minutes since the world's start."""
        self.awaiting_subject = False
        self.guide: Guide | None = None
        """Who has a say in what comes next."""
        self._held_back = False
        self.problems: dict[str, EventError] = {}
        """Faults of the world that were met (division by zero, triggers that never rest), by message."""
        self._random = Random(seed)
        self._past: Past | None = None
        self._links: list[Past] = []
        self._happenings: list[Happening] = []
        self._occasions = occasions(engine.program)
        self._agenda = Agenda()
        self._everybody = range(engine.program.character_count)
        offstage = tuple(held)
        self._cast = Cast(tuple(Person(held=c in offstage) for c in self._everybody))
        for index in range(len(self._occasions)):
            self._expect(index, after=-1)
        for character in sorted(self._everybody, key=lambda c: c != subject):
            self.call(character, 0)
        self._beginning = self._moment()

    # ------------------------------------------------------------------------------------------ what has happened
    @property
    def now(self) -> datetime:
        """The date and time in the story."""
        return self.clock.time(self.minute)

    @property
    def happenings(self) -> Sequence[Happening]:
        """All that has happened, in order: a view that follows the story, also when it is rewound."""
        self._unroll()
        return self._happenings

    @property
    def links(self) -> Sequence[Past]:
        """The chain of the past as a list: a view that follows the story like `happenings`."""
        self._unroll()
        return self._links

    @property
    def beginning(self) -> Moment:
        """What the story went on from before anything had happened."""
        return self._beginning

    @property
    def hash(self) -> str:
        """The running hash over the chronicle so far, in hexadecimal."""
        return running_hash(self.engine.program, self._past)

    def percept(self, happening: Happening, character: int) -> Percept | None:
        """What a character gets of a happening; None when they notice nothing."""
        return percept(self.engine, happening, character)

    def mark(self) -> Mark:
        """This moment, to come back to with `rewind`. Takes the same time however long the story is."""
        return Mark(
            node=self.node,
            minute=self.minute,
            chance=self._random.state,
            agenda=self._agenda,
            cast=self._cast,
            awaiting_subject=self.awaiting_subject,
            past=self._past,
        )

    def mark_at(self, position: int) -> Mark:
        """The moment right after so many happenings: from there the story goes on as it did, or otherwise.

        Raises IndexError if there have not been so many.
        """
        if position == 0:
            return self._mark(None, self._beginning)
        if not 0 < position <= len(self.links):
            raise IndexError(f"there have been only {len(self.links)} happenings")
        return self.mark_of(self._links[position - 1])

    def mark_of(self, link: Past) -> Mark:
        """The moment right after a link of this story's past, or of another's of the same engine and subject."""
        return self._mark(link, self.pulses.moment(link, self._beginning))

    def _mark(self, past: Past | None, moment: Moment) -> Mark:
        node, minute = (self.engine.initial, 0) if past is None else (past.happening.after, past.happening.minute)
        return Mark(node, minute, *moment, awaiting_subject=False, past=past)

    @property
    def outside(self) -> Outside:
        """The hands that reach into this story."""
        return Outside(self)

    @cached_property
    def pulses(self) -> Pulses:
        """Writes down and reads what this story goes on from."""
        return Pulses(self.engine, self._occasions)

    def rewind(self, mark: Mark) -> None:
        """Be again exactly as when the mark was made, by this story or by another of the same engine and subject."""
        self.node, self.minute, self._random.state = mark.node, mark.minute, mark.chance
        self._agenda, self._cast = mark.agenda, mark.cast
        self.awaiting_subject, self._past = mark.awaiting_subject, mark.past

    def fork(self) -> Story:
        """The same story, to go on in another way: what has happened is shared. Nobody guides it."""
        other = copy(self)
        other._random = copy(self._random)
        other._links, other._happenings = [], []
        other.problems = {**self.problems}
        other.guide = None
        return other

    # ------------------------------------------------------------------------------------------ the loop
    def advance(self, until: int | None = None) -> Happening | None:
        """Carry on to the next happening and return it.

        None: it is the subject's turn (`awaiting_subject`); or nothing can ever happen again; or nothing more happens
        up to and including the minute `until`, and the story now stands there.
        """
        while not self.awaiting_subject and not self._is_over():
            entry, rest = self._agenda.pop()
            if until is not None and entry.minute > until:
                self.minute = max(self.minute, until)
                return None
            self._agenda, self.minute = rest, entry.minute
            happening = self._occur(entry.number) if entry.due is Due.OCCASION else self._turn(entry.number)
            if happening is not None:
                return self.done(happening)
        return None

    def _is_over(self) -> bool:
        """Whether nothing can ever happen again: nobody is to have a turn, and no occasion finds anything possible."""
        entries = self._agenda.entries
        if any(entry.due is Due.TURN for entry in entries):
            return False
        return not any(self._possible_on(entry.number) for entry in entries)

    def _occur(self, index: int) -> Happening | None:
        self._expect(index, after=self.minute)
        groups = self._possible_on(index)
        if self.guide is not None:
            groups = self.guide.permitted(self, groups, self._occasions[index].source)
        if not groups:
            return None
        return self.take(self._random.pick(self._random.pick(groups)), None, self._occasions[index].source)

    def _possible_on(self, index: int) -> list[list[int]]:
        """What is possible on an occasion, each action's instances together."""
        instances = ([a for a in group if self.is_possible(a)] for group in self._occasions[index].actions)
        return [group for group in instances if group]

    def _turn(self, character: int) -> Happening | None:
        if character == self.subject:
            self.awaiting_subject = True
            return None
        self._held_back = False
        decision = self._decide(character)
        if decision is not None and decision.motive is None and not self._is_permitted(decision.action):
            decision = None
        if decision is None:
            # Who is held back may be let go later although the world stays as it is.
            if self._held_back or self._cast.is_worth_asking_again(character, self.minute):
                self.call(character, self.minute + self._linger())
            return None
        if decision.is_offer:
            offer = self.draft("offer", decision.action, character, "character", 0, decision.motive, decision.assents)
            happening = self.happen(offer)
            until = self.minute + OFFER_AGAIN
            self._cast = self._cast.offer(character, decision.action, self.minute, until)
            self.call(character, self.minute + self._linger())
            return happening
        happening = self.take(decision.action, character, "character", decision.motive, decision.assents)
        if decision.motive is None:
            self.call(character, self.minute + happening.duration + self._linger())
        return happening

    def _decide(self, character: int) -> Decision | None:
        avoided = self._cast.avoided(character, self.engine.mind(self.node, character), self.minute)
        try:
            return self.situation.decide(character, avoided, self._random, self._preferred)
        except EventError as problem:  # what they believe cannot even be thought through
            self._note(problem)
            return None

    def _preferred(self, character: int, motives: list[Motive]) -> Sequence[Motive]:
        if self.guide is None:
            return motives
        preferred = self.guide.preferred(self, character, motives)
        self._held_back = len(preferred) < len(motives)
        return preferred

    def _is_permitted(self, action: int) -> bool:
        """Whether the guide lets somebody do something out of habit."""
        self._held_back = self.guide is not None and not self.guide.permitted(self, [[action]], "character")
        return not self._held_back

    # ------------------------------------------------------------------------------------------ the subject
    def options(self) -> tuple[int, ...]:
        """The actions that the subject has a part in and believes possible, in event order."""
        if self.subject is None:
            return ()
        events = self.engine.program.events
        mind = self.engine.mind(self.node, self.subject)
        return tuple(a for a in self.engine.possible_actions(mind) if self.subject in events[a].consenting)

    def act(self, action: int) -> Happening:
        """The subject does an action, or tries it, or proposes it: where others must consent they may refuse.

        Raises ValueError when it is not the subject's turn, or nothing that they have a part in and believe possible.
        """
        subject = self._subject_on_turn()
        event = self.engine.program.events[action]
        situation = self.situation
        if subject not in event.consenting or not situation.believed_possible(action, subject):
            raise ValueError(f"{event.name} is nothing that the subject believes they can do")
        self.awaiting_subject = False
        asked = {c: situation.assent(action, c) for c in event.consenting if c != subject}
        refused_by = tuple(c for c, assent in asked.items() if assent is None)
        if refused_by:
            proposal = self.draft("refused", action, subject, "subject", TRYING)
            return self.done(self.happen(replace(proposal, refused_by=refused_by), busy=(subject,)))
        assents = tuple(a for a in asked.values() if a is not None)
        return self.done(self.take(action, subject, "subject", assents=assents))

    def wait(self, minutes: int) -> Happening:
        """The subject lets time pass: so many minutes, or fewer if something changes what they believe.

        Raises ValueError when it is not the subject's turn, or for fewer minutes than one or more than the calendar
        has left.
        """
        subject = self._subject_on_turn()
        if not 1 <= minutes <= self.clock.last - self.minute:
            raise ValueError(f"cannot wait for {minutes} minutes")
        self.awaiting_subject = False
        self.call(subject, self.minute + minutes)
        return self.done(self.happen(self.draft("wait", None, subject, "subject", minutes)))

    def _subject_on_turn(self) -> int:
        if self.subject is None or not self.awaiting_subject:
            raise ValueError("it is not the subject's turn")
        return self.subject

    # ------------------------------------------------------------------------------------------ making it happen
    def take(
        self, action: int, actor: int | None, source: Source, reason: Motive | None = None, assents: Assents = ()
    ) -> Happening:
        event = self.engine.program.events[action]
        duration = max(1, event.event.attributes.duration)
        happening = carry_out(self.engine, self.draft("action", action, actor, source, duration, reason, assents))
        if happening.problem is not None:
            self._note(happening.problem)
        self.happen(happening, busy=event.consenting)
        if actor is not None and happening.kind == "attempt":
            self._cast = self._cast.give_up(actor, self.engine.mind(self.node, actor), action)
        return happening

    def draft(
        self,
        kind: Kind,
        event: int | None,
        actor: int | None,
        source: Source,
        duration: int,
        reason: Motive | None = None,
        assents: Assents = (),
    ) -> Happening:
        """A happening that leaves everything as it is."""
        return Happening(
            index=0 if self._past is None else self._past.happening.index + 1,
            kind=kind,
            event=event,
            actor=actor,
            source=source,
            minute=self.minute,
            duration=duration,
            before=self.node,
            after=self.node,
            motive=reason,
            assents=assents,
            perceivers=perceivers(self.engine, self.node, event, actor),
        )

    def happen(self, happening: Happening, busy: Iterable[int] = ()) -> Happening:
        """Make it the latest happening, and call on whom it concerns."""
        self.node = happening.after
        self._past = Past(happening, self._past)
        free_at = self.minute + happening.duration
        for character in busy:
            self._cast = self._cast.busy(character, free_at)
            self.call(character, free_at)
        for character in self._everybody:
            if self._is_free(character):
                self._alert(character, happening)
        return happening

    def done(self, happening: Happening) -> Happening:
        """Keep what the story goes on from, now that all that follows from the happening is on the agenda."""
        assert self._past is not None
        if self.awaiting_subject and self.subject is not None:
            # It came from outside. It is their turn again, before anybody else's: they may not have noticed anything.
            self.awaiting_subject = False
            self._agenda = self._agenda.put(Due.TURN, self.subject, self.minute, first=True)
        self._past.moment = self._moment()
        return happening

    def _moment(self) -> Moment:
        return Moment(self._random.state, self._agenda, self._cast)

    def _unroll(self) -> None:
        kept = unroll(self._links, self._past)
        del self._happenings[kept:]
        self._happenings.extend([link.happening for link in self._links[kept:]])

    def _alert(self, character: int, happening: Happening) -> None:
        """Call on a free character soon if it changed what they believe, and in a while if it changed anything."""
        due = self._agenda.find(Due.TURN, character)
        mind = self.engine.mind
        changed = mind(happening.before, character) != mind(happening.after, character)
        offered = happening.kind == "offer" and character == self.subject
        if (changed or offered) and (due is None or due.minute > self.minute + REACTION):
            self.call(character, self.minute + REACTION)
        elif due is None and happening.before != happening.after:
            self.call(character, self.minute + self._linger())

    # ------------------------------------------------------------------------------------------ who is doing what
    @property
    def situation(self) -> Situation:
        return Situation(self.engine, self.node, self.limits, self.subject, self._is_free)

    def _is_free(self, character: int) -> bool:
        return self._cast.is_free(character, self.minute)

    def is_held(self, character: int) -> bool:
        """Whether a character does nothing by themselves."""
        return self._cast.people[character].held

    def busy_until(self, character: int) -> int:
        """The minute at which a character is free again; if that is over, they are."""
        return self._cast.people[character].free_at

    def set_held(self, character: int, held: bool) -> None:
        """Let a character do nothing by themselves, or again what they like."""
        self._cast = self._cast.hold(character, held)
        if held:
            self._agenda = self._agenda.without(Due.TURN, character)
        else:
            self.call(character, max(self.minute, self.busy_until(character)))

    def call(self, character: int, minute: int) -> None:
        """Let a character's next turn be at a minute."""
        if minute <= self.clock.last and not self.is_held(character):
            self._agenda = self._agenda.put(Due.TURN, character, minute)

    def _expect(self, index: int, after: int) -> None:
        """Let an occasion come when it next does after a minute."""
        minute = self._occasions[index].next(self.clock, after, self._random)
        if minute is not None and minute <= self.clock.last:
            self._agenda = self._agenda.put(Due.OCCASION, index, minute)

    def is_possible(self, action: int) -> bool:
        try:
            return self.engine.possible(self.node, action)
        except EventError as problem:
            self._note(problem)
            return False

    def _note(self, problem: EventError) -> None:
        self.problems.setdefault(str(problem), problem)

    def _linger(self) -> int:
        return self._random.between(*LINGER)
