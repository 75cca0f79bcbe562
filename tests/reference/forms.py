"""What a ground world is written in.

A *place* is a ground property, perhaps nested in beliefs (specification, vocabulary). A *term* has a value, a
*formula* is true or false; both are free of variables and quantifiers, and a formula is free of negation (2.5): what
remains are atoms, each with one property alone on its left (2.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.language.syntax import Comparator, Operator
from dreamwright.language.world import Entity, Event, Property

Value = bool | float | Entity | None
"""What a property can hold; None is unknown (`?`)."""

Argument = Entity | bool | float


@dataclass(frozen=True)
class Place:
    """`believes(c1, believes(c2, ... p(arguments)))`; with an empty chain just `p(arguments)`."""

    chain: tuple[Entity, ...]
    property: Property
    arguments: tuple[Argument, ...]

    def inner(self) -> Place:
        """The same place seen from within the mind of the first character of the chain."""
        return Place(self.chain[1:], self.property, self.arguments)

    def believed_by(self, *characters: Entity) -> Place:
        """The same place seen from outside the minds of these characters, outermost first."""
        return Place(characters + self.chain, self.property, self.arguments)

    def __str__(self) -> str:
        text = f"{self.property.name}({', '.join(written(a) for a in self.arguments)})"
        for character in reversed(self.chain):
            text = f"believes({character.name}, {text})"
        return text


def written(value: Value) -> str:
    """A value as it is written in a world file."""
    if value is None:
        return "?"
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


# ------------------------------------------------------------------------------------------------------ terms
@dataclass(frozen=True)
class Known:
    value: Value


@dataclass(frozen=True)
class Fetch:
    place: Place


@dataclass(frozen=True)
class Calc:
    operator: Operator
    left: Term
    right: Term


@dataclass(frozen=True)
class Pick:
    """The value of the first branch whose condition is true, else `otherwise`."""

    branches: tuple[tuple[Formula, Term], ...]
    otherwise: Term


@dataclass(frozen=True)
class Verdict:
    """Whether a formula is true, as a value."""

    formula: Formula


Term = Known | Fetch | Calc | Pick | Verdict


# --------------------------------------------------------------------------------------------------- formulas
@dataclass(frozen=True)
class Truth:
    value: bool


@dataclass(frozen=True)
class Atom:
    place: Place
    operator: Comparator
    right: Term


@dataclass(frozen=True)
class Plain:
    """A comparison of numbers that means what it says; `solved` is its solved form, for surprise (2.6).

    The atoms of the solved form are true or false together, as the comparison is.
    """

    operator: Comparator
    left: Term
    right: Term
    solved: tuple[Atom, ...]


@dataclass(frozen=True)
class All:
    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Choice:
    """A boolean conditional: the first branch whose condition is true, else `otherwise`."""

    branches: tuple[tuple[Formula, Formula], ...]
    otherwise: Formula


Formula = Truth | Atom | Plain | All | Any | Choice


# ----------------------------------------------------------------------------------------------------- events
@dataclass(frozen=True)
class Effect:
    """`place = value if condition`; the place may be nested, all else is read in the state of the event."""

    place: Place
    value: Term
    condition: Formula


@dataclass(frozen=True, eq=False)
class GroundEvent:
    """An action or a trigger with its parameters filled. Two with one signature are still two (2.2)."""

    kind: Literal["action", "trigger"]
    template: Event
    arguments: tuple[Argument, ...]
    precondition: Formula
    effects: tuple[Effect, ...]
    consenting: tuple[Entity, ...]
    observing: dict[Entity, Formula]

    def __str__(self) -> str:
        return f"{self.template.name}({', '.join(written(a) for a in self.arguments)})"


@dataclass(frozen=True)
class Private:
    """A private change (4.2): constants assigned to places. `owner` is None for a repair, which nobody notices."""

    owner: Entity | None
    changes: frozenset[tuple[Place, Value]]

    def __str__(self) -> str:
        return "repair" if self.owner is None else f"update of {self.owner.name}"


@dataclass(frozen=True)
class Settle:
    """ "Something happened only in minds" (4.2)."""

    def __str__(self) -> str:
        return "settle"


SETTLE = Settle()

Happening = GroundEvent | Private | Settle
