"""A canonical way to print a world file.

It works on tokens and changes none of them, but for a missing `;` after the last statement or part; so a formatted
world means the same. Only white space between tokens is chosen anew, and the indentation inside texts that span lines.
Comments, doc comments, order and single blank lines stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dreamwright.errors import Source
from dreamwright.language.expressions import ExpressionParser
from dreamwright.language.layout import Layout
from dreamwright.language.lexer import Tokens, tokenize
from dreamwright.language.parse import parse
from dreamwright.language.printer import Printer
from dreamwright.language.spacing import Item, items_of, spaces
from dreamwright.language.syntax import (
    Declaration,
    EventDeclaration,
    InitialDeclaration,
    PatternDeclaration,
    UtilityDeclaration,
)

STEP = 2
DEEPEST_INDENT = 60
PARTS = ("precondition", "effect", "observing", "before", "after", "while")
"""The parts of events and patterns that are expressions."""


def format_source(source: Source) -> str:
    """The text of a source, printed canonically. Raises WorldError if it cannot be parsed."""
    file, _ = parse(source)
    tokens = tokenize(source)
    layout = Layout(tokens)
    ends = [*layout.all(";", 0, len(tokens.tokens))]
    if not ends or ends[-1] < len(tokens.tokens) - 1:
        ends.append(len(tokens.tokens))
    starts = [0, *(end + 1 for end in ends)]
    statements = [_Statement(*place) for place in zip(starts, ends, file.declarations, strict=False)]
    return _Formatter(tokens, layout, statements).text()


@dataclass(frozen=True, slots=True)
class _Statement:
    """A declaration and its tokens, the `;` excluded."""

    start: int
    end: int
    declaration: Declaration


class _Formatter:
    def __init__(self, tokens: Tokens, layout: Layout, statements: list[_Statement]) -> None:
        self.tokens = tokens.tokens
        self.layout = layout
        self.shapes = ExpressionParser(tokens, layout)
        self.statements = statements
        self.items = {s.start: items_of(tokens, layout, s.start, s.end) for s in statements}
        utilities = [layout.first(":", s.start, s.end) for s in statements if _is_utility(s.declaration)]
        gaps = spaces(tokens, [item for items in self.items.values() for item in items], utilities)
        self.print = Printer(tokens, gaps)

    def text(self) -> str:
        for statement in self.statements:
            self.print.begin(statement.start, 0)
            self._statement(statement)
            self._terminator(statement.end)
        self.print.comments(len(self.tokens), 0)
        return self.print.text()

    # ------------------------------------------------------------------------------------ statements
    def _statement(self, statement: _Statement) -> None:
        start, end = statement.start, statement.end
        opener = self.layout.first("{", start, end)
        body_end = end if opener < 0 else opener
        is_event = isinstance(statement.declaration, EventDeclaration | PatternDeclaration)
        self._mark_last(self.items[start], end)
        if not is_event and self.print.fits(start, end):
            self.print.flat(start, end)
            return
        if isinstance(statement.declaration, InitialDeclaration):
            self._expression(start, end, STEP)
        elif isinstance(statement.declaration, UtilityDeclaration):
            self._keyed(start, self.layout.first(":", start, end), body_end, 0)
        else:
            self.print.flat(start, body_end)
        if opener >= 0:
            self._block(opener, self.items[start], is_event)

    def _mark_last(self, items: list[Item], end: int) -> None:
        """The last part of a block, and the last statement of the file, may lack their `;`."""
        if items and self.tokens[items[-1].end].type != ";":
            self.print.add_semicolon(items[-1].end - 1)
        if end == len(self.tokens):
            self.print.add_semicolon(end - 1)

    def _terminator(self, end: int) -> None:
        if end < len(self.tokens):
            self.print.token(end)

    def _block(self, opener: int, items: list[Item], is_event: bool) -> None:
        self.print.token(opener)
        closer = self.layout.partner[opener]
        for number, item in enumerate(items):
            self.print.begin(item.start, STEP, first=number == 0)
            key = self.tokens[item.start].text
            if is_event and key in PARTS:
                self._keyed(item.start, item.colon, item.end, STEP)
            else:
                self._values(item)
            if self.tokens[item.end].type == ";":
                self.print.token(item.end)
        if items or self.print.has_comments(closer):
            self.print.comments(closer, STEP)
            self.print.line(0)
        self.print.token(closer)

    def _keyed(self, start: int, colon: int, end: int, indent: int) -> None:
        """`key: expression`, the expression on lines of its own if it is long."""
        self.print.flat(start, colon + 1)
        if not self.print.fits(colon + 1, end):
            self.print.line(indent + STEP)
        self._expression(colon + 1, end, indent + STEP)
        self.print.indent = indent

    def _values(self, item: Item) -> None:
        cuts = self.layout.all(",", item.colon + 1, item.end)
        self.print.flat(item.start, item.colon + 1)
        if cuts and not self.print.fits(item.colon + 1, item.end):
            self._pieces(item.colon + 1, item.end, cuts, 2 * STEP)
        else:
            self.print.flat(item.colon + 1, item.end)
        self.print.indent = STEP

    # ------------------------------------------------------------------------------------ expressions
    def _expression(self, start: int, end: int, indent: int) -> None:
        """An expression from where the printer stands; what does not fit is broken at its loosest operators."""
        if start >= end:
            return
        self.print.indent = indent = min(indent, DEEPEST_INDENT)
        if self.print.fits(start, end):
            self.print.flat(start, end)
        elif cuts := self.layout.all("&", start, end) or self.layout.all("|", start, end):
            self._pieces(start, end, cuts, indent)
        elif self.shapes.is_bracketed(start, end):
            self._bracketed(start, end, indent)
        elif self.tokens[start].type == "!":
            self.print.token(start)
            self._expression(start + 1, end, indent)
        elif self.shapes.is_word(start, "if") and self.shapes.header_end(start, end) >= 0:
            self._conditional(start, end, indent)
        elif self.shapes.is_quantifier(start, end):
            self._headed(start, start + 6, end, indent)
        elif self.shapes.is_belief(start, end):
            self._headed(start, start + 4, end - 1, indent)
            self.print.line(indent)
            self.print.token(end - 1)
        elif (cut := self.layout.first("=", start, end)) >= 0:
            self._headed(start, cut + 1, end, indent)
        elif cuts := self.layout.all("+", start, end):
            self._pieces(start, end, cuts, indent)
        else:
            self.print.flat(start, end)

    def _headed(self, start: int, middle: int, end: int, indent: int) -> None:
        """A head, and what follows it on the next line; but a bracket opens on the line of the head."""
        self.print.flat(start, middle)
        self._body(middle, end, indent)

    def _body(self, start: int, end: int, indent: int) -> None:
        if self.print.fits(start, end):
            self._expression(start, end, indent + STEP)
        elif self.shapes.is_bracketed(start, end) and not self.print.has_comments(start):
            self._expression(start, end, indent)
        else:
            self.print.line(indent + STEP)
            self._expression(start, end, indent + STEP)
        self.print.indent = indent

    def _pieces(self, start: int, end: int, cuts: Iterable[int], indent: int) -> None:
        """One piece a line, the separators at the ends of the lines."""
        for cut in cuts:
            self._expression(start, cut, indent)
            self.print.indent = indent
            self.print.token(cut)
            start = cut + 1
            if start < end:
                self.print.line(indent)
        self._expression(start, end, indent)

    def _bracketed(self, start: int, end: int, indent: int) -> None:
        depth = 1
        while self.shapes.is_bracketed(start + depth, end - depth):
            depth += 1
        self.print.flat(start, start + depth)
        self.print.line(indent + STEP)
        self._expression(start + depth, end - depth, indent + STEP)
        self.print.comments(end - depth, indent + STEP)
        self.print.line(indent)
        self.print.flat(end - depth, end)

    def _conditional(self, start: int, end: int, indent: int) -> None:
        piece = start
        while piece < end:
            cut = self.shapes.conditional_cut(piece, end)
            close = self.shapes.header_end(piece, cut)
            if piece > start:
                self.print.line(indent)
            if close < 0 or self.shapes.is_word(piece, "else"):
                self._branch(piece, piece + 1, cut, indent)
            else:
                self.print.flat(piece, piece + 2)
                self._expression(piece + 2, close, indent + 2 * STEP)
                self._branch(close, close + 1, cut, indent)
            piece = cut

    def _branch(self, last: int, start: int, end: int, indent: int) -> None:
        """The last token of a branch's head, and its value."""
        self.print.indent = indent
        self.print.token(last)
        self._body(start, end, indent)


def _is_utility(declaration: Declaration) -> bool:
    return isinstance(declaration, UtilityDeclaration)
