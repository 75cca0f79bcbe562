"""Advice about a world that is right but perhaps not meant so: what a look at the World alone can tell.

Bundled libraries (`std:`) are left out: a world need not use all of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dreamwright.errors import Diagnostic, Span
from dreamwright.language.codes import warning
from dreamwright.language.imports import STANDARD_PREFIX
from dreamwright.language.syntax import (
    And,
    Assign,
    Believes,
    Compare,
    EntityRef,
    Expression,
    If,
    Not,
    Quantified,
    Read,
    children,
)
from dreamwright.language.world import Attributes, Entity, Event, Property, Variable, World

CONFUSING = {"if", "elseif", "else", "forall", "exists", "sum", "product", "believes", "and", "or", "not", "when"}
CONFUSING_VALUES = {"true", "false", "unknown", "none", "null"}
READ_IN_TEXT = re.compile(r"([^\W\d][^\s(){}]*)\(")


def lint(world: World) -> Iterator[Diagnostic]:
    """Warnings: entities never used, properties never read, names that mislead, repeated signatures."""
    usage = _Usage(world)
    yield from _unused_entities(world, usage)
    yield from _unread_properties(world, usage)
    yield from _confusing_names(world)
    yield from _hidden_names(world, usage)
    yield from _repeated_events(world)


class _Usage:
    """What the expressions and texts of a world mention, read and bind."""

    def __init__(self, world: World) -> None:
        self.mentioned: set[Entity] = set()
        self.read: set[Property] = set()
        self.bound: list[tuple[Variable, Span]] = []
        self.observers: list[tuple[Variable, Span]] = []
        self._words: set[str] = set()
        for event in (*world.actions, *world.triggers):
            self._event(event)
        for statement in world.initial:
            self._effect(statement)
        for owner, utility in world.utilities.items():
            if owner is not None:
                self.mentioned.add(owner)
            self._value(utility)
        for pattern in world.patterns:
            for step in pattern.steps:
                for condition in (*step.before, *step.after, *step.meanwhile):
                    self._value(condition)
                for deed in (step.deed, *step.unless):
                    named = (*deed.arguments, deed.doer, *deed.others)
                    self.mentioned.update(p for p in named if isinstance(p, Entity))
        if world.subject is not None:
            self.mentioned.add(world.subject)
        self._ranged = {variable.type.name for variable, _ in self.bound}
        for attributes in _all_attributes(world):
            self._words.update(name for text in attributes.texts for name in READ_IN_TEXT.findall(text.text))

    def is_used(self, entity: Entity) -> bool:
        """Is it named anywhere, or can it fill a parameter or quantified variable?"""
        return entity in self.mentioned or not self._ranged.isdisjoint(entity.types)

    def is_read(self, declared: Property) -> bool:
        return declared in self.read or declared.name in self._words

    def _event(self, event: Event) -> None:
        self.mentioned.update(p for p in event.parameters if isinstance(p, Entity))
        self.mentioned.update(ref.entity for ref in event.consenting if isinstance(ref, EntityRef))
        self.bound += [(p, event.span) for p in event.parameters if isinstance(p, Variable)]
        if event.precondition is not None:
            self._value(event.precondition)
        if event.effect is not None:
            self._effect(event.effect)
        if event.observing is not None:
            self.observers.append((event.observing[0], event.span))
            self._value(event.observing[1])

    def _value(self, expression: Expression) -> None:
        """Everything in a condition or value is read."""
        todo = [expression]
        while todo:
            current = todo.pop()
            self._mention(current)
            if isinstance(current, Read):
                self.read.add(current.property)
            todo.extend(children(current))

    def _effect(self, expression: Expression) -> None:
        """What an effect assigns to is not read by that."""
        todo = [expression]
        while todo:
            current = todo.pop()
            self._mention(current)
            match current:
                case And(parts=parts):
                    todo.extend(parts)
                case Not(body=body) | Believes(body=body) | Quantified(body=body):
                    todo.append(body)
                case If(branches=branches, otherwise=otherwise):
                    for condition, value in branches:
                        self._value(condition)
                        todo.append(value)
                    todo += [] if otherwise is None else [otherwise]
                case Assign(target=target, value=value) | Compare(left=target, right=value):
                    todo.append(target)
                    self._value(value)

    def _mention(self, expression: Expression) -> None:
        leaves: tuple[Expression, ...] = (expression,)
        if isinstance(expression, Read):
            leaves = expression.arguments
        elif isinstance(expression, Believes):
            leaves = (expression.character,)
        elif isinstance(expression, Quantified) and expression.variable is not None:
            self.bound.append((expression.variable, expression.variable_span))
        self.mentioned.update(leaf.entity for leaf in leaves if isinstance(leaf, EntityRef))


def _all_attributes(world: World) -> Iterator[Attributes]:
    yield world.attributes
    yield from (type_.attributes for type_ in world.types.values())
    yield from (entity.attributes for entity in world.entities)
    yield from (declared.attributes for declared in world.properties)
    yield from (event.attributes for event in (*world.actions, *world.triggers))


def _is_own(span: Span) -> bool:
    return not span.source.name.startswith(STANDARD_PREFIX)


def _unused_entities(world: World, usage: _Usage) -> Iterator[Diagnostic]:
    for entity in world.entities:
        if _is_own(entity.span) and not usage.is_used(entity):
            message = f"'{entity.name}' is never used: nothing mentions it, and no action can be about it"
            yield warning("entity-unused", message, entity.span)


def _unread_properties(world: World, usage: _Usage) -> Iterator[Diagnostic]:
    for declared in world.properties:
        if not usage.is_read(declared) and _is_own(declared.span):
            message = f"'{declared.name}' is never read: no condition, value, utility or text depends on it"
            yield warning("property-unread", message, declared.span)


def _confusing_names(world: World) -> Iterator[Diagnostic]:
    named = [(p.name, p.span) for p in world.properties if p.name in CONFUSING]
    named += [(e.name, e.span) for e in world.entities if e.name in CONFUSING | CONFUSING_VALUES]
    for name, span in named:
        if _is_own(span):
            message = f"'{name}' as a name looks like a part of the language"
            yield warning("name-confusing", message, span, hint="choose another name")


def _hidden_names(world: World, usage: _Usage) -> Iterator[Diagnostic]:
    entities = {entity.name: entity for entity in world.entities}
    for variable, span in (*usage.bound, *usage.observers):
        if variable.name in entities and _is_own(span):
            message = f"the variable '{variable.name}' hides the entity of that name"
            yield warning(
                "name-hidden", message, span, hint=f"the entity is declared at {entities[variable.name].span}"
            )


def _repeated_events(world: World) -> Iterator[Diagnostic]:
    first: dict[object, Event] = {}
    for event in (*world.actions, *world.triggers):
        before = first.setdefault((event.kind, event.name, tuple(_kinds(event))), event)
        if before is not event:
            message = f"a second {event.kind} '{event.name}' with the same parameters"
            hint = f"the first is at {before.span}; both can happen, but nobody can tell them apart by name"
            yield warning("declaration-repeated", message, event.span, hint=hint)


def _kinds(event: Event) -> Iterable[object]:
    return (p.type if isinstance(p, Variable) else p for p in event.parameters)
