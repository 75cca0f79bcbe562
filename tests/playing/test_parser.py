"""Typed lines and what they are taken to mean."""

from __future__ import annotations

import pytest

from dreamwright.playing.parser import Choice, Phrase, understand
from dreamwright.playing.words import closest, cost, words_of


def choice(action: int, *phrases: str, head: int = 1) -> Choice:
    ways = tuple(Phrase(words_of(phrase), head) for phrase in phrases)
    return Choice(action, phrases[0].split()[0], phrases[0], ways)


CHOICES = [
    choice(0, "take the brass key"),
    choice(1, "take the iron key"),
    choice(2, "take the lamp"),
    choice(3, "take the lamp shade"),
    choice(4, "give the lamp to Tom Brand", "hand Tom Brand the lamp"),
    choice(5, "give the lamp to Mara Voss", "hand Mara Voss the lamp"),
    choice(6, "tell Tom Brand about Mara Voss"),
    choice(7, "tell Mara Voss about Tom Brand"),
    choice(8, "go to the Café Noir"),
    choice(9, "go to the market"),
    choice(10, "pick up the coin", head=2),
]


def meant(line: str) -> list[int]:
    return [c.action for c in understand(words_of(line), CHOICES).choices]


@pytest.mark.parametrize(
    ("line", "actions"),
    [
        ("take the lamp", [2]),  # all of a shorter name beats a part of a longer one
        ("TAKE LAMP SHADE", [3]),
        ("take key", [0, 1]),  # several fit: a question
        ("take brass", [0]),
        ("take ir", [1]),  # a prefix
        ("tkae lmap", [2]),  # slips
        ("get iron key", [1]),  # a synonym
        ("give tom the lamp", [4]),  # another order
        ("hand mara lamp", [5]),  # the author's second phrase
        ("give lamp", [4, 5]),  # something left unsaid
        ("tell tom about mara", [6]),  # order tells the roles
        ("tell mara about tom", [7]),
        ("tell mara of tom", [7]),  # another small word
        ("go cafe", [8]),  # accents
        ("walk to market", [9]),
        ("pick up coin", [10]),
        ("pick coin", [10]),
        ("pick coin up", [10]),
        ("take moon", []),
        ("dance", []),
        ("", []),
    ],
)
def test_meaning(line: str, actions: list[int]) -> None:
    """Case, articles, prefixes, slips, order and small words are tolerated; a word too many is not."""
    assert meant(line) == actions


def test_complete_or_not() -> None:
    """A line that leaves something unsaid is marked, so that the whole command can be shown."""
    assert understand(words_of("take lamp"), CHOICES).complete
    assert not understand(words_of("take brass"), CHOICES).complete


def test_short_words_and_possessives() -> None:
    """One letter is too little to begin a word; a possessive is its owner."""
    assert cost("la", "lamp") == 1
    assert cost("l", "lamp") is None
    assert words_of("Mara’s the lamp") == ("mara", "lamp")


def test_slips_grow_with_length() -> None:
    """Three letters must be right; seven may hold two slips."""
    assert cost("tat", "cat") is None
    assert cost("hopsitl", "hospital") is not None


def test_closest() -> None:
    """An unknown word is answered with the nearest known one, or none."""
    assert closest("markte", ["lamp", "market"]) == "market"
    assert closest("xyzzy", ["lamp", "market"]) is None
