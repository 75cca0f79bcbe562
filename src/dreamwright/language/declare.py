"""First half of resolution: the types, entities and properties that declarations make, and their rules (2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dreamwright.errors import Diagnostic, Span, did_you_mean
from dreamwright.language import syntax
from dreamwright.language.attributes import merge, no_attributes, read_attributes
from dreamwright.language.codes import problem, warning
from dreamwright.language.syntax import (
    Constant,
    Declaration,
    EntityDeclaration,
    Name,
    PropertyDeclaration,
    TypeDeclaration,
    Word,
)
from dreamwright.language.world import Attributes, Entity, Parameter, Property, Type, Variable

BUILT_IN = ("boolean", "number", "entity", "character")
VALUES = ("boolean", "number")
"""Built-in types whose values are not entities; they have no sub- or supertypes."""

MOST_ANCESTORS = 200_000
"""Supertypes of all types together. More would only fill the memory."""

MOST_OVERLOADS = 200
"""Properties with one name and number of parameters. Each use has to look through them."""


@dataclass(slots=True)
class Names:
    """What the names of a world mean, and what was found wrong on the way."""

    types: dict[str, Type] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)
    overloads: dict[tuple[str, int], list[Property]] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    """Names of properties whose declaration is wrong, so that their uses are not reported as well."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def type(self, word: Word) -> Type | None:
        """The type of a name; None, with an error noted, if nothing declares it."""
        return self.type_at(word.text, word.span)

    def type_at(self, name: str, span: Span) -> Type | None:
        found = self.types.get(name)
        if found is None:
            hint = did_you_mean(name, list(self.types))
            self.diagnostics.append(problem("type-unknown", f"there is no type '{name}'", span, hint=hint))
        return found

    def parameters(self, declared: tuple[syntax.Parameter, ...]) -> tuple[Parameter, ...] | None:
        """The parameters of a signature; None, with errors noted, if one is wrong."""
        parameters: list[Parameter] = []
        seen: set[str] = set()
        for item in declared:
            parameter = self._constant(item) if item.type is None else self._variable(item.name, item.type)
            if item.type is not None and item.name in seen:
                message = f"two parameters are called '{item.name}'"
                self.diagnostics.append(problem("parameter-repeated", message, item.span))
            seen.add(item.name)
            if parameter is not None:
                parameters.append(parameter)
        return tuple(parameters) if len(parameters) == len(declared) else None

    def _variable(self, name: str, type_name: Word) -> Variable | None:
        type_ = self.type(type_name)
        if type_ is None:
            return None
        if type_.name == "number":
            message = "a parameter cannot be a number"
            self.diagnostics.append(problem("parameter-number", message, type_name.span))
            return None
        return Variable(name, type_)

    def _constant(self, item: syntax.Parameter) -> Parameter | None:
        match item.constant:
            case Constant(value=bool() | float() as value):
                return value
            case Name(text=text) if text in self.entities:
                return self.entities[text]
            case Name(text=text):
                hint = did_you_mean(text, list(self.entities)) or f"a parameter is written '{text} : TYPE'"
                self.diagnostics.append(problem("entity-unknown", f"there is no entity '{text}'", item.span, hint=hint))
        return None


def declare(declarations: Iterable[Declaration]) -> Names:
    """The names that a list of declarations introduces; problems are in its diagnostics."""
    everything = list(declarations)
    names = Names()
    types = [d for d in everything if isinstance(d, TypeDeclaration)]
    entities = [d for d in everything if isinstance(d, EntityDeclaration)]
    _declare_types(names, types, entities)
    _declare_entities(names, entities)
    for declaration in everything:
        if isinstance(declaration, PropertyDeclaration):
            _declare_property(names, declaration)
    return names


# ---------------------------------------------------------------------------------------------- types
def _declare_types(names: Names, types: list[TypeDeclaration], entities: list[EntityDeclaration]) -> None:
    supertypes: dict[str, list[Word]] = {name: [] for name in BUILT_IN}
    attributes: dict[str, Attributes] = {}
    spans: dict[str, Span] = {}
    for declaration in types:
        name = declaration.name.text
        spans.setdefault(name, declaration.name.span)
        allowed = [word for word in declaration.supertypes if _may_be_above(names, word)]
        if name in VALUES and declaration.supertypes:
            message = f"'{name}' has no supertypes"
            names.diagnostics.append(problem("type-builtin", message, declaration.name.span))
            allowed = []
        supertypes.setdefault(name, []).extend(allowed)
        found = read_attributes("type", declaration.attributes, declaration.doc, names.diagnostics)
        attributes[name] = merge(attributes.get(name), found)
    used = [word for d in types for word in d.supertypes] + [word for d in entities for word in d.types]
    for word in used:
        if word.text not in supertypes:
            spans[word.text] = word.span
            supertypes[word.text] = []
            _warn_of_implicit(names, word, [*BUILT_IN, *(d.name.text for d in types)])
    for name in _cycles(supertypes):
        hint = "; ".join(f"'{name}' is below '{word.text}'" for word in supertypes[name])
        message = f"type '{name}' is its own supertype"
        names.diagnostics.append(problem("type-cycle", message, spans.get(name), hint=hint))
        supertypes[name] = []
    _define_types(names, supertypes, attributes, spans)


def _define_types(
    names: Names, supertypes: dict[str, list[Word]], attributes: dict[str, Attributes], spans: dict[str, Span]
) -> None:
    total = 0
    for name in supertypes:
        ancestors = frozenset(_ancestors(name, supertypes)) if total <= MOST_ANCESTORS else frozenset({name})
        total += len(ancestors)
        if total > MOST_ANCESTORS >= total - len(ancestors):
            message = f"the types above each other are too many by '{name}'"
            names.diagnostics.append(problem("type-tangle", message, spans.get(name)))
        names.types[name] = Type(name, ancestors, attributes.get(name, no_attributes()), spans.get(name))


def _may_be_above(names: Names, word: Word) -> bool:
    if word.text in VALUES:
        message = f"nothing can be below '{word.text}'"
        names.diagnostics.append(problem("type-builtin", message, word.span, hint="use a property of that type"))
    return word.text not in VALUES


def _warn_of_implicit(names: Names, word: Word, declared: list[str]) -> None:
    """A type that is only named in use is declared by that: probably a slip if another name is close."""
    hint = did_you_mean(word.text, declared)
    if hint is not None:
        message = f"type '{word.text}' is declared only by being named here"
        names.diagnostics.append(warning("type-implicit", message, word.span, hint=hint))


def _ancestors(name: str, supertypes: dict[str, list[Word]]) -> set[str]:
    """A type, everything above it, and `entity` unless it is a type of values."""
    if name in VALUES:
        return {name}
    found = {"entity"}
    todo = [name]
    while todo:
        current = todo.pop()
        found.add(current)
        above = [word.text for word in supertypes.get(current, [])]
        if current == "character":
            above.append("entity")
        todo += [other for other in above if other not in found]
    return found


def _cycles(supertypes: dict[str, list[Word]]) -> list[str]:
    """One type for every circle; `entity` is above every type, so nothing may be above it."""
    above = {name: [word.text for word in words] for name, words in supertypes.items()}
    found = ["entity"] if any(name not in ("entity", *VALUES) for name in above["entity"]) else []
    state: dict[str, bool] = {}  # False while a type is being followed, True once it is done
    for root in above:
        trail = [(root, iter(above[root]))] if root not in state else []
        state.setdefault(root, False)
        while trail:
            name, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                state[name] = True
                trail.pop()
            elif following not in state:
                state[following] = False
                trail.append((following, iter(above.get(following, []))))
            elif not state[following] and following not in found:
                found.append(following)
    return found


# ---------------------------------------------------------------------------------------------- entities
def _declare_entities(names: Names, declarations: list[EntityDeclaration]) -> None:
    types: dict[str, set[str]] = {}
    attributes: dict[str, Attributes] = {}
    spans: dict[str, Span] = {}
    for declaration in declarations:
        name = declaration.name.text
        spans.setdefault(name, declaration.name.span)
        above = types.setdefault(name, set())
        for word in declaration.types:
            if word.text in VALUES:
                message = f"no entity can be a {word.text}"
                names.diagnostics.append(problem("type-builtin", message, word.span))
            else:
                above |= names.types[word.text].ancestors
        found = read_attributes("entity", declaration.attributes, declaration.doc, names.diagnostics)
        attributes[name] = merge(attributes.get(name), found)
    shared: dict[frozenset[str], frozenset[str]] = {}
    ordered = sorted(types, key=lambda name: "character" not in types[name])
    for index, name in enumerate(ordered):
        is_character = "character" in types[name]
        own = frozenset(types.pop(name))
        names.entities[name] = Entity(
            name, index, shared.setdefault(own, own), is_character, attributes[name], spans[name]
        )


# ---------------------------------------------------------------------------------------------- properties
def _declare_property(names: Names, declaration: PropertyDeclaration) -> None:
    parameters = names.parameters(declaration.parameters)
    type_ = names.type(declaration.type)
    attributes = read_attributes("property", declaration.attributes, declaration.doc, names.diagnostics)
    if parameters is None or type_ is None:
        names.unclear.add(declaration.name.text)
        return
    declared = Property(
        declaration.name.text, parameters, type_, len(names.properties), attributes, declaration.name.span
    )
    others = names.overloads.setdefault((declared.name, len(parameters)), [])
    if len(others) == MOST_OVERLOADS:
        message = f"there are more than {MOST_OVERLOADS} properties '{declared.name}'"
        names.diagnostics.append(problem("property-overloads", message, declared.span, hint="use different names"))
    elif len(others) < MOST_OVERLOADS:
        _check_overlaps(names, declared, others)
    if len(others) <= MOST_OVERLOADS:
        others.append(declared)
    names.properties.append(declared)


def _check_overlaps(names: Names, new: Property, others: list[Property]) -> None:
    for old in others:
        pairs = list(zip(new.parameters, old.parameters, strict=True))
        if all(_same(a, b) for a, b in pairs):
            message = f"property '{new.name}' with these parameters was declared at {old.span}; that one is used"
            names.diagnostics.append(warning("declaration-repeated", message, new.span))
            return
        mixed = any(isinstance(a, Variable) != isinstance(b, Variable) for a, b in pairs)
        if mixed and all(_overlap(names, a, b) for a, b in pairs):
            message = f"this '{new.name}' and the one at {old.span} can both be meant"
            hint = "a constant and a variable in the same place must not overlap: use another name"
            names.diagnostics.append(problem("property-overlap", message, new.span, hint=hint))
            return


def _same(a: Parameter, b: Parameter) -> bool:
    if isinstance(a, Variable) and isinstance(b, Variable):
        return a.type is b.type
    return type(a) is type(b) and a == b


def _overlap(names: Names, a: Parameter, b: Parameter) -> bool:
    """Can one argument be accepted by both?"""
    if isinstance(a, Variable) and isinstance(b, Variable):
        first, second = a.type, b.type
        entities = names.entities.values()
        return first is second or any(entity.is_a(first) and entity.is_a(second) for entity in entities)
    if isinstance(a, Variable):
        return _accepts_constant(a, b)
    return _accepts_constant(b, a) if isinstance(b, Variable) else _same(a, b)


def _accepts_constant(variable: Variable, constant: Parameter) -> bool:
    """Can a constant fill a parameter?"""
    if isinstance(constant, Entity):
        return constant.is_a(variable.type)
    return isinstance(constant, bool) and variable.type.name == "boolean"
