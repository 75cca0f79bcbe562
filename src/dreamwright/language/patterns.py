"""Patterns: courses of events that an author wants found in stories.

The parts of a pattern are read in the order written. `event:` begins a step, and the parts that follow it are about
that event: `before`, `after` and the signs say what must be so when it happens; `while` and `unless` what must and
must not be until the next event. The last event may be `end`, the end of the story.

An event is looked for by its name with its arguments, `hide(a, _)`, or by a tag, so that a pattern can be about any
world: `promise by a to b` is whatever is tagged `promise`, done by a, with b among the others concerned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dreamwright.errors import Diagnostic, Span, did_you_mean
from dreamwright.language.attributes import PATTERN_PARTS, read_attributes
from dreamwright.language.codes import problem, warning
from dreamwright.language.resolve import Resolver, Scope, scope_of
from dreamwright.language.syntax import (
    Attribute,
    AttributeValue,
    Believes,
    Constant,
    EntityRef,
    Expression,
    Name,
    Number,
    PatternCondition,
    PatternDeclaration,
    Read,
    VariableRef,
    Word,
    Words,
    children,
)
from dreamwright.language.typecheck import Checker
from dreamwright.language.world import Deed, Parameter, Pattern, Step, Variable

EventsByName = dict[str, set[int]]
"""How many arguments the actions and triggers of each name take."""

ANYTHING = "_"
SOMEBODY = "somebody"
"""Stands for anybody else than those whom the pattern is about, and is not told who."""
SIGNS = tuple(part for part in PATTERN_PARTS if part not in ("event", "unless", "within"))
DEED = "a tag as in 'promise by a to b', an event as in 'give(a, _)', any, attempt or end"
LONGEST_MINUTES = 10_000_000

_NAMED = re.compile(r"(?P<name>[^\W\d_]\w*)\s*\((?P<arguments>[^()]*)\)")
_TAGGED = re.compile(r"(?P<tag>[^\W\d_][\w-]*)(?:\s+by\s+(?P<doer>[^\W\d_]\w*))?(?:\s+to\s+(?P<other>[^\W\d_]\w*))?")


def read_patterns(
    declarations: Iterable[PatternDeclaration], resolver: Resolver, events: EventsByName
) -> tuple[Pattern, ...]:
    """The patterns that are declared; problems go to the resolver's diagnostics."""
    found: dict[str, Pattern] = {}
    for declaration in declarations:
        pattern = _Reader(declaration, resolver, events).pattern()
        if pattern is not None and pattern.name in found:
            message = f"pattern '{pattern.name}' was declared at {found[pattern.name].span}; that one is used"
            resolver.diagnostics.append(warning("declaration-repeated", message, pattern.span))
        elif pattern is not None:
            found[pattern.name] = pattern
    return tuple(found.values())


def check_patterns(patterns: Iterable[Pattern], diagnostics: list[Diagnostic]) -> None:
    """Apply the type rules to the conditions of patterns."""
    checker = Checker(diagnostics)
    for pattern in patterns:
        for step in pattern.steps:
            for condition in (*step.before, *step.after, *step.meanwhile):
                checker.condition(condition)


@dataclass(slots=True)
class _Draft:
    """A step while its parts are read: the fields of `Step`."""

    deed: Deed
    span: Span
    parts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    within: int | None = None
    lasting: Span | None = None
    """The last part that is about the time until the next event."""

    def add(self, name: str, *values: Any) -> None:
        self.parts[name] = self.parts.get(name, ()) + values

    def step(self) -> Step:
        return Step(self.deed, within=self.within, **self.parts)


class _Reader:
    """Reads one pattern."""

    def __init__(self, declaration: PatternDeclaration, resolver: Resolver, events: EventsByName) -> None:
        self._declaration = declaration
        self._resolver = resolver
        self._events = events
        self._diagnostics = resolver.diagnostics
        self._scope: Scope = {}
        self._steps: list[_Draft] = []

    def pattern(self) -> Pattern | None:
        """The pattern; None, with errors noted, if it cannot be read."""
        declaration = self._declaration
        before = len(self._diagnostics)
        parameters = self._resolver.names.parameters(declaration.parameters)
        attributes = tuple(p for p in declaration.parts if isinstance(p, Attribute) and p.key.text not in PATTERN_PARTS)
        about = read_attributes("pattern", attributes, declaration.doc, self._diagnostics)
        if parameters is None:
            return None
        variables = tuple(p for p in parameters if isinstance(p, Variable))
        if len(variables) != len(parameters):
            self._wrong("pattern-shape", "what a pattern is about is a variable, 'name : type'", declaration.name.span)
        self._scope = scope_of(parameters)
        for part in declaration.parts:
            if isinstance(part, PatternCondition) or part.key.text in PATTERN_PARTS:
                self._part(part)
        self._check_shape()
        if len(self._diagnostics) > before:
            return None
        steps = tuple(draft.step() for draft in self._steps)
        for variable in variables:
            if not any(variable in _bound_by(step) for step in steps):
                message = f"no event of the pattern says who or what '{variable.name}' is"
                self._wrong(
                    "pattern-shape", message, declaration.name.span, hint="name it in an event, or leave it out"
                )
                return None
        return Pattern(declaration.name.text, variables, steps, about, declaration.name.span)

    def _wrong(
        self, code: str, message: str, span: Span, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        self._diagnostics.append(problem(code, message, span, expected=expected, hint=hint))

    def _check_shape(self) -> None:
        name = self._declaration.name
        if not self._steps:
            hint = "for instance 'event: promise by a to b;'"
            self._wrong("pattern-shape", f"pattern '{name.text}' looks for no event", name.span, hint=hint)
            return
        first, last = self._steps[0], self._steps[-1]
        if first.deed.kind == "end":
            self._wrong("pattern-shape", "before the end there must be an event", first.span)
        if first.within is not None:
            self._wrong("pattern-shape", "no event comes before the first one", first.span, hint="leave out 'within'")
        if last.lasting is not None:
            hint = "if it must last to the end of the story, add 'event: end;'"
            self._wrong("pattern-shape", "no event follows until which this could last", last.lasting, hint=hint)

    # ------------------------------------------------------------------------------------ parts
    def _part(self, part: Attribute | PatternCondition) -> None:
        key = part.key if isinstance(part, PatternCondition) else part.key.text
        if isinstance(part, Attribute) and key == "event":
            self._event(part)
            return
        if not self._steps:
            self._wrong("pattern-shape", f"'{key}' is about an event, and none is named before it", part.span)
            return
        draft = self._steps[-1]
        if draft.deed.kind == "end" and key != "within":
            self._wrong("pattern-shape", f"the end of the story has no '{key}'", part.span)
        elif isinstance(part, PatternCondition):
            expression = self._resolver.resolve(part.body, self._scope)
            draft.add({"while": "meanwhile"}.get(key, key), expression)
            if key == "while":
                draft.lasting = part.span
        elif key == "unless":
            deed = self._deed(part)
            if deed is not None:
                draft.add("unless", deed)
            draft.lasting = part.span
        elif key == "within":
            draft.within = self._minutes(part)
        else:
            draft.add("signs", *((key, self._who(value, key)) for value in part.values))

    def _event(self, part: Attribute) -> None:
        if self._steps and self._steps[-1].deed.kind == "end":
            self._wrong("pattern-shape", "nothing happens after the end of the story", part.span)
        deed = self._deed(part)
        self._steps.append(_Draft(deed or Deed("any"), part.span))

    def _minutes(self, part: Attribute) -> int | None:
        value = part.values[0]
        if len(part.values) == 1 and isinstance(value, Number) and 0 < value.value <= LONGEST_MINUTES:
            return int(value.value)
        self._wrong("attribute-value", "this is no value for 'within'", value.span, expected="a number of minutes")
        return None

    def _who(self, value: AttributeValue, sign: str) -> Parameter | None:
        """A character that a sign is about; None for somebody."""
        if not isinstance(value, Word):
            self._wrong("attribute-value", "this is no name", value.span, expected="a variable or a character")
            return None
        if value.text == SOMEBODY and SOMEBODY not in self._scope:
            if sign == "hidden":
                self._wrong(
                    "attribute-value", "from whom it is hidden must be told", value.span, hint="name a variable"
                )
            return None
        leaf = self._resolver.leaf(Name(value.span, value.text), self._scope)
        self._resolver.check_character(leaf, "whom this is about")
        return _parameter(leaf)

    # ------------------------------------------------------------------------------------ deeds
    def _deed(self, part: Attribute) -> Deed | None:
        first, *more = part.values
        if part.selector is not None:
            message = f"'{part.key.text}' has no kinds to choose from in brackets"
            self._wrong("attribute-selector", message, part.selector.span)
            return None
        if not isinstance(first, Word | Words):
            self._wrong("pattern-event", "this is no event", first.span, expected=DEED)
            return None
        text = first.span.text
        named, tagged = _NAMED.fullmatch(text), _TAGGED.fullmatch(text)
        if named is not None and not more:
            return self._named(named, first.span)
        if tagged is None or (more and tagged["other"] is None) or not all(isinstance(v, Word) for v in more):
            self._wrong("pattern-event", "this is no event", first.span.to(part.values[-1].span), expected=DEED)
            return None
        doer = None if tagged["doer"] is None else self._name(tagged, "doer", first.span)
        others = [] if tagged["other"] is None else [self._name(tagged, "other", first.span)]
        others += [_parameter(self._resolver.leaf(Name(v.span, v.span.text), self._scope)) for v in more]
        return self._tagged(part, tagged["tag"], doer, tuple(other for other in others if other is not None))

    def _tagged(self, part: Attribute, tag: str, doer: Parameter | None, others: tuple[Parameter, ...]) -> Deed | None:
        if tag == "end":
            if part.key.text != "event" or doer is not None or others:
                message = "the end of the story is nobody's deed" if part.key.text == "event" else "every story ends"
                self._wrong("pattern-event", message, part.span, hint="write 'event: end;' as the last event")
                return None
            return Deed("end")
        if tag in ("any", "attempt"):
            return Deed("any" if tag == "any" else "attempt", doer=doer, others=others)
        return Deed("tag", tag, doer=doer, others=others)

    def _named(self, match: re.Match[str], span: Span) -> Deed | None:
        name = match["name"]
        if name not in self._events:
            place = _inside(span, match, "name")
            hint = did_you_mean(name, list(self._events)) or f"to look for a tag write '{name} by NAME to NAME'"
            self._wrong("pattern-event", f"there is no action or trigger '{name}'", place, hint=hint)
            return None
        arguments: list[Parameter | None] = []
        start = match.start("arguments")
        written = match["arguments"].split(",") if match["arguments"].strip() else []
        for text in written:
            lead = start + len(text) - len(text.lstrip())
            place = Span(span.source, span.start + lead, span.start + lead + max(1, len(text.strip())))
            arguments.append(self._argument(text.strip(), place))
            start += len(text) + 1
        if len(arguments) not in self._events[name]:
            counts = " or ".join(str(count) for count in sorted(self._events[name]))
            given = "1 argument" if len(arguments) == 1 else f"{len(arguments)} arguments"
            message = f"'{name}' does not take {given}"
            self._wrong("pattern-event", message, span, expected=f"{counts} of them; '{ANYTHING}' for any")
            return None
        return Deed("event", name, tuple(arguments))

    def _argument(self, text: str, span: Span) -> Parameter | None:
        if text == ANYTHING:
            return None
        if text in ("True", "False"):
            return text == "True"
        return _parameter(self._resolver.leaf(Name(span, text), self._scope))

    def _name(self, match: re.Match[str], group: str, span: Span) -> Parameter | None:
        return _parameter(self._resolver.leaf(Name(_inside(span, match, group), match[group]), self._scope))


def _bound_by(step: Step) -> set[Variable]:
    """The variables that are bound once a step has happened."""
    deed = step.deed
    named = (*deed.arguments, deed.doer, *deed.others, *(who for _, who in step.signs))
    found = {parameter for parameter in named if isinstance(parameter, Variable)}
    return found.union(*(free_variables(c) for c in (*step.before, *step.after, *step.meanwhile)))


def _inside(span: Span, match: re.Match[str], group: str) -> Span:
    return Span(span.source, span.start + match.start(group), span.start + match.end(group))


def _parameter(leaf: object) -> Parameter | None:
    match leaf:
        case VariableRef(variable=variable):
            return variable
        case EntityRef(entity=entity):
            return entity
        case Constant(value=bool() as value):
            return value
    return None


def free_variables(expression: Expression) -> set[Variable]:
    """The variables that an expression names, those it binds itself included."""
    found: set[Variable] = set()
    match expression:
        case VariableRef(variable=variable):
            found.add(variable)
        case Read(arguments=arguments):
            found |= {leaf.variable for leaf in arguments if isinstance(leaf, VariableRef)}
        case Believes(character=VariableRef(variable=variable)):
            found.add(variable)
    for child in children(expression):
        found |= free_variables(child)
    return found
