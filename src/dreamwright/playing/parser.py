"""From a typed line to the actions it may mean: pure functions over the choices a person has.

A choice is one ground action with the phrases that stand for it ("give the lamp to Tom", "hand Tom the lamp"). A
typed line fits a phrase if its first word fits the verb and every other word fits some word of the phrase; the fits
are ranked by how exact the words are, whether their order agrees, and whether something was left unsaid. The best fits
come back together: one is an understanding, several are a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dreamwright.playing.words import SLIP, SOFT, cost, synonyms

_OUT_OF_ORDER = 2 * SLIP
_SKIPPED_SMALL_WORD = 1
_SYNONYM = 1


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to type an action: its words, of which the first `head` are the verb."""

    words: tuple[str, ...]
    head: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One action a person may take: its index, grouping verb, the command as shown, and all ways to type it."""

    action: int
    verb: str
    command: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """The choices that fit best (none: not understood); `complete` if nothing of the command was left unsaid."""

    choices: tuple[Choice, ...]
    complete: bool = False
    cost: int = 0


def understand(typed: Sequence[str], choices: Iterable[Choice]) -> Understanding:
    """The choices that a line (its words, articles left out) fits best."""
    best: tuple[int, bool] | None = None
    found: list[Choice] = []
    for choice in choices:
        rank = min((r for phrase in choice.phrases if (r := _rank(typed, phrase)) is not None), default=None)
        if rank is None or (best is not None and rank > best):
            continue
        if rank != best:
            best, found = rank, []
        found.append(choice)
    if best is None:
        return Understanding(())
    return Understanding(tuple(found), complete=not best[1], cost=best[0])


def names_verb(word: str, choices: Iterable[Choice]) -> list[Choice]:
    """The choices whose verb a word names, best fits only."""
    return list(understand((word,), choices).choices)


def _rank(typed: Sequence[str], phrase: Phrase) -> tuple[int, bool] | None:
    """(cost, is something left unsaid), or None if the line does not fit."""
    if not typed:
        return None
    head = _verb_cost(typed[0], phrase)
    if head is None:
        return None
    start, verb_cost = head
    aligned = _align(typed[1:], phrase.words, start)
    if aligned is None:
        return None
    rest_cost, used = aligned
    unsaid = any(i not in used and word not in SOFT for i, word in enumerate(phrase.words) if i >= phrase.head)
    return verb_cost + rest_cost, unsaid


def _verb_cost(word: str, phrase: Phrase) -> tuple[int, int] | None:
    """(place in the phrase after the verb, cost) of the word as the phrase's verb."""
    direct = cost(word, phrase.words[0])
    if direct is not None:
        return 1, direct
    if phrase.words[0] in synonyms(word):
        return 1, _SYNONYM
    return None


def _align(typed: Sequence[str], words: Sequence[str], start: int) -> tuple[int, set[int]] | None:
    """Total cost of fitting every typed word to a word of its own, and which were used; in order if possible."""
    total, used, place = 0, {*range(start)}, start
    for word in typed:
        fit = _best_fit(word, words, used, place)
        if fit is None:
            if word not in SOFT:
                return None
            total += _SKIPPED_SMALL_WORD
            continue
        index, fit_cost = fit
        total += fit_cost + (_OUT_OF_ORDER if index < place else 0)
        used.add(index)
        place = index + 1
    return total, used


def _best_fit(word: str, words: Sequence[str], used: set[int], place: int) -> tuple[int, int] | None:
    """The unused word that fits best: the least cost, and among these the first at or after `place`."""
    fits = [(c, i < place, i) for i, w in enumerate(words) if i not in used and (c := cost(word, w)) is not None]
    if not fits:
        return None
    fit_cost, _, index = min(fits)
    return index, fit_cost
