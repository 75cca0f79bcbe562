"""Random small worlds, as text, and random courses of events: one vocabulary for every random test.

The worlds are about a few people in two places. They are typed rightly but mean nothing in particular; what matters is
that people are wrong about things, see and miss things, are surprised, and that triggers fire in truth and in minds.
Every part of an expression is bracketed, so that a world does not depend on which operator binds looser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

Form = Callable[["Variables", int], str]
"""Writes one form of condition, given the variables in scope and how deep it may be nested."""

Variables = tuple[tuple[str, str], ...]
"""The variables in scope, each with its type."""

ENTITIES = {"character": ("Ann", "Bea", "Cal"), "place": ("Hall", "Yard"), "thing": ("Ring",)}
ORDERS = ("==", "!=", "<", ">", "<=", ">=")


@dataclass(frozen=True)
class Property:
    """A property as declared."""

    name: str
    parameters: tuple[str, ...]
    type: str


CORE = (
    Property("at", ("character",), "place"),
    Property("lit", (), "boolean"),
    Property("n", (), "number"),
)
MORE = (
    Property("at", ("thing",), "place"),
    Property("wet", ("character",), "boolean"),
    Property("wet", ("place",), "boolean"),
    Property("coins", ("character",), "number"),
    Property("king", (), "character"),
    Property("lamp", (), "place"),
    Property("open", ("boolean",), "boolean"),
)


@dataclass(frozen=True)
class Scale:
    """How large the worlds are."""

    characters: int = 3
    properties: int = 3
    actions: int = 4
    triggers: int = 2
    statements: int = 5
    depth: int = 2
    """How deep conditions are nested."""
    purposeful: bool = False
    """Whether most preconditions and effects are of the plain kind that plans are made of."""
    products: bool = False
    """Whether products occur, and in assigned values also quotients, so also divisions by zero."""


TINY = Scale(characters=2, properties=2, actions=4, triggers=1, statements=3, depth=1, purposeful=True)
"""Worlds whose reasons and solutions can be enumerated."""


class Pen:
    """Writes one world, drawing every choice."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], scale: Scale) -> None:
        self.draw = draw
        self.scale = scale
        count = self.number_up_to(2, scale.characters)
        self.entities = {**ENTITIES, "character": ENTITIES["character"][:count]}
        self.properties = CORE + tuple(
            sorted(self.some(MORE, 0, scale.properties), key=lambda p: (p.name, p.parameters))
        )
        self._fresh = 0
        self._dividing = False

    # ---------------------------------------------------------------------------------------------- choices
    def one(self, *choices: T) -> T:
        chosen: T = self.draw(st.sampled_from(choices))
        return chosen

    def some(self, choices: tuple[T, ...], least: int, most: int) -> list[T]:
        chosen: list[T] = self.draw(st.lists(st.sampled_from(choices), min_size=least, max_size=most, unique=True))
        return chosen

    def number_up_to(self, least: int, most: int) -> int:
        chosen: int = self.draw(st.integers(least, most))
        return chosen

    def chance(self, one_in: int) -> bool:
        return self.number_up_to(1, one_in) == one_in

    def fresh(self) -> str:
        self._fresh += 1
        return f"v{self._fresh}"

    # ------------------------------------------------------------------------------------------- expressions
    def argument(self, scope: Variables, type_: str) -> str:
        if type_ == "boolean":
            return self.one("True", "False", *(name for name, t in scope if t == type_))
        names = tuple(name for name, t in scope if t == type_)
        if names and not self.chance(3):
            return self.one(*names)
        return self.one(*self.entities[type_])

    def read(self, scope: Variables, property_: Property) -> str:
        return f"{property_.name}({', '.join(self.argument(scope, t) for t in property_.parameters)})"

    def reading(self, scope: Variables, type_: str) -> str | None:
        """A property of a type, now and then as somebody believes it; None if there is no such property."""
        fitting = [p for p in self.properties if p.type == type_]
        if not fitting:
            return None
        text = self.read(scope, self.one(*fitting))
        while self.chance(3):
            text = f"believes({self.argument(scope, 'character')}, {text})"
        return text

    def entity(self, scope: Variables, type_: str, depth: int) -> str:
        form = self.number_up_to(0, 3 if depth else 2)
        if form == 3:
            test, one, other = (
                self.condition(scope, depth - 1),
                self.entity(scope, type_, 0),
                self.entity(scope, type_, 0),
            )
            return f"(if({test}) {one} else {other})"
        found = self.reading(scope, type_) if form else None
        return found or self.argument(scope, type_)

    def number(self, scope: Variables, depth: int) -> str:
        form = self.number_up_to(0, 5 if depth else 2)
        if form in (1, 2):
            return self.reading(scope, "number") or self.one("0", "1", "2")
        if form == 3:
            operator = self.one("+", "-", *("*" if self.scale.products else ""), *("/" if self._dividing else ""))
            return f"({self.number(scope, depth - 1)} {operator} {self.number(scope, depth - 1)})"
        if form == 4:
            variable, type_ = self.fresh(), self.one("character", "place")
            return f"(sum({variable} : {type_}) {self.number((*scope, (variable, type_)), depth - 1)})"
        if form == 5:
            test, one, other = (
                self.condition(scope, depth - 1),
                self.number(scope, depth - 1),
                self.number(scope, depth - 1),
            )
            return f"(if({test}) {one} else {other})"
        return self.one("0", "1", "2", "3", "-1")

    def condition(self, scope: Variables, depth: int) -> str:
        forms: tuple[Form, ...] = (self.flag, self.entities_compared, self.entities_compared, self.numbers_compared)
        if depth:
            forms += (self.joined, self.joined, self.denied, self.conditional, self.quantified, self.believed)
            forms += (self.of_type,)
        dividing, self._dividing = self._dividing, False  # which part is read first is nobody's business
        text: str = self.one(*forms)(scope, depth)
        self._dividing = dividing
        return text

    def flag(self, scope: Variables, depth: int) -> str:
        text = self.reading(scope, "boolean") or "True"
        return self.one(text, f"!{text}", f"({text} == False)")

    def entities_compared(self, scope: Variables, depth: int) -> str:
        type_ = self.one("place", "character")
        left = self.reading(scope, type_) or self.argument(scope, type_)
        right = "?" if self.chance(6) else self.entity(scope, type_, depth and depth - 1)
        return f"({left} {self.one('==', '!=')} {right})"

    def numbers_compared(self, scope: Variables, depth: int) -> str:
        left = (self.chance(2) and self.reading(scope, "number")) or self.number(scope, depth and depth - 1)
        if self.chance(8):
            return f"({left} {self.one('==', '!=')} ?)"
        return f"({left} {self.one(*ORDERS)} {self.number(scope, depth and depth - 1)})"

    def joined(self, scope: Variables, depth: int) -> str:
        parts = [self.condition(scope, depth - 1) for _ in range(self.number_up_to(2, 3))]
        return f"({self.one(' & ', ' | ').join(parts)})"

    def denied(self, scope: Variables, depth: int) -> str:
        return f"(!{self.condition(scope, depth - 1)})"

    def conditional(self, scope: Variables, depth: int) -> str:
        text = f"if({self.condition(scope, depth - 1)}) {self.condition(scope, depth - 1)}"
        return f"({text} else {self.condition(scope, depth - 1)})" if self.chance(2) else f"({text})"

    def quantified(self, scope: Variables, depth: int) -> str:
        variable, type_ = self.fresh(), self.one("character", "place")
        body = self.condition((*scope, (variable, type_)), depth - 1)
        return f"({self.one('forall', 'exists')}({variable} : {type_}) {body})"

    def believed(self, scope: Variables, depth: int) -> str:
        return f"believes({self.argument(scope, 'character')}, {self.condition(scope, depth - 1)})"

    def of_type(self, scope: Variables, depth: int) -> str:
        text = self.reading(scope, "place")
        return f"({text} : {self.one('place', 'entity', 'character')})"

    # ----------------------------------------------------------------------------------------------- effects
    def value(self, scope: Variables, type_: str, depth: int) -> str:
        if type_ == "boolean":
            return self.one("True", "False") if self.chance(2) else f"({self.condition(scope, depth)})"
        if self.chance(8):
            return "?"
        if type_ != "number":
            return self.entity(scope, type_, depth)
        self._dividing = self.scale.products
        text = self.number(scope, depth)
        self._dividing = False
        return text

    def assignment(self, scope: Variables, property_: Property, depth: int) -> str:
        target = self.read(scope, property_)
        if self.chance(5):
            target = f"believes({self.argument(scope, 'character')}, {target})"
        return f"{target} = {self.value(scope, property_.type, depth)}"

    def effect(self, scope: Variables, property_: Property) -> str:
        form = self.number_up_to(0, 7)
        if form == 4:
            test = self.condition(scope, 1)
            text = f"if({test}) {self.assignment(scope, property_, 0)}"
            return f"({text} else {self.assignment(scope, property_, 0)})" if self.chance(2) else f"({text})"
        if form == 5 and property_.parameters in (("character",), ("place",)):
            variable, type_ = self.fresh(), property_.parameters[0]
            value = self.value((*scope, (variable, type_)), property_.type, 1)
            return f"(forall({variable} : {type_}) {property_.name}({variable}) = {value})"
        if form >= 6:
            return f"believes({self.argument(scope, 'character')}, {self.effect(scope, property_)})"
        return self.assignment(scope, property_, 1)

    def effects(self, scope: Variables) -> str:
        """One or two, now and then on the same property."""
        return " & ".join(self.effect(scope, self.one(*self.properties)) for _ in range(self.number_up_to(1, 2)))

    # ---------------------------------------------------------------------------------------------- the file
    def world(self) -> str:
        lines = ["type place; type thing;"]
        lines += [f"entity {name} : {type_};" for type_, names in self.entities.items() for name in names]
        lines += [self.property(p) for p in self.properties]
        lines += [self.statement() for _ in range(self.number_up_to(1, self.scale.statements))]
        lines += [self.action(i) for i in range(self.number_up_to(2, self.scale.actions))]
        lines += [self.trigger(i) for i in range(self.number_up_to(0, self.scale.triggers))]
        owners = ("", *self.entities["character"])
        lines += [f"utility({owner}): {self.utility()};" for owner in owners]
        return "\n".join(lines) + "\n"

    def property(self, property_: Property) -> str:
        parameters = ", ".join(f"x{i} : {type_}" for i, type_ in enumerate(property_.parameters))
        return f"property {property_.name}({parameters}) : {property_.type};"

    def statement(self) -> str:
        text = self.assignment((), self.one(*self.properties), 0)
        for _ in range(self.one(0, 1, 1, 2)):
            text = f"believes({self.argument((), 'character')}, {text})"
        return f"{text};"

    def utility(self) -> str:
        """Mostly some wishes, each worth something; now and then any number."""
        if self.chance(4):
            return self.number((), 2)
        wishes = [f"(if({self.wish()}) {self.number_up_to(1, 2)} else 0)" for _ in range(self.number_up_to(1, 3))]
        return " + ".join(wishes)

    def wish(self, scope: Variables = ()) -> str:
        """That a property has a value, in truth or as somebody believes."""
        property_ = self.one(*self.properties)
        text = self.read(scope, property_)
        if self.chance(6):
            text = f"believes({self.argument(scope, 'character')}, {text})"
        if property_.type == "boolean":
            return f"({text} == {self.one('True', 'True', 'False')})"
        if property_.type == "number":
            return f"({text} {self.one(*ORDERS)} {self.one('0', '1', '2')})"
        return f"({text} {self.one('==', '==', '!=')} {self.argument(scope, property_.type)})"

    def deed(self, scope: Variables) -> str:
        """That a property comes to have a value."""
        property_ = self.one(*self.properties)
        target = self.read(scope, property_)
        if property_.type == "boolean":
            return f"{target} = {self.one('True', 'True', 'False')}"
        if property_.type == "number":
            return f"{target} = {self.one('0', '1', '2', f'({target} + 1)')}"
        return f"{target} = {self.argument(scope, property_.type)}"

    def signature(self, name: str) -> tuple[str, Variables]:
        types = [self.one("character", "place", "character", "boolean") for _ in range(self.number_up_to(0, 2))]
        scope = tuple((f"p{i}", type_) for i, type_ in enumerate(types))
        return f"{name}({', '.join(f'{n} : {t}' for n, t in scope)})", scope

    def action(self, index: int) -> str:
        signature, scope = self.signature(f"act{index}")
        purposeful = self.scale.purposeful and not self.chance(4)
        parts = [f"effect: {self.deed(scope) if purposeful else self.effects(scope)}"]
        depth = self.one(None, 0, 0, self.scale.depth, self.scale.depth)
        if purposeful:
            wishes = [self.wish(scope) for _ in range(self.number_up_to(1, 2))]
            parts.insert(0, f"precondition: {' & '.join(wishes)}")
        elif depth is not None:
            parts.insert(0, f"precondition: {self.condition(scope, depth)}")
        people = (*self.entities["character"], *(name for name, type_ in scope if type_ == "character"))
        consenting = self.some(people, 0 if self.chance(4) else 1, 2)
        if consenting:
            parts.append(f"consenting: {', '.join(consenting)}")
        if self.chance(2):
            parts.append(f"observing(o : character): {self.observing(scope)}")
        return f"action {signature} {{ {'; '.join(parts)}; }};"

    def observing(self, scope: Variables) -> str:
        inner = (*scope, ("o", "character"))
        if self.chance(3):
            return f"(at(o) == {self.entity(inner, 'place', 0)})"
        return self.one(f"(o == {self.argument(inner, 'character')})", "False", self.condition(inner, 1))

    def trigger(self, index: int) -> str:
        """Mostly one that is over once it has happened."""
        signature, scope = self.signature(f"trig{index}")
        if self.chance(15):
            return (
                f"trigger {signature} {{ precondition: {self.condition(scope, 1)}; effect: {self.effects(scope)}; }};"
            )
        property_ = self.one(*self.properties)
        target = self.read(scope, property_)
        if self.chance(3):
            target = f"believes({self.argument(scope, 'character')}, {target})"
        value = (
            self.one("True", "False", "True")
            if property_.type == "boolean"
            else self.number(scope, 0)
            if property_.type == "number"
            else self.entity(scope, property_.type, 0)
        )
        guard = f"({target} != {value})"
        if not self.chance(3):
            guard = f"{self.condition(scope, self.number_up_to(0, 1))} & {guard}"
        return f"trigger {signature} {{ precondition: {guard}; effect: {target} = {value}; }};"


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[Any]], Any], scale: Scale = Scale()) -> str:
    """The text of a random world."""
    return Pen(draw, scale).world()


def courses(longest: int = 5) -> st.SearchStrategy[list[int]]:
    """Random choices among what is possible at each turn: take each modulo the number of possible actions."""
    return st.lists(st.integers(0, 99), min_size=min(4, longest), max_size=longest)
