"""The cast: until when each is busy, and what they know better than to try again. Immutable, like the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Person(NamedTuple):
    """Busy until the minute `free_at`; `vain` are the actions that did not work while their mind was `mind`."""

    free_at: int = 0
    mind: int | None = None
    vain: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Cast:
    """One `Person` for each character, by index. The methods that change something give a new cast."""

    people: tuple[Person, ...]

    def is_free(self, character: int, minute: int) -> bool:
        return self.people[character].free_at <= minute

    def all_free(self, minute: int) -> bool:
        return all(person.free_at <= minute for person in self.people)

    def busy(self, character: int, until: int) -> Cast:
        """With the character busy until a minute."""
        return self._with(character, self.people[character]._replace(free_at=until))

    def vain(self, character: int, mind: int) -> frozenset[int]:
        """What has not worked for the character with this mind. Another mind may try anything again."""
        person = self.people[character]
        return person.vain if person.mind == mind else frozenset()

    def give_up(self, character: int, mind: int, action: int) -> Cast:
        """With one action more that does not work for the character with this mind."""
        vain = self.vain(character, mind) | {action}
        return self._with(character, self.people[character]._replace(mind=mind, vain=vain))

    def _with(self, character: int, person: Person) -> Cast:
        return Cast((*self.people[:character], person, *self.people[character + 1 :]))
