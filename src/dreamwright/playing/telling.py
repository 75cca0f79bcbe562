"""A percept in words: what the person sees happen, and what they now believe because of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from dreamwright.engine import Engine
from dreamwright.grounding import Value
from dreamwright.language.world import Entity
from dreamwright.playing.describe import Describer
from dreamwright.playing.shape import Shape, place_in_order
from dreamwright.playing.view import Fact
from dreamwright.story import Percept
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised, listed

MOST_CHANGES = 5
"""More changes than this are only counted: `think` shows them all."""


class Teller:
    """Tells percepts to one character, from what they believed before and after."""

    def __init__(self, engine: Engine, narrator: Narrator, describer: Describer, shape: Shape, subject: Entity) -> None:
        self._engine = engine
        self._shape = shape
        self._narrator = narrator
        self._describer = describer
        self._subject = subject
        self.veils: tuple[str, ...] = ()
        """Tags of what happens off screen: that it happens is told, and no more."""

    def paragraphs(self, percept: Percept, lead: str = "") -> list[Paragraph]:
        """What happened, if they saw it, and then what they have learned from it.

        Who and what is at a place they have just come to is left out: a look around tells that.
        """
        event, changes = self.event(percept), self._changes(percept)
        if event is None:
            return [Paragraph(change, lead=lead if i == 0 else " " * len(lead)) for i, change in enumerate(changes)]
        learned = [Paragraph(change, "quiet", " " * len(lead), tight=True) for change in changes]
        return [Paragraph(event, lead=lead), *learned]

    def event(self, percept: Percept) -> str | None:
        """What they saw done, as the author tells it to this reader; None if they saw nobody do anything."""
        if percept.event is None:
            return None
        veiled = self._veiled(percept.event)
        if veiled:
            return f"Something happens here that stays off screen ({listed(veiled)})."
        match percept.kind:
            case "offer":
                return f"{self._actor(percept)} proposes: {self._told(percept, 'action')} (`yes` to agree.)"
            case "refused":
                return f"{self._proposal(percept)}, but {self._unwilling(percept)} will not, or not now."
            case "attempt":
                return self._told(percept, "attempt")
            case _:
                return self._told(percept, "action")

    def _veiled(self, event: int) -> list[str]:
        """The tags of an event for which it is not told."""
        return [tag for tag in self._engine.program.events[event].event.attributes.tags if tag in self.veils]

    def _told(self, percept: Percept, kind: Literal["action", "attempt"]) -> str:
        assert percept.event is not None
        ground = self._engine.program.events[percept.event]
        return self._narrator.tell(
            ground.event,
            ground.arguments,
            self._subject,
            kind,
            lambda property_, arguments: self._engine.read(percept.mind_before, property_, arguments),
        )

    def _proposal(self, percept: Percept) -> str:
        assert percept.event is not None
        ground = self._engine.program.events[percept.event]
        command = self._narrator.command(ground.event, ground.arguments, self._subject)
        proposes = "You propose" if percept.actor == self._subject.index else f"{self._actor(percept)} proposes"
        return f"{proposes} to {command}"

    def _actor(self, percept: Percept) -> str:
        return capitalised(self._characters([percept.actor] if percept.actor is not None else []))

    def _unwilling(self, percept: Percept) -> str:
        return self._characters(percept.refused_by)

    def _characters(self, indices: Sequence[int]) -> str:
        return listed([self._describer.name(self._engine.program.world.entities[i]) for i in indices], "or")

    def _changes(self, percept: Percept) -> list[str]:
        """What they now believe that the telling itself has not said."""
        changes = sorted(percept.changes, key=lambda change: place_in_order(*change[:2]))
        facts = [Fact(property_, arguments, new) for property_, arguments, _, new in changes]
        if percept.event is not None:
            ground = self._engine.program.events[percept.event]
            if percept.kind == "action":
                facts = [fact for fact in facts if not _is_evident(fact, ground.arguments)]
                told = _words(self.event(percept) or "")
                facts = [fact for fact in facts if _words(self._describer.fact(fact)) not in told]
        place = self._new_place(percept)
        if place is not None:
            facts = [f for f in facts if f.property not in self._shape.whereabouts or f.value is not place]
        actor = self._actor_of(percept)
        facts.sort(key=lambda fact: 0 if fact.mentions(self._subject) else 1 if fact.arguments[:1] == (actor,) else 2)
        # "They" is the actor, where nobody else has just been named whom it could mean.
        named = None if self._is_about_another(percept) else actor
        said = []
        for fact in facts[:MOST_CHANGES]:
            first = fact.arguments[0] if fact.arguments else None
            said.append(self._describer.fact(fact, actor if actor is not None and first is actor is named else None))
            named = first if isinstance(first, Entity) and first is not self._subject else named
        if len(facts) > MOST_CHANGES:
            said.append(f"(and {len(facts) - MOST_CHANGES} more: `think`)")
        return said

    def _actor_of(self, percept: Percept) -> Entity | None:
        return None if percept.actor is None else self._engine.program.world.entities[percept.actor]

    def _is_about_another(self, percept: Percept) -> bool:
        """Whether the telling names another character than the actor and the reader."""
        arguments = () if percept.event is None else self._engine.program.events[percept.event].arguments
        known = (self._actor_of(percept), self._subject)
        return any(isinstance(a, Entity) and a.is_character and a not in known for a in arguments)

    def _new_place(self, percept: Percept) -> Value:
        """Where they are now if that has changed, else None."""
        if self._shape.place is None:
            return None
        before, after = (
            self._engine.read(mind, self._shape.place, (self._subject,))
            for mind in (percept.mind_before, percept.mind_after)
        )
        return None if before == after else after


def _words(telling: str) -> str:
    """A telling without its stops and quotation marks: to see whether another says the same in it."""
    return " ".join(["", *re.findall(r"[\w']+", telling.casefold()), ""])


def _is_evident(fact: Fact, arguments: Sequence[object]) -> bool:
    """Whether a change only restates who or what an event was about: `walk(Mara, Yard)` puts Mara in the yard."""
    about = all(argument in arguments for argument in fact.arguments)
    return about and (fact.value is None or (isinstance(fact.value, Entity) and fact.value in arguments))
