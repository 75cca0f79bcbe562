"""Text to tokens, in one pass of one regular expression.

A token's `type` is a symbol itself (`"("`, `"<="`), or one of WORD, NUMBER and STRING. White space and comments
separate tokens and are left out; doc comments (`///`) are kept aside, for the declaration that follows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dreamwright.errors import Diagnostic, Source, Span
from dreamwright.language.codes import problem, warning

WORD, NUMBER, STRING = "WORD", "NUMBER", "STRING"

# A minus directly before a digit or point belongs to the number. `/*/` is a whole comment; a comment that is not
# closed runs to the end. A word is whatever is left up to white space or a character that can start a symbol.
PATTERN = re.compile(
    r"""
      (?P<space>   \s+ )
    | (?P<line>    //[^\n]* )
    | (?P<block>   /\*(?: / | (?s:.*?)(?:\*/|\Z) ) )
    | (?P<NUMBER>  -?(?: [0-9]+(?:\.[0-9]*)? | \.[0-9]+ ) )
    | (?P<symbol>  ==|!=|>=|<=|[(){}\[\],;:*/+\-&|!=><] )
    | (?P<STRING>  "[^"\\]*(?:\\(?s:.)[^"\\]*)*" )
    | (?P<open>    "[^\n]* )
    | (?P<WORD>    [^\s(){}\[\],;:*/+\-&|!=><]+ )
    """,
    re.VERBOSE,
)

MOST_TOKENS = 300_000
"""More than any world has; reading on would only look like hanging."""

ESCAPES = {'"': '"', "\\": "\\", "n": "\n"}


@dataclass(slots=True)
class Token:
    """One token: `text` as written, `start` and `end` are character offsets."""

    type: str
    text: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Can this be the name of something?  Any word that starts with a letter, except True and False."""
        return self.type is WORD and self.text[0].isalpha() and self.text not in ("True", "False")

    @property
    def is_string(self) -> bool:
        return self.type is STRING


@dataclass(slots=True)
class Tokens:
    """The tokens of a source, its doc comments as (start, end, text), the places of all comments, what was wrong."""

    source: Source
    tokens: list[Token]
    docs: list[tuple[int, int, str]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def span(self, start: int, end: int) -> Span:
        """The span of the tokens with indices start to end - 1 (at least one)."""
        return Span(self.source, self.tokens[start].start, self.tokens[end - 1].end)


def tokenize(source: Source) -> Tokens:
    """All tokens of a source. Never raises: problems are in `diagnostics`."""
    result = Tokens(source, [])
    append = result.tokens.append
    for found in PATTERN.finditer(source.text):
        kind = found.lastgroup
        start, end = found.span()
        if kind == "space":
            continue
        if len(result.tokens) == MOST_TOKENS:
            result.diagnostics.append(_too_many(source, start, end))
            break
        text = found.group()
        if kind == "WORD":
            append(Token(WORD, text, start, end))
        elif kind == "symbol":
            append(Token(text, text, start, end))
        elif kind == "NUMBER":
            append(Token(NUMBER, text, start, end))
        elif kind == "STRING":
            append(Token(STRING, text, start, end))
        elif kind == "line":
            result.comments.append((start, end))
            if text.startswith("///") and not text.startswith("////"):
                result.docs.append((start, end, text[3:].strip()))
        elif kind == "block":
            result.comments.append((start, end))
            if not text.endswith("*/") and text != "/*/":
                result.diagnostics.append(_open_comment(source, start))
        else:
            append(Token(STRING, text, start, end))
            result.diagnostics.append(_open_string(source, start, end))
    return result


def _too_many(source: Source, start: int, end: int) -> Diagnostic:
    message = f"the file has more than {MOST_TOKENS:,} words and signs"
    return problem("file-too-large", message, Span(source, start, end), hint="is this really a world file?")


def _open_comment(source: Source, start: int) -> Diagnostic:
    span = Span(source, start, start + 2)
    return warning("comment-unclosed", "this comment runs to the end of the file", span, hint="close it with '*/'")


def _open_string(source: Source, start: int, end: int) -> Diagnostic:
    return problem("string-unclosed", "this text has no closing quote", Span(source, start, end), expected='"')


def string_content(token: Token, source: Source) -> tuple[str, list[Diagnostic]]:
    """What a string token says: escapes resolved, each line break with its indentation one space."""
    body = re.sub(r"[ \t]*\n\s*", " ", token.text[1:-1])
    wrong: list[Diagnostic] = []

    def unescape(found: re.Match[str]) -> str:
        char = found.group(1)
        if char not in ESCAPES:
            span = Span(source, token.start, token.end)
            hint = 'the escapes are \\" for a quote, \\\\ for a backslash and \\n for a line break'
            wrong.append(problem("string-escape", f"unknown escape '\\{char}' in a text", span, hint=hint))
        return ESCAPES.get(char, char)

    return re.sub(r"\\(.)", unescape, body), wrong
