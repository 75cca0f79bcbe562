"""What a circle of readers is told: an ever-growing list, in which each reader keeps a place of their own.

A reader costs nothing but that place. Who is slow falls behind and catches up, or is let go of by whoever serves them;
nobody waits for them, and nothing piles up for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable


class Feed:
    """Texts, numbered from 1. For one event loop."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = list(texts)
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._texts)

    def tell(self, text: str) -> None:
        """Add one, and wake all readers."""
        self._texts.append(text)
        self.stir()

    def stir(self) -> None:
        """Wake all readers: something that is no text of this feed is new."""
        self._news.set()
        self._news = asyncio.Event()

    def after(self, number: int, most: int) -> list[str]:
        """At most so many of the texts after the one with a number."""
        return self._texts[max(0, number) : max(0, number) + most]

    def news(self) -> asyncio.Event:
        """Is set as soon as there is anything new. Take it before looking, so that nothing slips by in between."""
        return self._news
