"""Typed words: how a line is cut into them, and how well a typed word fits one of ours."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset({"the", "a", "an", "some", "my", "your", "please"})
SOFT = frozenset(
    {
        "to",
        "at",
        "with",
        "from",
        "of",
        "for",
        "about",
        "into",
        "onto",
        "toward",
        "towards",
        "in",
        "on",
        "against",
        "over",
    }
    | {"by", "as", "and"}
)
"""Small words that may be typed where the command has none, or left out where it has one."""

EXACT, PREFIX, SLIP = 0, 1, 3
"""Costs of a word that is right, begun rightly, or mistyped."""

_WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?|\d+")
_SYNONYMS = (
    "take get grab pick carry",
    "go walk move travel head run enter",
    "give hand offer",
    "attack hit fight strike kill",
    "talk speak tell say",
    "ask question",
    "buy purchase",
    "drop leave discard",
    "examine inspect",
    "steal rob",
    "eat consume",
    "open unlock",
    "close shut",
)
_GROUP = {word: group for group in (frozenset(line.split()) for line in _SYNONYMS) for word in group}


def fold(text: str) -> str:
    """Lower case without accents, so that `cafe` finds `Café`."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without articles and possessive endings."""
    found = (word.removesuffix("'s") for word in _WORD.findall(fold(text)))
    return tuple(word for word in found if word not in ARTICLES)


@lru_cache(maxsize=50_000)
def cost(typed: str, word: str) -> int | None:
    """How far a typed word is from a word of ours (0 is right); None: it is another word."""
    if typed == word:
        return EXACT
    if len(typed) >= 2 and word.startswith(typed):
        return PREFIX
    if len(typed) < 4 or typed.isdigit():
        return None
    from rapidfuzz.distance import OSA  # only once something is typed that is not there

    slips = 1 if len(typed) < 7 else 2
    return SLIP if OSA.distance(typed, word, score_cutoff=slips) <= slips else None


def synonyms(word: str) -> frozenset[str]:
    """Verbs that people use for one another, the word itself included."""
    return _GROUP.get(word, frozenset({word}))


def closest(word: str, known: list[str]) -> str | None:
    """The known word that a mistyped one most likely stands for."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=65)
    return best[0] if best else None
