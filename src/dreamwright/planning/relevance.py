"""Which actions can still matter to a character when so many steps are left.

Going backward from what raises their utility: the last action of a minimal plan must raise it. Each earlier one must
bring about something that a later one needs, or that makes others consent to it, or that raises the utility in the end;
else it could be left out. So with one step left only actions count that may raise the utility; with two, also those
that bring about what these need; and so on (as in backward relevance, Nebel, Dimopoulos & Koehler 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dreamwright.grounding.program import Program
from dreamwright.planning.facts import Facts
from dreamwright.planning.links import Links


class Others(NamedTuple):
    """What the reasons of those may be who have to consent to the actions of a plan."""

    steps: int
    """The most actions in them."""
    depth: int
    """How many levels down from there reasons may still have several actions; 0: not even theirs may."""


ANY = Others(1 << 30, 1 << 30)
ONE_STEP = Others(1, 0)
DEEP = 3
"""From this depth on minds within minds are no longer told apart."""


class Relevance:
    """Relevant actions by character, number of steps left, and what the reasons of others may be."""

    def __init__(self, program: Program, consenting: Sequence[tuple[int, ...]]) -> None:
        """`consenting` has the characters who have to consent to each action."""
        self._consenting = consenting
        self.facts = Facts(program)
        self.links = Links(program, self.facts)
        self._program = program
        self._alike: dict[tuple[int, Others], Others] = {}
        self._goals: dict[int, int] = {}
        self._needed: dict[tuple[int, int, Others], int] = {}
        self._actions: dict[tuple[int, int, Others], frozenset[int]] = {}
        self._useful_actions: dict[tuple[int, int | None], frozenset[int]] = {}
        """By the facts one of which they must bring about and, where others look ahead no further, by character."""
        self._last: dict[tuple[int, Others], dict[int, int]] = {}
        self._concern: dict[tuple[int, Others], int] = {}

    def actions(self, character: int, steps: int, others: Others = ANY) -> frozenset[int]:
        """The actions that may be the next of a minimal plan of the character with `steps` (at least 1) left.

        `others` tells what the reasons of those may be who have to consent to the actions of the plan.
        """
        key = (character, steps, others)
        found = self._actions.get(key)
        if found is None:
            useful = self._useful(character, steps, others)
            same = (useful, character if others.depth == 0 else None)
            if same not in self._useful_actions:
                self._useful_actions[same] = frozenset(
                    action
                    for action, facts in enumerate(self.links.outcome)
                    if facts & useful and self._may_accept(action, character, others)
                )
            found = self._actions[key] = self._useful_actions[same]
        return found

    def alike(self, character: int, others: Others) -> Others:
        """The shortest reasons of others that make no difference to what matters to the character: what is remembered
        for one length serves for all that come to the same.
        """
        key = (character, others)
        found = self._alike.get(key)
        if found is None:
            shorter = (others._replace(steps=steps) for steps in range(1, others.steps))
            found = next((less for less in shorter if self._comes_to(character, less, others)), others)
            self._alike[key] = found
        return found

    def _comes_to(self, character: int, one: Others, other: Others) -> bool:
        return all(
            self.needed(character, steps, one) == self.needed(character, steps, other)
            and self.actions(character, steps + 1, one) == self.actions(character, steps + 1, other)
            for steps in range(other.steps + 1)
        )

    def may_begin(self, action: int, character: int, steps: int, others: Others) -> bool:
        """Whether an action may be the first of a minimal plan of so many steps; of it nobody else is asked."""
        return self.links.outcome[action] & self._useful(character, steps, others) != 0

    def _useful(self, character: int, steps: int, others: Others) -> int:
        """The facts one of which the next of so many steps must bring about."""
        return self.goals(character) if steps == 1 else self.needed(character, steps - 1, others)

    def needed_at_last(self, character: int, others: Others) -> dict[int, int]:
        """The actions that may be the last of a plan of a character, each with all that may matter to it: one of these
        facts is brought about by an action just before that does not raise the utility itself.
        """
        key = (character, others)
        found = self._last.get(key)
        if found is None:
            goals = self.goals(character)
            found = self._last[key] = {}
            for end in sorted(self.actions(character, 1, others)):
                needed = self.links.causes(self._needs(end, goals))
                for other in self._consenting[end]:
                    if other != character:
                        needed |= self.links.causes(self._concerns(other, others))
                        needed |= self.links.causes(self.links.minds_of(other, self.links.flat_reads[end]))
                found[end] = needed
        return found

    def asks(self, action: int, character: int) -> tuple[int, int, int]:
        """For an action of a plan of the character, as bits: whose minds decide whether it can be taken; into whose it
        puts something that depends on minds, and on whose.
        """
        links = self.links
        asked = sum(1 << other for other in self._consenting[action] if other != character)
        asked |= links.whose(links.enabling[action])
        tells = reads = 0
        for changed, read in links.effects[action]:
            if links.whose(read):
                tells |= links.whose(changed)
                reads |= links.whose(read)
                if changed & links.own:
                    asked |= links.whose(read)
        return asked, tells, reads

    def minds_in_utility(self, character: int) -> int:
        """Whose beliefs count in the utility of a character, as bits."""
        return self.links.whose(self.goals(character))

    def _may_accept(self, action: int, character: int, others: Others) -> bool:
        """Whether somebody consents, and all others who have to could ever have a reason as short as it has to be."""
        consenting = self._consenting[action]
        if others.depth > 0 or not consenting:
            return consenting != ()
        return all(o == character or self.links.outcome[action] & self.goals(o) for o in consenting)

    def goals(self, character: int) -> int:
        """The facts that may raise the utility of a character by coming about."""
        found = self._goals.get(character)
        if found is None:
            utility = self._program.utilities.get(character)
            found = self._goals[character] = 0 if utility is None else self.links.raising(utility)
        return found

    def needed(self, character: int, steps: int, others: Others = ANY) -> int:
        """The facts that may matter to the character with `steps` to come."""
        key = (character, steps, others)
        found = self._needed.get(key)
        if found is None:
            if steps == 0:
                found = self.links.causes(self.goals(character))
            else:
                later = self.needed(character, steps - 1, others)
                found = later
                asked: dict[int, int] = {}
                for action in sorted(self.actions(character, steps, others)):
                    found |= self._needs(action, later)
                    for other in self._consenting[action]:
                        if other != character:
                            asked[other] = asked.get(other, 0) | self.links.flat_reads[action]
                for other, read in asked.items():
                    found |= self._concerns(other, others) | self.links.minds_of(other, read)
                found = self.links.causes(found)
            self._needed[key] = found
        return found

    def _needs(self, action: int, later: int) -> int:
        """What an action of a plan needs, when these facts are needed later, consent left aside."""
        links = self.links
        found = links.enabling[action]
        for changed, read in links.effects[action]:
            if changed & later:
                found |= read
        if links.outcome[action] & later & ~links.own:
            found |= links.teaching[action]
        return found

    def _concerns(self, other: int, others: Others) -> int:
        """All that may matter to whether somebody consents, as facts of their mind."""
        key = (other, others)
        found = self._concern.get(key)
        if found is None:
            links = self.links
            utility = self._program.utilities.get(other)
            read = links.causes(0 if utility is None else links.all_read([utility]))
            if others.depth == 0:
                concerns = links.flat(read)
            elif others.depth < DEEP:
                inside = self.needed(other, max(0, others.steps - 1), Others(others.steps, others.depth - 1))
                concerns = links.flat(read | inside)
            else:
                concerns = self._everything(links.flat(read))
            flat = links.flat(links.about(concerns))
            found = self._concern[key] = links.minds_of(other, flat)
        return found

    def _everything(self, needed: int) -> int:
        """What may matter to somebody who needs these facts, with any number of steps to come; minds not told apart."""
        links = self.links
        waiting = list(enumerate(links.flat_outcome))
        while True:
            grown = needed
            still = []
            for action, facts in waiting:
                if facts & grown:
                    grown |= links.flat_reads[action] | links.flat(links.teaching[action])
                else:
                    still.append((action, facts))
            grown = links.flat_causes(grown)
            waiting = still
            if grown == needed:
                return needed
            needed = grown
