"""Expressions are read by splitting: the rows of the table in section 1.3 of the specification, tried in order.

A row whose shape fits but one of whose parts cannot be read is abandoned and the next one is tried. So that this stays
linear, what a span of tokens reads as (or that it cannot be read) is remembered, and places to split come from the
`Layout`: a split is always at the *first* separator of its kind, so the spans ever asked for number at most a small
constant for each token.

The methods return None where the text cannot be read so; `diagnosis.py` then finds out what to tell the author.
"""

from __future__ import annotations

import sys
from typing import cast

from dreamwright.errors import Span, WorldError
from dreamwright.language.codes import problem
from dreamwright.language.layout import Layout
from dreamwright.language.lexer import NUMBER, WORD, Tokens
from dreamwright.language.syntax import (
    And,
    Arithmetic,
    Assign,
    Believes,
    Call,
    Comparator,
    Compare,
    Constant,
    Expression,
    If,
    Leaf,
    Name,
    Not,
    Operator,
    Or,
    Quantified,
    Quantifier,
    TypeTest,
)

DEEPEST = 2_500
"""Levels an expression may be nested (brackets that only group do not count)."""
USUAL_DEPTH = 100
"""Deeper expressions need a higher recursion limit, here and wherever they are walked."""
RECURSION_LIMIT = 40_000

COMPARATORS = ("==", "!=", ">=", "<=", ">", "<")
OPERATORS = ("*", "/", "+", "-")
CONSTANTS: dict[str, bool | None] = {"?": None, "True": True, "False": False}


class ExpressionParser:
    """Reads spans of the tokens of one file, given as start and end index (exclusive)."""

    def __init__(self, tokens: Tokens, layout: Layout) -> None:
        self.tokens = tokens.tokens
        self.layout = layout
        self._source = tokens.source
        self._read: dict[tuple[int, int], Expression | None] = {}

    def read(self, start: int, end: int, depth: int = 0) -> Expression | None:
        """The expression that a span is, or None.

        Raises WorldError if it is nested too deeply.
        """
        while self.is_bracketed(start, end):
            start, end = start + 1, end - 1
        if start >= end:
            return None
        key = (start, end)
        if key not in self._read:
            self._guard(start, depth)
            self._read[key] = self._rows(start, end, depth + 1)
        return self._read[key]

    def _rows(self, start: int, end: int, depth: int) -> Expression | None:
        if end - start == 1:
            return self.leaf(start)
        return (
            self._call(start, end)
            or self._belief(start, end, depth)
            or self._conjunction(start, end, depth)
            or self._disjunction(start, end, depth)
            or self._negation(start, end, depth)
            or self._conditional(start, end, depth)
            or self._quantified(start, end, depth, ("forall", "exists"))
            or self._assignment(start, end, depth)
            or self._comparison(start, end, depth)
            or self._type_test(start, end, depth)
            or self._quantified(start, end, depth, ("product", "sum"))
            or self._arithmetic(start, end, depth)
        )

    # ------------------------------------------------------------------------------------ rows 2 to 4
    def leaf(self, index: int) -> Leaf | None:
        """Row 2: one token."""
        token = self.tokens[index]
        if token.type is NUMBER:
            return Constant(self.span(index, index + 1), float(token.text) + 0.0)  # no negative zero
        if token.type is WORD and token.text in CONSTANTS:
            return Constant(self.span(index, index + 1), CONSTANTS[token.text])
        if token.is_name:
            return Name(self.span(index, index + 1), token.text)
        return None

    def _call(self, start: int, end: int) -> Expression | None:
        """Row 3: a property with simple arguments. (In `believes(c, P)` row 4 reads P the same way.)"""
        if not self._is_applied(start, end):
            return None
        arguments = self.arguments(start + 2, end - 1)
        if arguments is None:
            return None
        return Call(self.span(start, end), self.tokens[start].text, self.span(start, start + 1), arguments)

    def arguments(self, start: int, end: int) -> tuple[Leaf, ...] | None:
        """Single names and constants with commas between, one comma after the last tolerated."""
        leaves: list[Leaf] = []
        for index in range(start, end, 2):
            leaf = self.leaf(index)
            if leaf is None or (index + 1 < end and self.tokens[index + 1].type != ","):
                return None
            leaves.append(leaf)
        return tuple(leaves)

    def _belief(self, start: int, end: int, depth: int) -> Expression | None:
        if not self.is_belief(start, end):
            return None
        body = self.read(start + 4, end - 1, depth)
        if body is None:
            return None
        return Believes(self.span(start, end), cast(Leaf, self.leaf(start + 2)), body)

    def is_belief(self, start: int, end: int) -> bool:
        """Does the span look like `believes(NAME, ...)`?"""
        return (
            self._is_applied(start, end)
            and self.tokens[start].text == "believes"
            and end - start > 5
            and self.tokens[start + 2].is_name
            and self.tokens[start + 3].type == ","
        )

    # ------------------------------------------------------------------------------------ rows 5 to 8
    def _conjunction(self, start: int, end: int, depth: int) -> Expression | None:
        parts = self._parts("&", start, end, depth)
        return None if parts is None else And(self.span(start, end), parts)

    def _disjunction(self, start: int, end: int, depth: int) -> Expression | None:
        parts = self._parts("|", start, end, depth)
        return None if parts is None else Or(self.span(start, end), parts)

    def _parts(self, separator: str, start: int, end: int, depth: int) -> tuple[Expression, ...] | None:
        """Two or more parts between separators; one separator after the last is tolerated."""
        cuts = self.layout.all(separator, start, end)
        if cuts and cuts[-1] == end - 1:
            end = cuts.pop()
        if not cuts:
            return None
        parts: list[Expression] = []
        for first, last in zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True):
            part = self.read(first, last, depth)
            if part is None:
                return None
            parts.append(part)
        return tuple(parts)

    def _negation(self, start: int, end: int, depth: int) -> Expression | None:
        if self.tokens[start].type != "!":
            return None
        body = self.read(start + 1, end, depth)
        return None if body is None else Not(self.span(start, end), body)

    def _conditional(self, start: int, end: int, depth: int) -> Expression | None:
        """Row 8: cut before each next top-level `elseif`, or when none is left before each next `else`."""
        if not self.is_word(start, "if"):
            return None
        branches: list[tuple[Expression, Expression]] = []
        piece = start
        while piece < end:
            cut = self.conditional_cut(piece, end)
            if cut == end and piece > start and self.is_word(piece, "else"):
                otherwise = self.read(piece + 1, end, depth)
                return None if otherwise is None else If(self.span(start, end), tuple(branches), otherwise)
            branch = self._branch(piece, cut, depth, "if" if piece == start else "elseif")
            if branch is None:
                return None
            branches.append(branch)
            piece = cut
        return If(self.span(start, end), tuple(branches), None)

    def conditional_cut(self, piece: int, end: int) -> int:
        """Where the piece of a conditional that starts at a token ends."""
        cut = self.layout.first("elseif", piece + 1, end)
        if cut < 0:
            cut = self.layout.first("else", piece + 1, end)
        return end if cut < 0 else cut

    def _branch(self, start: int, end: int, depth: int, word: str) -> tuple[Expression, Expression] | None:
        """`if(C) X` or `elseif(C) X`."""
        close = self.header_end(start, end)
        if not self.is_word(start, word) or close < 0:
            return None
        condition = self.read(start + 2, close, depth)
        value = None if condition is None else self.read(close + 1, end, depth)
        return None if condition is None or value is None else (condition, value)

    # ------------------------------------------------------------------------------------ rows 9 to 22
    def _quantified(self, start: int, end: int, depth: int, kinds: tuple[str, ...]) -> Expression | None:
        if not any(self.is_word(start, kind) for kind in kinds) or not self.is_quantifier(start, end):
            return None
        body = self.read(start + 6, end, depth)
        if body is None:
            return None
        return Quantified(
            span=self.span(start, end),
            kind=cast(Quantifier, self.tokens[start].text),
            variable_name=self.tokens[start + 2].text,
            variable_span=self.span(start + 2, start + 3),
            type_name=self.tokens[start + 4].text,
            type_span=self.span(start + 4, start + 5),
            body=body,
        )

    def is_quantifier(self, start: int, end: int) -> bool:
        """Does a word go on with `(NAME : NAME)`?"""
        return (
            self.header_end(start, end) == start + 5
            and self.tokens[start + 2].is_name
            and self.tokens[start + 3].type == ":"
            and self.tokens[start + 4].is_name
        )

    def _assignment(self, start: int, end: int, depth: int) -> Expression | None:
        cut = self.layout.first("=", start, end)
        if cut < 0 or not self.is_target(start, cut):
            return None
        target = self.read(start, cut, depth)
        value = None if target is None else self.read(cut + 1, end, depth)
        if target is None or value is None:
            return None
        return Assign(self.span(start, end), target, value)

    def is_target(self, start: int, end: int) -> bool:
        """Is the span of the shape of row 3: a property, or a property in `believes(c, ...)`, without more brackets?"""
        while self.is_belief(start, end) and self.arguments(start + 2, end - 1) is None:
            start, end = start + 4, end - 1
        return self._is_applied(start, end) and self.arguments(start + 2, end - 1) is not None

    def _comparison(self, start: int, end: int, depth: int) -> Expression | None:
        for operator in COMPARATORS:
            sides = self._sides(operator, start, end, depth)
            if sides is not None:
                return Compare(self.span(start, end), cast(Comparator, operator), *sides)
        return None

    def _type_test(self, start: int, end: int, depth: int) -> Expression | None:
        cut = self.layout.first(":", start, end)
        if cut < 0 or cut + 2 != end or not self.tokens[cut + 1].is_name:
            return None
        body = self.read(start, cut, depth)
        if body is None:
            return None
        return TypeTest(self.span(start, end), body, self.tokens[cut + 1].text, self.span(cut + 1, end))

    def _arithmetic(self, start: int, end: int, depth: int) -> Expression | None:
        for operator in OPERATORS:
            sides = self._sides(operator, start, end, depth)
            if sides is not None:
                return Arithmetic(self.span(start, end), cast(Operator, operator), *sides)
        return None

    def _sides(self, operator: str, start: int, end: int, depth: int) -> tuple[Expression, Expression] | None:
        cut = self.layout.first(operator, start, end)
        if cut < 0:
            return None
        left = self.read(start, cut, depth)
        right = None if left is None else self.read(cut + 1, end, depth)
        return None if left is None or right is None else (left, right)

    # ------------------------------------------------------------------------------------ shapes
    def is_bracketed(self, start: int, end: int) -> bool:
        """Row 1: `(` ... `)`, the brackets matching each other."""
        return end - start > 1 and self.tokens[start].type == "(" and self.layout.partner[start] == end - 1

    def is_word(self, index: int, word: str) -> bool:
        token = self.tokens[index]
        return token.type is WORD and token.text == word

    def header_end(self, start: int, end: int) -> int:
        """The index of the bracket that closes the one right after a word, or -1."""
        if start + 1 >= end or self.tokens[start + 1].type != "(":
            return -1
        return self.layout.partner[start + 1]

    def _is_applied(self, start: int, end: int) -> bool:
        """NAME ( ... ), nothing after it."""
        return end - start > 2 and self.tokens[start].is_name and self.header_end(start, end) == end - 1

    def span(self, start: int, end: int) -> Span:
        """The span of the tokens with indices start to end - 1 (at least one)."""
        return Span(self._source, self.tokens[start].start, self.tokens[end - 1].end)

    def _guard(self, start: int, depth: int) -> None:
        if depth > USUAL_DEPTH and sys.getrecursionlimit() < RECURSION_LIMIT:
            sys.setrecursionlimit(RECURSION_LIMIT)
        if depth > DEEPEST:
            message = f"this is nested more than {DEEPEST:,} levels deep"
            hint = "split it with helping properties, or join equal parts with '&' and '|', which may be many"
            raise WorldError(problem("nested-too-deeply", message, self.span(start, start + 1), hint=hint))
