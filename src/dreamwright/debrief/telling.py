"""The sentences of a debrief: a happening as it was, as the subject perceived it, and why it came about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from dreamwright.debrief.model import Point
from dreamwright.engine import Engine
from dreamwright.grounding import Argument, Value
from dreamwright.language.world import Entity, Property
from dreamwright.planning import Motive
from dreamwright.story import Clock, Happening, Percept
from dreamwright.story.percepts import percept
from dreamwright.voices import Narrator, duration, reason
from dreamwright.voices.words import capitalised, listed

MOST_LESSONS = 5
"""Changes in what the subject believes that are told of one happening; more are only counted."""

OUTSIDE = ("recall", "held", "released")
"""Kinds of happenings that nobody in the story has a part in."""

WHY: dict[str, tuple[str, ...]] = {
    "schedule": ("It was due then.",),
    "rate": ("It came by chance.",),
    "dream": ("It came along from another layer.",),
    "director": ("The director had it so.",),
    "operator": ("An operator had it so.",),
}
"""Why something came about that no character did, by source."""

MOST_OBSTACLES = 3
"""Facts that stood in the way of an attempt."""


class Teller:
    """Puts happenings into words. `subject` is whose eyes are looked through, `reader` the one who is told "you"."""

    def __init__(
        self,
        engine: Engine,
        subject: Entity,
        reader: Entity | None,
        away: Sequence[range] = (),
        veils: Collection[str] = (),
    ) -> None:
        """`away`: the happenings, by index, during which the subject was further in. What has one of the tags `veils`
        is not described."""
        self.engine = engine
        self.program = engine.program
        self.subject = subject
        self.reader = reader
        self.narrator = Narrator(engine.program.world)
        self.clock = Clock(engine.program.world.start)
        self._away = away
        self._veils = veils

    def is_away(self, index: int) -> bool:
        """Whether the subject was further in during a happening."""
        return any(index in away for away in self._away)

    def percept(self, happening: Happening) -> Percept | None:
        """What the subject perceived of a happening; None: nothing. What they recall, they do as they come."""
        if happening.kind != "recall" and self.is_away(happening.index):
            return None
        return percept(self.engine, happening, self.subject.index)

    # ------------------------------------------------------------------------------------------ small words
    def point(self, minute: int) -> Point:
        return Point(minute, f"Day {self.clock.day(minute)}, {self.time(minute)}")

    def time(self, minute: int) -> str:
        return f"{self.clock.time(minute):%H:%M}"

    def name(self, entity: Entity) -> str:
        """As a title: with a capital, never "you"."""
        return capitalised(self.narrator.name(entity))

    def called(self, entity: Entity) -> str:
        """As in the middle of a sentence, never "you"."""
        return self.narrator.name(entity)

    def character(self, index: int) -> str:
        return self.name(self.program.world.entities[index])

    def fact(self, property_: Property, arguments: Sequence[Argument], value: Value) -> str:
        """A value as a sentence."""
        return _sentence(self.narrator.fact(property_, tuple(arguments), value))

    def believed(self, who: Entity, property_: Property, arguments: Sequence[Argument], value: Value) -> str:
        """What somebody believes, as a sentence; the reader is told "you"."""
        return _sentence(self.narrator.belief((who,), property_, tuple(arguments), value, self.reader))

    # ------------------------------------------------------------------------------------------ as it was
    def happened(self, happening: Happening) -> tuple[str, ...]:
        """A happening as it was, in the third person, and the triggers that have a text."""
        if happening.kind in OUTSIDE:
            return (self._from_outside(happening),)
        if happening.event is None:
            return (f"{self.character(happening.actor or 0)} let{_s(self._actor(happening))} time pass.",)
        told = [self._as_it_was(happening, happening.event)]
        if happening.kind == "attempt":
            told += self._obstacles(happening.before, happening.event)
        for trigger in happening.triggers:
            if self.program.events[trigger].event.attributes.texts:
                told.append(self._event(trigger, happening.before, None, "action"))
        if happening.problem is not None:
            told.append(f"(A fault of the world: {happening.problem.diagnostics[0].message})")
        return tuple(told)

    def _from_outside(self, happening: Happening) -> str:
        """What nobody in the story did."""
        if happening.kind == "recall":
            facts = [f for who, of in happening.learned for f in of]
            who = listed([self.called(self.program.world.entities[who]) for who, _ in happening.learned])
            told = listed([self.narrator.fact(*fact) for fact in facts[:MOST_LESSONS]])
            more = f" (and {len(facts) - MOST_LESSONS} more)" if len(facts) > MOST_LESSONS else ""
            how = "was given to believe" if happening.source == "operator" else "knew from elsewhere"
            return f"{capitalised(who)} {how} that {told}{more}."
        who = self.character(happening.actor if happening.actor is not None else self.subject.index)
        if happening.kind == "held":
            return f"{who} was taken over."
        return f"{who} came on." if happening.source == "director" else f"{who} acted by themselves again."

    def _obstacles(self, node: int, event: int) -> list[str]:
        """What stood in the way of an attempt; too much of it says nothing."""
        atoms = self.engine.false_atoms(node, event)
        if not 0 < len(atoms) <= MOST_OBSTACLES:
            return []
        return [f"It could not be: {listed([self.narrator.fact(*atom) for atom in atoms])}."]

    def in_short(self, happening: Happening | None) -> str:
        """What brought something about, in one sentence."""
        if happening is None:
            return "It was so from the beginning."
        return self.happened(happening)[0]

    def deed(self, action: int, node: int) -> str:
        """An action as a sentence, whoever does it."""
        return self._event(action, node, None, "action")

    def _as_it_was(self, happening: Happening, event: int) -> str:
        match happening.kind:
            case "offer":
                return f"{self._proposal(happening.actor, event, None)}."
            case "refused":
                return self._refusal(happening.actor, event, happening.refused_by, None)
            case "attempt":
                return self._event(event, happening.before, None, "attempt")
            case _:
                return self._event(event, happening.before, None, "action")

    def why(self, happening: Happening) -> tuple[str, ...]:
        """Why it came about: the reasons of all who wanted it."""
        if happening.source != "character":
            return WHY.get(happening.source, ())
        if happening.motive is None:
            return (f"{self.character(happening.actor or 0)} did it out of habit.",)
        return tuple(self._motive(motive) for motive in (happening.motive, *happening.assents))

    def _motive(self, motive: Motive) -> str:
        character = self.program.world.entities[motive.character]
        events = [self.program.events[action] for action in motive.plan]
        steps = [(event.event, event.arguments) for event in events]
        told = reason(self.narrator, character, steps, motive.before, motive.after)
        return f"{self.name(character)}: {told}{'' if told.endswith('.') else '.'}"

    # ------------------------------------------------------------------------------------------ as perceived
    def perceived(self, percept: Percept) -> tuple[str, ...]:
        """What the subject saw done, if they saw it; and that something came back to them."""
        if percept.kind == "recall":
            return (_sentence(f"{self.narrator.name(self.subject, self.reader)} "
                              f"remember{_s(self._told_of())} from elsewhere"),)  # fmt: skip
        if percept.event is None:
            return ()
        match percept.kind:
            case "offer":
                return (f"{self._proposal(percept.actor, percept.event, self.reader)}.",)
            case "refused":
                return (self._refusal(percept.actor, percept.event, percept.refused_by, self.reader),)
            case kind:
                said: Literal["action", "attempt"] = "attempt" if kind == "attempt" else "action"
                return (self._event(percept.event, percept.mind_before, self.reader, said),)

    def waited(self, minutes: int) -> str:
        """That the subject let time pass."""
        return _sentence(f"{self.narrator.name(self.subject, self.reader)} let{_s(self._told_of())} "
                         f"{duration(minutes)} pass")  # fmt: skip

    def asleep(self) -> str:
        """That the subject was in another layer meanwhile."""
        name = self.narrator.name(self.subject, self.reader)
        was = "were" if name == "you" or self.subject.attributes.plural else "was"
        return _sentence(f"{name} {was} further in, and knew nothing of this place")

    def learned(self, percept: Percept) -> tuple[str, ...]:
        """What they believe from then on that the telling itself has not said."""
        changes = [(p, arguments, new) for p, arguments, _, new in percept.changes]
        if percept.event is not None and percept.kind == "action":
            about = self.program.events[percept.event].arguments
            changes = [change for change in changes if not _is_evident(change[1], change[2], about)]
        changes.sort(key=lambda change: self.subject not in change[1])  # what is about themselves first
        said = [self._lesson(*change) for change in changes[:MOST_LESSONS]]
        if len(changes) > MOST_LESSONS:
            said.append(f"(and {len(changes) - MOST_LESSONS} more)")
        return tuple(dict.fromkeys(said))

    def _lesson(self, property_: Property, arguments: tuple[Argument, ...], value: Value) -> str:
        if value is None:
            return _sentence(self.narrator.belief((self.subject,), property_, arguments, value, self.reader))
        return _sentence(self.narrator.fact(property_, arguments, value, self.reader))

    # ------------------------------------------------------------------------------------------ pieces
    def _event(self, event: int, node: int, reader: Entity | None, kind: Literal["action", "attempt"]) -> str:
        """An event told from what is so, or believed, in a node."""
        ground = self.program.events[event]
        veiled = [tag for tag in ground.event.attributes.tags if tag in self._veils]
        if veiled:
            return f"Something happens off screen ({', '.join(veiled)})."
        return self.narrator.tell(
            ground.event,
            ground.arguments,
            reader,
            kind,
            lambda property_, arguments: self.engine.read(node, property_, arguments),
        )

    def _proposal(self, actor: int | None, event: int, reader: Entity | None) -> str:
        ground = self.program.events[event]
        who = self.program.world.entities[actor or 0]
        verb = "propose" if who is reader or who.attributes.plural else "proposes"
        command = self.narrator.command(ground.event, ground.arguments, who)
        return f"{capitalised(self.narrator.name(who, reader))} {verb} to {command}"

    def _refusal(self, actor: int | None, event: int, refused_by: Sequence[int], reader: Entity | None) -> str:
        names = [self.narrator.name(self.program.world.entities[c], reader) for c in refused_by]
        return f"{self._proposal(actor, event, reader)}, but {listed(names, 'or')} will not, or not now."

    def _actor(self, happening: Happening) -> Entity:
        return self.program.world.entities[happening.actor or 0]

    def _told_of(self) -> Entity | None:
        return None if self.subject is self.reader else self.subject


def _s(entity: Entity | None) -> str:
    """The ending of a verb for somebody; None: for "you"."""
    return "" if entity is None or entity.attributes.plural else "s"


def _sentence(clause: str) -> str:
    return f"{capitalised(clause.rstrip('. '))}."


def _is_evident(arguments: tuple[Argument, ...], value: Value, about: Sequence[object]) -> bool:
    """Whether a change only restates who or what an event was about: `walk(Mara, Yard)` puts Mara in the yard."""
    known = all(argument in about for argument in arguments)
    return known and (value is None or (isinstance(value, Entity) and value in about))
