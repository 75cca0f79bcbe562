"""What a person can always say, and is always heard: to stop, to pause, to go slower, to skip this.

Whoever takes typed lines asks `heard` first, before any question that may be open and whatever a world has actions for.
So nothing in a world, a stage or an operator's hand stands between the person and these words.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

Signal = Literal["stop", "pause", "slower", "faster", "skip"]
"""stop: it ends at once. pause: nothing happens until the person says so. slower: one thing at a time. faster: as it
was again. skip: over what is going on now, untold. No reason is asked for any of them."""

SIGNALS: tuple[Signal, ...] = get_args(Signal)

_LEADING = frozenset({"please", "i", "want", "to", "now", "just"})
_TRAILING = frozenset(
    {"this", "it", "now", "please", "the", "dream", "story", "game", "scene", "everything", "all", "that"}
)
_WORD = re.compile(r"[^\W_]+")

RETURN = (
    "It has stopped, and it is over. Nothing of it goes on.",
    "You are where you were before: in front of this screen, in your own place and your own time. Look around you, "
    "feel what you sit or stand on, and breathe out. What you were told was made up.",
)
"""What a person is told when they have stopped, a paragraph each."""

LEFT = (
    "You have left the dream, and nothing in it goes on without you. There is no layer outside this one: you are in "
    "front of this screen, in your own place and your own time, and what you were told was made up."
)
"""What a person is told who leaves a dream that is kept, and may go on with it some other day."""

OVER = (
    "The dream is over. There is no layer outside this one: you are in front of this screen, in your own place and "
    "your own time, and what you were told was made up."
)
"""What a person is told after the last waking, and whenever else a dream comes to its end."""


def heard(line: str) -> Signal | None:
    """Whether a line is one of these words: `stop`, `Stop!`, `please stop the dream`; not `stop the clock`."""
    words = _WORD.findall(line.casefold())
    while len(words) > 1 and words[0] in _LEADING:
        words.pop(0)
    if not words or not all(word in _TRAILING for word in words[1:]):
        return None
    if words[0] == "skip" and "this" not in words[1:]:
        return None
    return next((signal for signal in SIGNALS if words[0] == signal), None)
