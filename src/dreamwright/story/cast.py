"""The cast: until when each is busy, and what they know better than to try again. Immutable, like the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Person(NamedTuple):
    """Where a character stands.

    Busy until the minute `free_at`. `vain` are the actions that did not work while their mind was `mind`; `offered`
    holds the actions that they offered to somebody, each with the minute from which they may offer it again. Who is
    `held` does nothing by themselves, and joins in nothing.
    """

    free_at: int = 0
    mind: int | None = None
    vain: frozenset[int] = frozenset()
    offered: tuple[tuple[int, int], ...] = ()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """One `Person` for each character, by index. The methods that change something give a new cast."""

    people: tuple[Person, ...]

    def is_free(self, character: int, minute: int) -> bool:
        person = self.people[character]
        return not person.held and person.free_at <= minute

    def is_worth_asking_again(self, character: int, minute: int) -> bool:
        """Whether a character with nothing to do may find something later although the world stays as it is.

        That is so while somebody is busy whom they may need, or while they hold back with an offer.
        """
        held_back = any(until > minute for _, until in self.people[character].offered)
        return held_back or any(person.free_at > minute for person in self.people)

    def busy(self, character: int, until: int) -> Cast:
        """With the character busy until a minute."""
        return self._with(character, self.people[character]._replace(free_at=until))

    def hold(self, character: int, held: bool) -> Cast:
        """With the character held, or no longer."""
        return self._with(character, self.people[character]._replace(held=held))

    def avoided(self, character: int, mind: int, minute: int) -> frozenset[int]:
        """What the character, having this mind, does not try at this minute. Another mind may try anything again."""
        person = self.people[character]
        vain = person.vain if person.mind == mind else frozenset()
        return vain.union(action for action, until in person.offered if until > minute)

    def give_up(self, character: int, mind: int, action: int) -> Cast:
        """With one action more that does not work for the character with this mind."""
        person = self.people[character]
        vain = person.vain if person.mind == mind else frozenset()
        return self._with(character, person._replace(mind=mind, vain=vain | {action}))

    def offer(self, character: int, action: int, minute: int, until: int) -> Cast:
        """With an action that the character offers at a minute and does not offer again until another."""
        person = self.people[character]
        offered = tuple(entry for entry in person.offered if entry[1] > minute)
        return self._with(character, person._replace(offered=(*offered, (action, until))))

    def _with(self, character: int, person: Person) -> Cast:
        return Cast((*self.people[:character], person, *self.people[character + 1 :]))
