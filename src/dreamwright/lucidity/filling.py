"""Making a condition hold by changing only what may be changed: the unknown, or what was only ever assumed."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.evaluate import Read
from dreamwright.grounding.formula import All, Any, Atom, Comparison, Condition, Fetch, fetches
from dreamwright.lucidity.needs import holds_surely

Changes = dict[int, Code]
"""Fluents of the state itself, with the values they are given."""

May = Callable[[int], bool]
"""Whether a fluent may be changed."""

Wish = Callable[[int], Code]
"""The value of a fluent to be preferred where there is a choice."""


def filled(condition: Condition, read: Read, may: May, wish: Wish) -> Changes | None:
    """A way to make a condition hold by giving values to some fluents; None: there is none.

    Parts are looked at in order, each with what was chosen for those before. Of a disjunction the first part is taken
    that can be made to hold, those first that agree with what is wished.
    """
    return _Filling(read, may, wish).fill(condition, {})


class _Filling:
    def __init__(self, read: Read, may: May, wish: Wish) -> None:
        self.read = read
        self.may = may
        self.wish = wish

    def fill(self, condition: Condition, chosen: Changes) -> Changes | None:
        """What was chosen, with what this condition needs besides."""
        read = self._with(chosen)
        if holds_surely(condition, read):
            return chosen
        match condition:
            case Atom(path=(), fluent=fluent, equal=True, value=value):
                return self._choose(fluent, value, chosen)
            case Atom(path=(), fluent=fluent, equal=False, value=value) if self.wish(fluent) != value:
                return self._choose(fluent, self.wish(fluent), chosen)
            case Comparison(op="==", left=Fetch(path=()) as left, right=Fetch(path=()) as right):
                return self._choose(left.fluent, read((), right.fluent), chosen) or self._choose(
                    right.fluent, read((), left.fluent), chosen
                )
            case All(parts=parts):
                found: Changes | None = chosen
                for part in parts:
                    found = None if found is None else self.fill(part, found)
                return found
            case Any(parts=parts):
                ways = [way for part in parts if (way := self.fill(part, chosen)) is not None]
                return min(ways, key=self._unlikeness, default=None)
        return None

    def _choose(self, fluent: int, value: Code, chosen: Changes) -> Changes | None:
        if fluent in chosen or value is None or not self.may(fluent):
            return None
        return {**chosen, fluent: value}

    def _unlikeness(self, way: Changes) -> tuple[int, int]:
        return sum(self.wish(fluent) != value for fluent, value in way.items()), len(way)

    def _with(self, chosen: Changes) -> Read:
        return lambda path, fluent: self.read(path, fluent) if path or fluent not in chosen else chosen[fluent]


def read_plainly(condition: Condition) -> list[int]:
    """The fluents of the state itself that a condition reads, in order, each once."""
    return list(dict.fromkeys(fluent for path, fluent in fetches(condition) if not path))
