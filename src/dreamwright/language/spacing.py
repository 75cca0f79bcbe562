"""How much white space stands between two tokens on one line of a formatted file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dreamwright.language.layout import Layout
from dreamwright.language.lexer import WORD, Token, Tokens

EXPRESSION_PARTS = {
    **dict.fromkeys(("action", "trigger"), ("precondition", "effect", "observing", "consenting")),
    "pattern": ("before", "after", "while"),
}
"""The parts that are no attributes, by the kind of declaration."""

TIGHT_BEFORE = {")", "]", ",", ";"}
TIGHT_AFTER = {"(", "[", "!"}


@dataclass(frozen=True, slots=True)
class Item:
    """A part or attribute inside braces: its tokens (the `;` excluded), and the colon after its key."""

    start: int
    end: int
    colon: int
    is_attribute: bool


def items_of(tokens: Tokens, layout: Layout, start: int, end: int) -> list[Item]:
    """The items in the braces of a declaration; none if it has no braces."""
    opener = layout.first("{", start, end)
    if opener < 0:
        return []
    closer = layout.partner[opener]
    parts = EXPRESSION_PARTS.get(tokens.tokens[start].text, ())
    items: list[Item] = []
    start = opener + 1
    for end in [*layout.all(";", start, closer), closer] if start < closer else []:
        if start < end:
            is_part = tokens.tokens[start].text in parts
            items.append(Item(start, end, layout.first(":", start, end), not is_part))
        start = end + 1
    return items


def spaces(tokens: Tokens, items: Iterable[Item], tight_colons: Iterable[int]) -> list[str]:
    """The white space before each token, as long as it stands on the line of the one before it.

    `tight_colons` are colons, beside those of the items, that follow their key directly.
    """
    tight = {*tight_colons}
    verbatim: set[int] = set()
    for item in items:
        tight.add(item.colon)
        if item.is_attribute:
            # Words side by side belong together as they were written: 20:00, well-made.
            verbatim.update(range(item.colon + 2, item.end))
    gaps = [""]
    for index in range(1, len(tokens.tokens)):
        before, token = tokens.tokens[index - 1], tokens.tokens[index]
        if index in tight:
            gaps.append("")
        elif index in verbatim and "," not in (before.type, token.type):
            gaps.append("" if before.end == token.start else " ")
        else:
            gaps.append("" if _touch(before, token) else " ")
    return gaps


def _touch(before: Token, token: Token) -> bool:
    if token.type in TIGHT_BEFORE or before.type in TIGHT_AFTER:
        return True
    if token.type == "}":
        return before.type == "{"
    # A call or the head of a conditional or quantifier.
    return token.type == "(" and before.type is WORD and before.text != "else"
