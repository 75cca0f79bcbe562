"""A World: everything declared, with every name resolved and every type checked.

Entities are in *entity order* (specification 2.1): all characters first, then the others, each group in order of first
declaration; `Entity.index` is the place in that order, so character indices are 0 .. n-1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dreamwright.errors import Diagnostic, Source, Span
from dreamwright.language.syntax import EntityRef, Expression, VariableRef

PointOfView = Literal["any", "actor", "observer", "attempt", "not", "unknown"]
"""Which telling a text is for: `any` is a plain `text:`; the others are `text(actor):` and so on.

Actions and triggers use any, actor, observer and attempt; properties any (it holds), not (it does not), unknown.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A type. `ancestors` holds the names of all its supertypes and its own."""

    name: str
    ancestors: frozenset[str]
    attributes: Attributes = field(repr=False)
    span: Span | None = None

    def is_subtype_of(self, other: Type | str) -> bool:
        return (other if isinstance(other, str) else other.name) in self.ancestors


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A constant of the world. `types` holds the names of all types it belongs to, supertypes included."""

    name: str
    index: int
    types: frozenset[str]
    is_character: bool
    attributes: Attributes = field(repr=False)
    span: Span

    def is_a(self, type_: Type | str) -> bool:
        return (type_ if isinstance(type_, str) else type_.name) in self.types


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A parameter of an event or a quantified variable. Compared by identity."""

    name: str
    type: Type


Parameter = Variable | Entity | bool | float
"""A parameter of a signature: a variable, or a constant that fills the place."""


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """A named, typed state variable with arguments. `type` is boolean, number, or an entity type."""

    name: str
    parameters: tuple[Parameter, ...]
    type: Type
    index: int
    attributes: Attributes = field(repr=False)
    span: Span


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an action without consenting characters happens by itself.

    `kind` daily: every day at each of `times`; once: on `day` (the first is 1) at `times[0]`; every: each `minutes`
    minutes from the start. Times are minutes after midnight.
    """

    kind: Literal["daily", "once", "every"]
    times: tuple[int, ...] = ()
    day: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """An author's text for one point of view, as written, with its place for diagnostics."""

    view: PointOfView
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attributes:
    """Our additions to a declaration; every one is optional and none changes what a world means."""

    doc: str | None = None
    """The doc comment (`///`)."""
    texts: tuple[Template, ...] = ()
    tags: tuple[str, ...] = ()
    motif: float = 0.0
    """How strongly this is marked as a motif that may recur between layers, 0 to 1."""
    uncanny: float = 0.0
    """How far this is outside the laws that people know, 0 to 1."""
    # Entities:
    name: str | None = None
    """The printed name, e.g. "the old bell", "Ash"; None: made from the entity's own name."""
    pronouns: str | None = None
    """One of he, she, they, it, or None: they for characters, it for things."""
    plural: bool = False
    """Grammatical number of the printed name, for verbs."""
    routine: tuple[str, ...] = ()
    """Names of actions that a character falls back on when nothing serves them, chosen among at random."""
    whim: float | None = None
    """Characters: how far whim sways a choice among motives; 0 always the best, 1 nearly any."""
    patience: float | None = None
    """Characters: how much a gain is worth when it is one more action away, 0 to 1."""
    # The world:
    foresight: int | None = None
    """How many actions ahead its people think when they look for a motive; None: as the story has it."""
    # Actions:
    duration: int = 1
    """Minutes."""
    schedule: tuple[Schedule, ...] = ()
    rate: float | None = None
    """Mean number of times a day (24 hours), for actions without consenting characters."""
    commands: tuple[Template, ...] = ()
    """How a person may type it, e.g. "give {item} to {taker}"; the first is shown in lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """An action or a trigger, with parameters still open.

    `precondition` is None for True; `effect` is None for none. `consenting` holds references to parameters or
    entities, each once. `observing` is (variable, condition), or None: everybody observes (triggers: nobody asks).
    """

    kind: Literal["action", "trigger"]
    name: str
    parameters: tuple[Parameter, ...]
    precondition: Expression | None
    effect: Expression | None
    consenting: tuple[EntityRef | VariableRef, ...]
    observing: tuple[Variable, Expression] | None
    attributes: Attributes = field(repr=False)
    index: int
    """Place in file order among the events of its kind."""
    span: Span


@dataclass(frozen=True, slots=True)
class Deed:
    """What a pattern looks for: an action or trigger with these arguments, or one with this tag."""

    kind: Literal["event", "tag", "any", "attempt", "end"]
    """any: whatever happens; attempt: what was tried in vain; end: the end of the story."""
    name: str = ""
    """The name of the event, or the tag."""
    arguments: tuple[Parameter | None, ...] = ()
    """Of an event; None is any."""
    doer: Parameter | None = None
    """Who does it, if that matters. (Not of an event: there the arguments say so.)"""
    others: tuple[Parameter, ...] = ()
    """Who or what else must be among the arguments."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An event of a pattern and what must be so when it happens, and from then until the next one."""

    deed: Deed
    before: tuple[Expression, ...] = ()
    after: tuple[Expression, ...] = ()
    signs: tuple[tuple[str, Parameter | None], ...] = ()
    """What must show in whom: `seen`, `better` ...; `sifting/signs.py` says what each means. None is anybody else than
    those whom the pattern is about."""
    meanwhile: tuple[Expression, ...] = ()
    """What must hold from right after it until right before the next."""
    unless: tuple[Deed, ...] = ()
    """What must not happen between it and the next."""
    within: int | None = None
    """At most so many minutes after the one before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A course of events worth a name. Different variables stand for different entities."""

    name: str
    parameters: tuple[Variable, ...]
    steps: tuple[Step, ...]
    attributes: Attributes = field(repr=False)
    span: Span

    @property
    def lasts(self) -> bool:
        """Whether it is only found at the end of the story."""
        return self.steps[-1].deed.kind == "end"

    @property
    def telling(self) -> Event:
        """The pattern as an event, which is how it is told."""
        return Event("trigger", self.name, self.parameters, None, None, (), None, self.attributes, 0, self.span)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A whole world, ready to be grounded."""

    title: str | None
    start: datetime
    """The date and time at which the story begins (default 2000-01-01 08:00)."""
    subject: Entity | None
    """The character a person plays unless told otherwise."""
    attributes: Attributes = field(repr=False)
    """Of the `world` declaration: its texts are the introduction, its tags are about the whole."""
    types: dict[str, Type]
    entities: tuple[Entity, ...]
    properties: tuple[Property, ...]
    actions: tuple[Event, ...]
    triggers: tuple[Event, ...]
    initial: tuple[Expression, ...]
    """One entry for each statement, top-level conjunctions already separated."""
    utilities: dict[Entity | None, Expression]
    """None is the author. A character without an entry has the constant utility 0."""
    utility_attributes: dict[Entity | None, Attributes]
    """Our additions to the utilities that are declared."""
    sources: tuple[Source, ...]
    """Every file read, the main one first."""
    warnings: tuple[Diagnostic, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    """What the author wants found in stories, besides the bundled patterns."""
    _extensions: dict[str, tuple[Entity, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def characters(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.is_character)

    def entities_of(self, type_: Type | str) -> tuple[Entity, ...]:
        """The entities of a type, in entity order."""
        name = type_ if isinstance(type_, str) else type_.name
        found = self._extensions.get(name)
        if found is None:
            found = self._extensions[name] = tuple(e for e in self.entities if name in e.types)
        return found
