"""What a character does with their turn, and whether others would join in.

A character follows a motive (`choose`). All others who must consent to the action need a motive of their own and must
be free; else it cannot be proposed now, and another motive is followed. With no motive left they do something of their
routine. The subject is never asked for a motive: what others want to do with them becomes an offer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.planning import Limits, Motive, motive, motives
from dreamwright.story.choose import choose
from dreamwright.story.random import Random
from dreamwright.story.routine import routine_action

Assents = tuple[Motive, ...]
"""Why the others who must consent to an action do."""


Preferred = Callable[[int, list[Motive]], Sequence[Motive]]
"""Given a character and their motives: those among which they choose."""


@dataclass(frozen=True, slots=True)
class Decision:
    """To take an action, or to offer it to the subject. A routine has no motive."""

    action: int
    motive: Motive | None = None
    assents: Assents = ()
    is_offer: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What deciding depends on: the moment, and who can be asked."""

    engine: Engine
    node: int
    limits: Limits
    subject: int | None
    is_free: Callable[[int], bool]

    def decide(
        self, character: int, avoided: frozenset[int], random: Random, preferred: Preferred | None = None
    ) -> Decision | None:
        """What the character does, leaving out what they avoid; None when they find nothing to do.

        `preferred` may leave out some of their motives.
        """
        found = self._follow_motive(character, avoided, random, preferred)
        if found is None:
            action = routine_action(self.engine, self.node, character, avoided, random)
            found = None if action is None else Decision(action)
        return found

    def assent(self, action: int, character: int) -> Motive | None:
        """Why a character would join in an action now, or None when they would not or could not."""
        if not self.is_free(character):
            return None
        try:
            return motive(self.engine, self.node, action, character, self.limits)
        except EventError:  # nobody agrees to what they cannot think through
            return None

    def believed_possible(self, action: int, character: int) -> bool:
        """Whether the character takes the action to be possible."""
        try:
            return self.engine.possible(self.engine.mind(self.node, character), action)
        except EventError:
            return False

    def _follow_motive(
        self, character: int, avoided: frozenset[int], random: Random, preferred: Preferred | None
    ) -> Decision | None:
        program = self.engine.program
        followed = [m for m in motives(self.engine, self.node, character, self.limits) if m.action not in avoided]
        # What cannot be proposed is found out only once it is drawn: leaving it out and drawing again gives the same
        # chances as leaving it out beforehand, and looks into the others' minds much less often.
        while followed:
            among = followed if preferred is None else preferred(character, followed)
            if not among:
                return None
            chosen = choose(among, program.world.entities[character].attributes, random)
            decision = self._propose(chosen)
            if decision is not None:
                return decision
            followed.remove(chosen)
        return None

    def _propose(self, chosen: Motive) -> Decision | None:
        assents: list[Motive] = []
        is_offer = False
        for partner in self.engine.program.events[chosen.action].consenting:
            if partner == chosen.character:
                continue
            if partner == self.subject:
                if not (self.is_free(partner) and self.believed_possible(chosen.action, partner)):
                    return None
                is_offer = True
                continue
            assent = self.assent(chosen.action, partner)
            if assent is None:
                return None
            assents.append(assent)
        return Decision(chosen.action, chosen, tuple(assents), is_offer)
