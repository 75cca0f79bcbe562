"""When somebody was wrong: how it came about, for how long, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.grounding import Value
from dreamwright.grounding.arithmetic import Code
from dreamwright.history.history import History
from dreamwright.story import Happening

Origin = Literal["beginning", "unseen", "misled"]
"""beginning: they were wrong from the start. unseen: they were right until it changed behind their back. misled: they
came to believe what was not so."""

Ending = Literal["learned", "changed", "came true"]
"""learned: they came to believe what is so. changed: they came to believe something else, or to know that they do not
know. came true: what they believed became so."""


@dataclass(frozen=True, slots=True)
class WrongBelief:
    """A stretch of the story in which a character believed one value of a fluent and another was true."""

    character: int
    fluent: int
    believed: Value
    truth: Value
    """What was so when it began; it may have changed on the way."""
    start: int
    stop: int | None
    """The moment from which they were wrong no longer, or wrong otherwise; None: still so at the end."""
    origin: Origin
    cause: Happening | None
    """What made the belief wrong; None: it was from the beginning."""
    ending: Ending | None
    ended_by: Happening | None


def wrong_beliefs(
    history: History, character: int | None = None, fluent: int | None = None, *, unknowns: bool = False
) -> tuple[WrongBelief, ...]:
    """The wrong beliefs of a character (None: of everybody) about a fluent (None: any), by their beginnings.

    Only not knowing is not being wrong; with `unknowns` it counts as well (a world may use `?` for "nobody").
    """
    characters = range(history.program.character_count) if character is None else (character,)
    found = [wrong for c in characters for wrong in _Watch(history, c, fluent, unknowns).found()]
    return tuple(sorted(found, key=lambda wrong: (wrong.start, wrong.character, wrong.fluent)))


class _Watch:
    """Goes through a story with one character, keeping what they are wrong about."""

    def __init__(self, history: History, character: int, fluent: int | None, unknowns: bool) -> None:
        self._history = history
        self._character = character
        self._only = fluent
        self._unknowns = unknowns
        self._open: dict[int, WrongBelief] = {}
        self._closed: list[WrongBelief] = []

    def found(self) -> list[WrongBelief]:
        vector = self._history.engine.vector
        before: tuple[tuple[Code, ...], tuple[Code, ...]] | None = None
        for moment, node in enumerate(self._history.nodes):
            now = vector(node), vector(self._history.mind(moment, self._character))
            if now != before:
                self._compare(moment, *now)
            before = now
        return [*self._closed, *self._open.values()]

    def _compare(self, moment: int, truth: tuple[Code, ...], mind: tuple[Code, ...]) -> None:
        wrong = {
            f
            for f, (is_so, believed) in enumerate(zip(truth, mind, strict=True))
            if is_so != believed and (believed is not None or self._unknowns) and self._only in (None, f)
        }
        for f, old in list(self._open.items()):
            believed = self._history.author_value(f, mind[f])
            if f not in wrong or believed != old.believed:
                self._close(moment, old, believed, self._history.author_value(f, truth[f]))
        for f in sorted(wrong - self._open.keys()):
            self._begin(moment, f)

    def _begin(self, moment: int, fluent: int) -> None:
        history, who = self._history, self._character
        believed = history.belief(moment, who, fluent)
        origin: Origin = "beginning"
        if moment:
            origin = "unseen" if history.belief(moment - 1, who, fluent) == believed else "misled"
        truth = history.truth(moment, fluent)
        cause = history.cause(moment)
        self._open[fluent] = WrongBelief(who, fluent, believed, truth, moment, None, origin, cause, None, None)

    def _close(self, moment: int, old: WrongBelief, believed: Value, truth: Value) -> None:
        del self._open[old.fluent]
        ending: Ending = "came true" if believed == old.believed else "learned" if believed == truth else "changed"
        self._closed.append(
            WrongBelief(
                character=old.character,
                fluent=old.fluent,
                believed=old.believed,
                truth=old.truth,
                start=old.start,
                stop=moment,
                origin=old.origin,
                cause=old.cause,
                ending=ending,
                ended_by=self._history.cause(moment),
            )
        )
