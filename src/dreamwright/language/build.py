"""Lark's trees to the syntax tree of `syntax.py`: one method for each rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from dreamwright.errors import Diagnostic, Span
from dreamwright.language.codes import warning
from dreamwright.language.diagnosis import explain
from dreamwright.language.expressions import ExpressionParser
from dreamwright.language.lexer import NUMBER, Tokens, string_content
from dreamwright.language.syntax import (
    Attribute,
    AttributeValue,
    Declaration,
    EntityDeclaration,
    EventDeclaration,
    Expression,
    ImportDeclaration,
    InitialDeclaration,
    Number,
    Observing,
    Parameter,
    PatternCondition,
    PatternDeclaration,
    PropertyDeclaration,
    Text,
    TypeDeclaration,
    UtilityDeclaration,
    Word,
    Words,
    WorldDeclaration,
)

if TYPE_CHECKING:
    from lark import Tree


@dataclass(slots=True)
class Terminal:
    """What the parser is fed: a terminal of the grammar that covers the tokens `start` to `end` (exclusive)."""

    type: str
    start: int
    end: int
    # Lark copies the place of the last terminal for its own end mark; we never use it.
    start_pos = line = column = end_line = end_column = end_pos = 0


@dataclass(slots=True)
class _Part:
    """A part of an event before the event is put together."""

    key: str
    span: Span
    value: Any


class Unreadable(Exception):  # noqa: N818 - control flow inside this package, never shown
    """A declaration holds an expression that cannot be read; the problem is in the builder's diagnostics."""


class Builder:
    """Builds the declarations of one file, collecting diagnostics on the way."""

    def __init__(self, tokens: Tokens, expressions: ExpressionParser) -> None:
        self.tokens = tokens
        self.expressions = expressions
        self.diagnostics: list[Diagnostic] = []
        self._span = tokens.span(0, 1)
        self._doc: str | None = None

    def build(self, tree: Tree[Terminal], span: Span, doc: str | None) -> Declaration:
        """The declaration of a parse tree. Raises Unreadable if one of its expressions is none."""
        self._span, self._doc = span, doc
        inner = cast("Tree[Terminal]", tree.children[0])
        method: Callable[..., Declaration] = getattr(self, f"_{inner.data}")
        return method(*inner.children)

    # ------------------------------------------------------------------------------------ declarations
    def _type(self, name: Terminal, names: Tree[Terminal] | None, attributes: Tree[Terminal] | None) -> Declaration:
        supertypes = self._names(names)
        return TypeDeclaration(self._span, self._word(name), supertypes, self._attributes(attributes), self._doc)

    def _entity(self, name: Terminal, names: Tree[Terminal], attributes: Tree[Terminal] | None) -> Declaration:
        types = self._names(names)
        return EntityDeclaration(self._span, self._word(name), types, self._attributes(attributes), self._doc)

    def _property(
        self, name: Terminal, parameters: Tree[Terminal], type_: Terminal, attributes: Tree[Terminal] | None
    ) -> Declaration:
        return PropertyDeclaration(
            span=self._span,
            name=self._word(name),
            parameters=self._parameters(parameters),
            type=self._word(type_),
            attributes=self._attributes(attributes),
            doc=self._doc,
        )

    def _action(self, name: Terminal, parameters: Tree[Terminal], *parts: Tree[Terminal] | None) -> Declaration:
        return self._event("action", name, parameters, parts)

    def _trigger(self, name: Terminal, parameters: Tree[Terminal], *parts: Tree[Terminal] | None) -> Declaration:
        return self._event("trigger", name, parameters, parts)

    def _event(
        self,
        kind: Literal["action", "trigger"],
        name: Terminal,
        parameters: Tree[Terminal],
        parts: Iterable[Tree[Terminal] | None],
    ) -> Declaration:
        trees = [part for part in parts if part is not None]
        attributes = tuple(self._attribute(part) for part in trees if part.data == "attribute")
        values: dict[str, Any] = {}
        for part in self._each([p for p in trees if p.data != "attribute"], self._part):
            if part.key in values:
                message = f"'{part.key}' is given twice; the last counts"
                self.diagnostics.append(warning("part-repeated", message, part.span))
            values[part.key] = part.value
        return EventDeclaration(
            span=self._span,
            kind=kind,
            name=self._word(name),
            parameters=self._parameters(parameters),
            precondition=values.get("precondition"),
            effect=values.get("effect"),
            consenting=values.get("consenting", ()),
            observing=values.get("observing"),
            attributes=attributes,
            doc=self._doc,
        )

    def _utility(self, character: Terminal | None, body: Terminal, attributes: Tree[Terminal] | None) -> Declaration:
        named = None if character is None else self._word(character)
        return UtilityDeclaration(self._span, named, self.expression(body), self._attributes(attributes), self._doc)

    def _initial(self, body: Terminal) -> Declaration:
        return InitialDeclaration(self._span, self.expression(body), self._doc)

    def _import(self, path: Terminal) -> Declaration:
        return ImportDeclaration(self._span, self._text(path), self._doc)

    def _world(self, title: Terminal, attributes: Tree[Terminal] | None) -> Declaration:
        return WorldDeclaration(self._span, self._text(title), self._attributes(attributes), self._doc)

    def _pattern(self, name: Terminal, parameters: Tree[Terminal], *parts: Tree[Terminal] | None) -> Declaration:
        trees = [part for part in parts if part is not None]
        values = self._each(trees, self._pattern_part)
        written = tuple(part.value for part in values)
        return PatternDeclaration(self._span, self._word(name), self._parameters(parameters), written, self._doc)

    def _pattern_part(self, tree: Tree[Terminal]) -> _Part:
        if tree.data == "attribute":
            attribute = self._attribute(tree)
            return _Part(attribute.key.text, attribute.span, attribute)
        expression = self.expression(cast(Terminal, tree.children[0]))
        key = str(tree.data)
        return _Part(key, expression.span, PatternCondition(expression.span, key, expression))

    # ------------------------------------------------------------------------------------ parts of events
    def _part(self, tree: Tree[Terminal]) -> _Part:
        key = str(tree.data)
        children: list[Any] = list(tree.children)
        if key == "consenting":
            names = self._characters(children[0])
            return _Part(key, names[0].span if names else self._span, names)
        if key == "observing":
            variable, type_, condition = children
            word = self._word(variable)
            observing = Observing(word.span, word, self._word(type_), self.expression(condition))
            return _Part(key, word.span, observing)
        expression = self.expression(children[0])
        return _Part(key, expression.span, expression)

    def _characters(self, tree: Tree[Terminal] | None) -> tuple[Word, ...]:
        """The names of `consenting: a, b`, in any number of brackets."""
        while tree is not None and len(tree.children) == 1 and not isinstance(tree.children[0], Terminal):
            tree = cast("Tree[Terminal] | None", tree.children[0])
        return self._names(tree)

    def _parameters(self, tree: Tree[Terminal]) -> tuple[Parameter, ...]:
        return tuple(self._parameter(cast("Tree[Terminal]", child)) for child in tree.children if child is not None)

    def _parameter(self, tree: Tree[Terminal]) -> Parameter:
        first = cast(Terminal, tree.children[0])
        word = self._word(first)
        if tree.data == "constant":
            return Parameter(word.span, word.text, None, self.expressions.leaf(first.start))
        type_ = self._word(cast(Terminal, tree.children[1]))
        return Parameter(word.span.to(type_.span), word.text, type_, None)

    # ------------------------------------------------------------------------------------ attributes
    def _attributes(self, tree: Tree[Terminal] | None) -> tuple[Attribute, ...]:
        if tree is None:
            return ()
        return tuple(self._attribute(cast("Tree[Terminal]", child)) for child in tree.children if child is not None)

    def _attribute(self, tree: Tree[Terminal]) -> Attribute:
        key, selector, *values = cast("list[Terminal]", tree.children)
        return Attribute(
            span=self.tokens.span(key.start, max(values[-1].end, key.end)),
            key=self._word(key),
            selector=None if selector is None else self._word(selector),
            values=tuple(self._value(value) for value in values),
        )

    def _value(self, terminal: Terminal) -> AttributeValue:
        tokens = self.tokens.tokens[terminal.start : terminal.end]
        if terminal.type == "STRING":
            return self._text(terminal)
        span = self.tokens.span(terminal.start, terminal.end)
        if len(tokens) == 1 and tokens[0].type is NUMBER:
            return Number(span, float(tokens[0].text) + 0.0)
        words: list[str] = []
        for index, token in enumerate(tokens):
            # What is written without space is one word: 20:00, well-made.
            if index > 0 and tokens[index - 1].end == token.start:
                words[-1] += token.text
            else:
                words.append(token.text)
        return Word(span, words[0]) if len(words) == 1 else Words(span, tuple(words))

    def _text(self, terminal: Terminal) -> Text:
        token = self.tokens.tokens[terminal.start]
        content, wrong = string_content(token, self.tokens.source)
        self.diagnostics += wrong
        return Text(self.tokens.span(terminal.start, terminal.end), content)

    # ------------------------------------------------------------------------------------ small things
    def _names(self, tree: Tree[Terminal] | None) -> tuple[Word, ...]:
        children = () if tree is None else tree.children
        return tuple(self._word(child) for child in children if isinstance(child, Terminal))

    def _word(self, terminal: Terminal) -> Word:
        return Word(self.tokens.span(terminal.start, terminal.end), self.tokens.tokens[terminal.start].text)

    def expression(self, terminal: Terminal) -> Expression:
        """The expression of an EXPR. Raises Unreadable."""
        expression = self.expressions.read(terminal.start, terminal.end)
        if expression is None:
            self.diagnostics += explain(self.expressions, terminal.start, terminal.end)
            raise Unreadable
        return expression

    def _each(self, trees: list[Tree[Terminal]], build: Callable[[Tree[Terminal]], _Part]) -> list[_Part]:
        """All parts, so that a part that cannot be read does not hide another; then raises Unreadable."""
        built: list[_Part] = []
        for tree in trees:
            try:
                built.append(build(tree))
            except Unreadable:
                continue
        if len(built) < len(trees):
            raise Unreadable
        return built
