"""Writes tokens to lines, with their comments; knows what still fits on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from dreamwright.language.lexer import STRING, Tokens
from dreamwright.language.trivia import trivia

WIDTH = 100
STEP = 2


class Printer:
    """Output so far, the column it has reached, and the line break that is due before anything more is written."""

    def __init__(self, tokens: Tokens, gaps: list[str]) -> None:
        self.indent = 0
        """Where lines go on that a comment breaks."""
        self._tokens = tokens.tokens
        self._trivia = trivia(tokens)
        self._gaps = gaps
        self._out: list[str] = []
        self._column = 0
        self._due: str | None = ""
        self._after_comment = False
        self._begun = -1
        self._added: set[int] = set()
        count = range(len(self._tokens))
        self._widths = _sums(len(gaps[i]) + len(self._tokens[i].text) for i in count)
        self._inner = _sums(bool(self._trivia.before[i]) for i in count)
        self._lines = _sums("\n" in self._tokens[i].text for i in count)
        self._trailing = _sums(bool(self._trivia.after[i]) for i in count)

    def text(self) -> str:
        """All that was printed, with one line end at the end."""
        return "".join(self._out).rstrip() + "\n"

    def add_semicolon(self, index: int) -> None:
        """A token after which a `;` is missing."""
        self._added.add(index)

    def has_comments(self, index: int) -> bool:
        """Do comments stand on lines before a token?"""
        return bool(self._trivia.before[index])

    def fits(self, start: int, end: int) -> bool:
        """Do the tokens fit on what is left of the line, without any comment or line break among them?"""
        if start >= end:
            return True
        broken = (
            self._inner[end] - self._inner[start + 1]
            + self._lines[end] - self._lines[start]
            + self._trailing[end - 1] - self._trailing[start]
        )  # fmt: skip
        if broken or (self._begun != start and self._trivia.before[start]):
            return False
        width = self._widths[end] - self._widths[start]
        column = self._column if self._due is None else len(self._due.lstrip("\n"))
        return column + width + len(" &") <= WIDTH

    # ------------------------------------------------------------------------------------ writing
    def line(self, indent: int, *, blank: bool = False) -> None:
        """Begin a new line before anything more is written."""
        self.indent = indent
        self._due = ("\n\n" if blank else "\n") + " " * indent

    def begin(self, index: int, indent: int, *, first: bool = False) -> None:
        """Begin a line for a token, after the comments before it; blank lines are kept, but not before the first."""
        self.comments(index, indent, first=first)
        blank = self._trivia.blank[index] and not (first and not self._trivia.before[index])
        self.line(indent, blank=blank)
        self._begun = index

    def comments(self, index: int, indent: int, *, first: bool = False) -> None:
        """The comments on the lines before a token, if they were not printed yet."""
        if self._begun == index:
            return
        for comment in self._trivia.before[index]:
            self.line(indent, blank=comment.blank and not first)
            self._put("", comment.text)
            first = False
            self.line(indent)
        self._begun = index

    def flat(self, start: int, end: int) -> None:
        """Tokens side by side."""
        for index in range(start, end):
            self.token(index)

    def token(self, index: int) -> None:
        """One token with its comments."""
        token = self._tokens[index]
        self.comments(index, self.indent)
        text = token.text
        if token.type is STRING:
            text = re.sub(r"[ \t]*\n\s*", "\n" + " " * (self.indent + STEP), text)
        gap = self._gaps[index]
        if self._after_comment and token.type not in ");,":
            gap = " "
        self._put(gap, text + (";" if index in self._added else ""))
        for comment in self._trivia.after[index]:
            self._put("  " if comment.ends_line else " ", comment.text)
            self._after_comment = True
            if comment.ends_line:
                self.line(self.indent)

    def _put(self, gap: str, text: str) -> None:
        if self._due is not None:
            gap = self._due if self._out else self._due.lstrip("\n")
            self._due = None
        self._after_comment = False
        written = gap + text
        self._out.append(written)
        last = written.rfind("\n")
        self._column = self._column + len(written) if last < 0 else len(written) - last - 1


def _sums(values: Iterable[int]) -> list[int]:
    """Running sums: the sum of the values from i to j - 1 is sums[j] - sums[i]."""
    return list(accumulate(values, initial=0))
