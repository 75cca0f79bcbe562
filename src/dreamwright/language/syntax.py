"""The syntax tree of a world file: what was written, before any name is looked up.

One dataclass for each form of the language, named as in the specification; every node carries its `span`. The same
expression forms are used again after resolution (`world.py`), where `Name` leaves have become `EntityRef` or
`VariableRef`, and `Call` leaves have become `Read`. So a walker that handles expressions serves both trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dreamwright.errors import Source, Span

if TYPE_CHECKING:
    from dreamwright.language.world import Entity, Property, Type, Variable

Comparator = Literal["==", "!=", ">=", "<=", ">", "<"]
Operator = Literal["*", "/", "+", "-"]
Quantifier = Literal["forall", "exists", "sum", "product"]


# ---------------------------------------------------------------------------------------------- expressions
@dataclass(frozen=True, slots=True)
class Constant:
    """`True`, `False`, a number, or `?` (value None)."""

    span: Span
    value: bool | float | None


@dataclass(frozen=True, slots=True)
class Name:
    """A single name before resolution: an entity or a variable."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class EntityRef:
    """A resolved name of an entity."""

    span: Span
    entity: Entity


@dataclass(frozen=True, slots=True)
class VariableRef:
    """A resolved name of a parameter or a quantified variable."""

    span: Span
    variable: Variable


Leaf = Constant | Name | EntityRef | VariableRef


@dataclass(frozen=True, slots=True)
class Call:
    """`p(a, b)` before resolution. Arguments are single names or constants, never expressions."""

    span: Span
    name: str
    name_span: Span
    arguments: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """`p(a, b)` with its property known; arguments are EntityRef, VariableRef or boolean Constants."""

    span: Span
    property: Property
    arguments: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Believes:
    """`believes(c, X)`: X in the mind of c. `character` is Name, later EntityRef or VariableRef."""

    span: Span
    character: Leaf
    body: Expression


@dataclass(frozen=True, slots=True)
class And:
    span: Span
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    span: Span
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    span: Span
    body: Expression


@dataclass(frozen=True, slots=True)
class If:
    """`if(C) X elseif(D) Y else Z`: `branches` are (condition, value); `otherwise` is None without `else`."""

    span: Span
    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class Quantified:
    """`forall`, `exists`, `sum` or `product` over the entities of a type.

    Before resolution `type_name` says which and `variable` is None; afterwards `variable` holds name and type.
    """

    span: Span
    kind: Quantifier
    variable_name: str
    variable_span: Span
    type_name: str
    type_span: Span
    body: Expression
    variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """`p() = X`; the target is a Call/Read, or Believes nested around one."""

    span: Span
    target: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    span: Span
    operator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`X : T`. `type` is None before resolution."""

    span: Span
    body: Expression
    type_name: str
    type_span: Span
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Arithmetic:
    span: Span
    operator: Operator
    left: Expression
    right: Expression


Expression = (
    Constant
    | Name
    | EntityRef
    | VariableRef
    | Call
    | Read
    | Believes
    | And
    | Or
    | Not
    | If
    | Quantified
    | Assign
    | Compare
    | TypeTest
    | Arithmetic
)


def children(expression: Expression) -> Iterator[Expression]:
    """The direct sub-expressions of an expression, in the order written."""
    match expression:
        case Believes(body=body) | Not(body=body) | Quantified(body=body) | TypeTest(body=body):
            yield body
        case And(parts=parts) | Or(parts=parts):
            yield from parts
        case If(branches=branches, otherwise=otherwise):
            for condition, value in branches:
                yield condition
                yield value
            if otherwise is not None:
                yield otherwise
        case Assign(target=left, value=right) | Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            yield left
            yield right


# ---------------------------------------------------------------------------------------------- declarations
@dataclass(frozen=True, slots=True)
class Word:
    """A name with its place."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name : type` of a signature, or a constant (then `constant` is set and `type` is None)."""

    span: Span
    name: str
    type: Word | None
    constant: Leaf | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of our additions inside `{ }`: `text(actor): "..."`, `tags: a, b`, `duration: 5`, `motif: 0.5` ...

    `key` is the word before the colon; `selector` the word in brackets after it ("actor"), or None. `values` are the
    comma-separated values: Text, Number or Word each. `schedule` values are kept as the words between the commas,
    for example ("daily", "at", "20:00").
    """

    span: Span
    key: Word
    selector: Word | None
    values: tuple[AttributeValue, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal; `text` is its content with escapes resolved; `span` covers the quotes."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    span: Span
    value: float


@dataclass(frozen=True, slots=True)
class Words:
    """Several words side by side, as in a schedule: `daily at 20:00`."""

    span: Span
    words: tuple[str, ...]


AttributeValue = Text | Number | Word | Words


@dataclass(frozen=True, slots=True)
class TypeDeclaration:
    span: Span
    name: Word
    supertypes: tuple[Word, ...]
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class EntityDeclaration:
    span: Span
    name: Word
    types: tuple[Word, ...]
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class PropertyDeclaration:
    span: Span
    name: Word
    parameters: tuple[Parameter, ...]
    type: Word
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Observing:
    span: Span
    variable: Word
    type: Word
    condition: Expression


@dataclass(frozen=True, slots=True)
class EventDeclaration:
    """An action or a trigger (`kind`). A part that was not written is None; consenting nobody is ()."""

    span: Span
    kind: Literal["action", "trigger"]
    name: Word
    parameters: tuple[Parameter, ...]
    precondition: Expression | None
    effect: Expression | None
    consenting: tuple[Word, ...] = ()
    observing: Observing | None = None
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class UtilityDeclaration:
    """`utility(c): X`; `character` is None for the author."""

    span: Span
    character: Word | None
    body: Expression
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class InitialDeclaration:
    """A statement about the initial state."""

    span: Span
    body: Expression
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class ImportDeclaration:
    """`import "file.world"` (relative to this file) or `import "std:common"` (bundled)."""

    span: Span
    path: Text
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class WorldDeclaration:
    """`world "Title" { start: "2031-11-02 18:00"; subject: Name; text: "..."; }`: about the world as a whole."""

    span: Span
    title: Text
    attributes: tuple[Attribute, ...] = ()
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class PatternCondition:
    """`before: X`, `after: X` or `while: X`, about the event named before it."""

    span: Span
    key: str
    body: Expression


@dataclass(frozen=True, slots=True)
class PatternDeclaration:
    """`pattern betrayal(a : character, b : character) { event: promise by a to b; event: harm by a to b; }`."""

    span: Span
    name: Word
    parameters: tuple[Parameter, ...]
    parts: tuple[Attribute | PatternCondition, ...]
    """In the order written, which counts."""
    doc: str | None = None


Declaration = (
    TypeDeclaration
    | EntityDeclaration
    | PropertyDeclaration
    | EventDeclaration
    | UtilityDeclaration
    | InitialDeclaration
    | ImportDeclaration
    | WorldDeclaration
    | PatternDeclaration
)


@dataclass(frozen=True, slots=True)
class File:
    """One world file: its declarations in the order written."""

    source: Source
    declarations: tuple[Declaration, ...]
