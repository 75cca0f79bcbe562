"""What the game says: paragraphs, to be laid out by whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Style = Literal["plain", "heading", "quiet"]
"""plain: the story itself; heading: a title; quiet: the game speaking about itself, or an aside."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `lead` stands before the first line (" 3) "), the others line up behind it; a `tight` one
    follows the last without an empty line."""

    text: str
    style: Style = "plain"
    lead: str = ""
    tight: bool = False


class Speaker(Protocol):
    """Whoever shows paragraphs to the person."""

    def say(self, paragraph: Paragraph) -> None: ...
