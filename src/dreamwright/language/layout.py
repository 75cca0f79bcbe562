"""How the tokens of a file nest: partners of brackets, and where the separators of each bracket level stand.

Both are worked out once per file, in one pass; after that every question the parser asks ("the first `&` of this span
outside all brackets?") is one binary search, which is what keeps reading by splitting linear.

A bracket without partner must not hide the mistakes in other declarations. So a `;`, which cannot stand inside round
or square brackets, ends them, and a `}` ends what was opened inside its `{`.
"""

from __future__ import annotations

from bisect import bisect_left

from dreamwright.errors import Diagnostic, Span
from dreamwright.language.codes import problem
from dreamwright.language.lexer import Tokens

PARTNER = {"(": ")", "[": "]", "{": "}"}
OPENER = {closer: opener for opener, closer in PARTNER.items()}
CLOSERS = set(OPENER)
SEPARATORS = {"&", "|", "=", "==", "!=", ">=", "<=", ">", "<", ":", "*", "/", "+", "-", ";", ",", "{"}
SEPARATING_WORDS = {"elseif", "else"}

MOST_DIAGNOSTICS = 100
"""More broken brackets than this are not worth listing."""

TOP = -1
"""The level outside all brackets; every other level is known by the index of its opening bracket."""


class Layout:
    """Bracket partners (`partner[i]`, or -1), the level of every token, and separators by level and kind."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens.tokens
        self.partner = [-1] * len(self.tokens)
        self.level = [TOP] * len(self.tokens)
        self.diagnostics: list[Diagnostic] = []
        self.broken: set[int] = set()
        """Indices of tokens at which a bracket is wrong; a declaration holding one cannot be read."""
        self._positions: dict[tuple[int, str], list[int]] = {}
        self._source = tokens.source
        self._nest()

    def first(self, kind: str, start: int, end: int) -> int:
        """The first separator of a kind between two token indices, on the level of `start`; -1 if there is none."""
        if start >= end:
            return -1
        positions = self._positions.get((self.level[start], kind))
        if positions is None:
            return -1
        place = bisect_left(positions, start)
        return positions[place] if place < len(positions) and positions[place] < end else -1

    def all(self, kind: str, start: int, end: int) -> list[int]:
        """All separators of a kind between two token indices, on the level of `start`."""
        positions = self._positions.get((self.level[start], kind), []) if start < end else []
        return positions[bisect_left(positions, start) : bisect_left(positions, end)]

    def _nest(self) -> None:
        stack = _Stack()
        for index, token in enumerate(self.tokens):
            kind = token.type
            if kind in CLOSERS:
                self._close(stack, index, OPENER[kind])
                continue
            if kind == ";":
                self._unclosed(stack.leave_round())
            self.level[index] = stack.top
            if kind in SEPARATORS or (kind == "WORD" and token.text in SEPARATING_WORDS):
                self._positions.setdefault((stack.top, token.text), []).append(index)
            if kind in PARTNER:
                stack.open(index, kind)
        self._unclosed(stack.leave_all())

    def _close(self, stack: _Stack, index: int, opening: str) -> None:
        left_open, opener = stack.close(opening)
        self._unclosed(left_open)
        self.level[index] = stack.top
        if opener is None:
            self.broken.add(index)
            self._report("bracket-stray", f"this '{self.tokens[index].text}' closes nothing", index)
        else:
            self.partner[opener] = index
            self.partner[index] = opener

    def _unclosed(self, openers: list[int]) -> None:
        for index in openers:
            self.broken.add(index)
            text = self.tokens[index].text
            self._report("bracket-unclosed", f"this '{text}' is never closed", index, expected=f"'{PARTNER[text]}'")

    def _report(self, code: str, message: str, index: int, expected: str | None = None) -> None:
        if len(self.diagnostics) < MOST_DIAGNOSTICS:
            token = self.tokens[index]
            span = Span(self._source, token.start, token.end)
            self.diagnostics.append(problem(code, message, span, expected=expected))


class _Stack:
    """The brackets open at one place, with a count of each kind since the last `{`, so that no close need search."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._counts: list[dict[str, int]] = [{"(": 0, "[": 0}]

    @property
    def top(self) -> int:
        return self._open[-1][0] if self._open else TOP

    def open(self, index: int, kind: str) -> None:
        self._open.append((index, kind))
        if kind == "{":
            self._counts.append({"(": 0, "[": 0})
        else:
            self._counts[-1][kind] += 1

    def close(self, kind: str) -> tuple[list[int], int | None]:
        """Close the innermost bracket of a kind: what was left open inside it, and its index (None: there is none).

        A round or square bracket does not reach out of the braces it stands in.
        """
        there = len(self._counts) > 1 if kind == "{" else self._counts[-1][kind] > 0
        if not there:
            return [], None
        left: list[int] = []
        while self._open[-1][1] != kind:
            left.append(self._pop())
        return left, self._pop()

    def leave_round(self) -> list[int]:
        """Give up what is open inside the innermost `{`."""
        left: list[int] = []
        while self._open and self._open[-1][1] != "{":
            left.append(self._pop())
        return left

    def leave_all(self) -> list[int]:
        return [self._pop() for _ in range(len(self._open))]

    def _pop(self) -> int:
        index, kind = self._open.pop()
        if kind == "{":
            self._counts.pop()
        else:
            self._counts[-1][kind] -= 1
        return index
