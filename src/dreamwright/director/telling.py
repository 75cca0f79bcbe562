"""A director's journal in words, for operators and for `watch --why`. What it thinks again and again is told once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from dreamwright.director.forecast import Forecast
from dreamwright.director.journal import Note
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.words import listed

_STANDING = ("refrained", "withheld", "held back", "set out")
"""What the director thinks at beat after beat, as long as things stand as they do."""

NOTICEABLE = 0.1
"""By how much a forecast of suspicion must have changed to be told again."""

MOST_NAMED = 3
"""How many actions are named of many."""


class JournalTeller:
    """Tells the journal of one director, from its beginning on. `repeated`: how many notes were not told again."""

    def __init__(self, teller: HappenedTeller) -> None:
        self._teller = teller
        self._told: dict[tuple[object, ...], float] = {}
        """By what has been told: the suspicion that it would have led to then."""
        self.repeated = 0

    def fresh(self, notes: Iterable[Note]) -> list[list[Note]]:
        """What is new in notes that follow; those that differ only in what they are about are together."""
        found = [*notes]
        new = [note for note in found if self._is_news(note)]
        self.repeated += len(found) - len(new)
        alike = groupby(new, key=lambda note: (note.deed, note.why, note.who, _forecast(note.forecast)))
        return [[*group] for _, group in alike]

    def text(self, alike: list[Note]) -> str:
        """Such notes on one line, that begins with what the director does: `causes ...`."""
        note = alike[0]
        actions = [f"“{self._teller.action(action)}”" for one in alike for action in one.actions]
        more = f", or {len(actions) - MOST_NAMED} others" if len(actions) > MOST_NAMED else ""
        what = listed(actions[:MOST_NAMED], "or") + more
        who = "" if note.who is None else self._teller.name(note.who)
        said = {
            "steered": f"of what {who} would do, leaves only {what}",
            "caused": f"causes {what}",
            "brought on": f"brings on {who}",
            "refrained": f"refrains from {what}, because of the {note.why}",
            "withheld": f"withholds {what}, because of the {note.why}",
            "held back": f"holds {who} back from {what}, because of the {note.why}",
            "set out": f"sets out for: {'; then '.join(actions[:MOST_NAMED])}{_and_more(actions)}",
        }[note.deed]
        return f"{said}{_gain(note.deed, max(one.gain for one in alike))}{_forecast(note.forecast)}"

    def _is_news(self, note: Note) -> bool:
        """Whether it was not told before, or would have another effect than then."""
        if note.deed not in _STANDING:
            return True
        key = (note.deed, note.actions, note.who)
        after = 0.0 if note.forecast is None else note.forecast.after
        if key in self._told and abs(after - self._told[key]) < NOTICEABLE:
            return False
        self._told[key] = after
        return True


def _and_more(actions: list[str]) -> str:
    return f"; and {len(actions) - MOST_NAMED} more steps" if len(actions) > MOST_NAMED else ""


def _gain(deed: str, gain: float) -> str:
    if not gain:
        return ""
    if deed == "withheld":
        return f" (which would set the aims back by {gain:.2f})"
    return f" ({'would serve' if deed == 'refrained' else 'serves'} the aims by {gain:+.2f})"


def _forecast(forecast: Forecast | None) -> str:
    if forecast is None:
        return ""
    if forecast.percept is None:
        return "; the subject would not notice"
    return f"; suspicion would go from {forecast.before:.2f} to {forecast.after:.2f}"
