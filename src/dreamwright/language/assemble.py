"""Declarations to a World: resolution, then the type rules. A phase that finds errors is the last one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, TypeVar

from dreamwright.errors import Diagnostic, Source, WorldError, did_you_mean
from dreamwright.language.attributes import no_attributes, read_attributes, world_start, world_subject
from dreamwright.language.codes import enough, ordered, problem, warning
from dreamwright.language.declare import Names, declare
from dreamwright.language.patterns import EventsByName, check_patterns, read_patterns
from dreamwright.language.resolve import Resolver, Scope, scope_of
from dreamwright.language.syntax import (
    And,
    Declaration,
    EntityRef,
    EventDeclaration,
    Expression,
    InitialDeclaration,
    Name,
    Observing,
    PatternDeclaration,
    UtilityDeclaration,
    VariableRef,
    Word,
    WorldDeclaration,
)
from dreamwright.language.typecheck import Checker
from dreamwright.language.world import Attributes, Entity, Event, Pattern, Variable, World

DEFAULT_START = datetime(2000, 1, 1, 8, 0)

D = TypeVar("D", bound=Declaration)


def assemble(sources: Sequence[Source], declarations: Sequence[Declaration]) -> World:
    """The world that declarations make; `sources` are the files they come from, the main one first.

    Raises WorldError with all errors of the first phase that has any. Warnings are in the world.
    """
    return _Assembly(sources, declarations).world()


class _Assembly:
    def __init__(self, sources: Sequence[Source], declarations: Sequence[Declaration]) -> None:
        self.sources = tuple(sources)
        self.declarations = declarations
        self.names: Names = declare(declarations)
        self.diagnostics = self.names.diagnostics
        event_names = frozenset(d.name.text for d in self._all(EventDeclaration))
        self.resolver = Resolver(self.names, self.diagnostics, event_names)

    def world(self) -> World:
        described = self._description()
        events = [*self._events("action"), *self._events("trigger")]
        initial = list(self._initial())
        utilities, utility_attributes = self._utilities()
        self._check_routines()
        subject = self._subject(described)
        patterns = read_patterns(self._all(PatternDeclaration), self.resolver, self._events_by_name())
        self._stop_on_errors()
        found = [event for event in events if event is not None]
        self._check_types(found, initial, utilities)
        check_patterns(patterns, self.diagnostics)
        self._stop_on_errors()
        return World(
            title=described.title.text if described else None,
            start=(world_start(described.attributes) if described else None) or DEFAULT_START,
            subject=subject,
            attributes=self._world_attributes,
            types=self.names.types,
            entities=tuple(self.names.entities.values()),
            properties=tuple(self.names.properties),
            actions=tuple(event for event in found if event.kind == "action"),
            triggers=tuple(event for event in found if event.kind == "trigger"),
            initial=tuple(initial),
            utilities=utilities,
            utility_attributes=utility_attributes,
            sources=self.sources,
            warnings=tuple(self.diagnostics),
            patterns=patterns,
        )

    def _all(self, kind: type[D]) -> Iterator[D]:
        return (declaration for declaration in self.declarations if isinstance(declaration, kind))

    def _stop_on_errors(self) -> None:
        if any(d.severity == "error" for d in self.diagnostics):
            raise WorldError(ordered(self.diagnostics, self.sources))

    # ------------------------------------------------------------------------------------ the world itself
    def _description(self) -> WorldDeclaration | None:
        """The `world` declaration of the main file; one in an imported file is for when that is played itself."""
        main: WorldDeclaration | None = None
        self._world_attributes = no_attributes()
        for declaration in self._all(WorldDeclaration):
            attributes = read_attributes("world", declaration.attributes, declaration.doc, self.diagnostics)
            if declaration.span.source is not self.sources[0]:
                continue
            if main is not None:
                message = "the world is described twice"
                hint = f"it was described at {main.span}"
                self.diagnostics.append(problem("world-repeated", message, declaration.title.span, hint=hint))
                continue
            main, self._world_attributes = declaration, attributes
        return main

    def _subject(self, described: WorldDeclaration | None) -> Entity | None:
        word = world_subject(described.attributes) if described else None
        return None if word is None else self._character(word, "the subject")

    def _character(self, word: Word, what: str) -> Entity | None:
        """The character of a name that no variable can stand for."""
        leaf = self.resolver.leaf(Name(word.span, word.text), {})
        self.resolver.check_character(leaf, what)
        return leaf.entity if isinstance(leaf, EntityRef) and leaf.entity.is_character else None

    def _check_routines(self) -> None:
        actions = [d.name.text for d in self._all(EventDeclaration) if d.kind == "action"]
        known = set(actions)
        for entity in self.names.entities.values():
            for name in entity.attributes.routine:
                if name not in known:
                    message = f"the routine of '{entity.name}' names no action: '{name}'"
                    hint = did_you_mean(name, actions)
                    self.diagnostics.append(problem("routine-unknown", message, entity.span, hint=hint))

    # ------------------------------------------------------------------------------------ events
    def _events(self, kind: Literal["action", "trigger"]) -> list[Event | None]:
        of_kind = [declaration for declaration in self._all(EventDeclaration) if declaration.kind == kind]
        return [self._event(d, index) for index, d in enumerate(of_kind) if not enough(self.diagnostics)]

    def _event(self, declaration: EventDeclaration, index: int) -> Event | None:
        kind = declaration.kind
        parameters = self.names.parameters(declaration.parameters)
        attributes = read_attributes(kind, declaration.attributes, declaration.doc, self.diagnostics)
        if parameters is None:
            return None
        scope = scope_of(parameters)
        consenting = self._consenting(declaration.consenting, scope)
        if consenting:
            self._refuse_chance(declaration, attributes)
        return Event(
            kind=kind,
            name=declaration.name.text,
            parameters=parameters,
            precondition=self._resolved(declaration.precondition, scope),
            effect=self._resolved(declaration.effect, scope),
            consenting=consenting,
            observing=None if declaration.observing is None else self._observing(declaration.observing, scope),
            attributes=attributes,
            index=index,
            span=declaration.name.span,
        )

    def _events_by_name(self) -> EventsByName:
        found: EventsByName = {}
        for declaration in self._all(EventDeclaration):
            found.setdefault(declaration.name.text, set()).add(len(declaration.parameters))
        return found

    def _resolved(self, expression: Expression | None, scope: Scope) -> Expression | None:
        return None if expression is None else self.resolver.resolve(expression, scope)

    def _consenting(self, words: tuple[Word, ...], scope: Scope) -> tuple[EntityRef | VariableRef, ...]:
        found: dict[object, EntityRef | VariableRef] = {}
        for word in words:
            leaf = self.resolver.leaf(Name(word.span, word.text), scope)
            self.resolver.check_character(leaf, "who consents")
            if isinstance(leaf, EntityRef):
                found.setdefault(leaf.entity, leaf)
            elif isinstance(leaf, VariableRef):
                found.setdefault(leaf.variable, leaf)
        return tuple(found.values())

    def _observing(self, observing: Observing, scope: Scope) -> tuple[Variable, Expression] | None:
        type_ = self.names.type(observing.type)
        if type_ is None:
            return None
        if not self.names.types["character"].is_subtype_of(type_):
            message = f"whoever observes is a character, which a '{type_.name}' need not be"
            hint = f"write 'observing({observing.variable.text} : character)'"
            self.diagnostics.append(problem("observing-type", message, observing.type.span, hint=hint))
        variable, inner = self.resolver.bind(observing.variable.text, type_, observing.variable.span, scope)
        return variable, self.resolver.resolve(observing.condition, inner)

    def _refuse_chance(self, declaration: EventDeclaration, attributes: Attributes) -> None:
        for attribute in declaration.attributes:
            if attribute.key.text in ("schedule", "rate"):
                message = f"'{attribute.key.text}' is for actions that nobody needs to want"
                hint = "leave out 'consenting', or let a routine or a utility bring it about"
                self.diagnostics.append(problem("attribute-consent", message, attribute.key.span, hint=hint))

    # ------------------------------------------------------------------------------------ statements
    def _initial(self) -> Iterator[Expression]:
        """One expression for each statement; a top-level `&` separates statements."""
        for declaration in self._all(InitialDeclaration):
            body = declaration.body
            if enough(self.diagnostics):
                return
            for part in body.parts if isinstance(body, And) else (body,):
                yield self.resolver.resolve(part, {})

    def _utilities(self) -> tuple[dict[Entity | None, Expression], dict[Entity | None, Attributes]]:
        utilities: dict[Entity | None, Expression] = {}
        attributes: dict[Entity | None, Attributes] = {}
        for declaration in self._all(UtilityDeclaration):
            if enough(self.diagnostics):
                break
            body = self.resolver.resolve(declaration.body, {})
            found = read_attributes("utility", declaration.attributes, declaration.doc, self.diagnostics)
            owner: Entity | None = None
            if declaration.character is not None:
                owner = self._character(declaration.character, "who has a utility")
                if owner is None:
                    continue
            if owner in utilities:
                whose = "the author" if owner is None else f"'{owner.name}'"
                message = f"a utility for {whose} is given twice; the last counts"
                self.diagnostics.append(warning("utility-repeated", message, declaration.body.span))
            utilities[owner], attributes[owner] = body, found
        return utilities, attributes

    # ------------------------------------------------------------------------------------ types
    def _check_types(
        self, events: list[Event], initial: list[Expression], utilities: dict[Entity | None, Expression]
    ) -> None:
        checker = Checker(self.diagnostics)
        for event in events:
            if event.precondition is not None:
                checker.condition(event.precondition)
            if event.effect is not None:
                checker.effect(event.effect)
            if event.observing is not None:
                checker.condition(event.observing[1])
        for statement in initial:
            if enough(self.diagnostics):
                return
            checker.effect(statement)
        for utility in utilities.values():
            checker.utility(utility)


def check_expression(world: World, expression: Expression) -> Expression:
    """An expression resolved and checked against a world. Raises WorldError."""
    diagnostics: list[Diagnostic] = []
    resolved = _resolver(world, diagnostics).resolve(expression, {})
    if not diagnostics:
        Checker(diagnostics).any(resolved)
    if diagnostics:
        raise WorldError(diagnostics)
    return resolved


def patterns_for(world: World, declarations: Sequence[Declaration]) -> tuple[Pattern, ...]:
    """Patterns that were declared elsewhere, read for a world. Raises WorldError."""
    diagnostics: list[Diagnostic] = []
    events: EventsByName = {}
    for event in (*world.actions, *world.triggers):
        events.setdefault(event.name, set()).add(len(event.parameters))
    declared = (declaration for declaration in declarations if isinstance(declaration, PatternDeclaration))
    patterns = read_patterns(declared, _resolver(world, diagnostics), events)
    if not diagnostics:
        check_patterns(patterns, diagnostics)
    if diagnostics:
        raise WorldError(diagnostics)
    return patterns


def _resolver(world: World, diagnostics: list[Diagnostic]) -> Resolver:
    """Resolves against a world that is complete."""
    names = Names(
        types=world.types,
        entities={entity.name: entity for entity in world.entities},
        properties=list(world.properties),
        diagnostics=diagnostics,
    )
    for declared in world.properties:
        names.overloads.setdefault((declared.name, len(declared.parameters)), []).append(declared)
    return Resolver(names, diagnostics, frozenset(event.name for event in (*world.actions, *world.triggers)))
