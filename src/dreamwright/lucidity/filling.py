"""Making a condition hold by changing only what may be changed: the unknown, what was assumed, other minds."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.evaluate import Read
from dreamwright.grounding.formula import All, Any, Atom, Comparison, Condition, Constant, Fails, Fetch, Path, fetches
from dreamwright.lucidity.needs import holds_surely

Place = tuple[Path, int]
"""A fluent, in the mind at a path; at the path () in the state itself."""

Changes = dict[Place, Code]
"""Fluents with the values they are given."""

May = Callable[[Place], bool]
"""Whether a fluent may be changed."""

Wish = Callable[[int], Code]
"""The value of a fluent of the state itself that is to be preferred where there is a choice."""

Other = Callable[[int, Code], Code]
"""For a fluent and a value: another that it may have; None if there is none but not to know."""

_JUST = {"<=": 0, ">=": 0, "<": -1, ">": 1}
"""How far beyond the bound of a comparison the number is that is taken to make it hold."""


def filled(condition: Condition, read: Read, may: May, wish: Wish, other: Other) -> Changes | None:
    """A way to make a condition hold by giving values to some fluents; None: there is none.

    Parts are looked at in order, each with what was chosen for those before. Of a disjunction the part is taken that
    agrees best with what is wished, then that takes fewest changes, then the first.
    """
    return _Filling(read, may, wish, other).fill(condition, {})


class _Filling:
    def __init__(self, read: Read, may: May, wish: Wish, other: Other) -> None:
        self.read = read
        self.may = may
        self.wish = wish
        self.other = other

    def fill(self, condition: Condition, chosen: Changes) -> Changes | None:
        """What was chosen, with what this condition needs besides."""
        read = self._with(chosen)
        if holds_surely(condition, read):
            return chosen
        match condition:
            case Atom(path=path, fluent=fluent, equal=True, value=value):
                return self._choose((path, fluent), value, chosen)
            case Atom(path=(), fluent=fluent, value=value) if self.wish(fluent) != value:
                return self._choose(((), fluent), self.wish(fluent), chosen)
            case Atom(path=path, fluent=fluent, value=value):
                return self._choose((path, fluent), self.other(fluent, value), chosen)
            case Comparison(op="==", left=Fetch() as left, right=Fetch() as right):
                one, other = (left.path, left.fluent), (right.path, right.fluent)
                return self._choose(one, read(*other), chosen) or self._choose(other, read(*one), chosen)
            case Comparison(op=op, left=Fetch() as left, right=Constant(value=bound)) if (
                op in _JUST and bound is not None
            ):
                return self._choose((left.path, left.fluent), bound + _JUST[op], chosen)
            case All(parts=parts):
                found: Changes | None = chosen
                for part in parts:
                    found = None if found is None else self.fill(part, found)
                return found
            case Any(parts=parts):
                ways = [way for part in parts if (way := self.fill(part, chosen)) is not None]
                return min(ways, key=self._unlikeness, default=None)
            case Fails(negation=negation):
                return self.fill(negation, chosen)
        return None

    def _choose(self, place: Place, value: Code, chosen: Changes) -> Changes | None:
        if place in chosen or not self.may(place):
            return None
        return {**chosen, place: value}

    def _unlikeness(self, way: Changes) -> tuple[int, int]:
        return sum(bool(not path and self.wish(fluent) != value) for (path, fluent), value in way.items()), len(way)

    def _with(self, chosen: Changes) -> Read:
        return lambda path, fluent: chosen[path, fluent] if (path, fluent) in chosen else self.read(path, fluent)


def read_plainly(condition: Condition) -> list[int]:
    """The fluents of the state itself that a condition reads, in order, each once."""
    return list(dict.fromkeys(fluent for path, fluent in fetches(condition) if not path))
