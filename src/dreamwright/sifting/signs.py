"""What shows in somebody when something happens: what the signs of a pattern mean.

All is read from the truth and the minds right before and right after. How well off somebody is, is their utility as
things truly are, whatever they think themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.story import Happening


def doer_of(engine: Engine, happening: Happening) -> int | None:
    """Who does it: the first who must want it, or whose turn it was."""
    if happening.event is not None:
        consenting = engine.program.events[happening.event].consenting
        if consenting:
            return consenting[0]
    return happening.actor


def utility(engine: Engine, node: int, character: int) -> float | None:
    """How well off somebody is in a node; None if that cannot be told."""
    try:
        return engine.utility(node, character)
    except EventError:
        return None


def seen(engine: Engine, happening: Happening, who: int) -> bool:
    """They perceive it."""
    return who in happening.perceivers


def unseen(engine: Engine, happening: Happening, who: int) -> bool:
    """They do not perceive it."""
    return who not in happening.perceivers


def better(engine: Engine, happening: Happening, who: int) -> bool:
    """It leaves them better off."""
    return _change(engine, happening, who) > 0


def worse(engine: Engine, happening: Happening, who: int) -> bool:
    """It leaves them worse off."""
    return _change(engine, happening, who) < 0


def mistaken(engine: Engine, happening: Happening, who: int) -> bool:
    """It turns out otherwise than they think: they tried what is impossible, or it hurt them and they foresaw no
    harm."""
    if happening.event is None:
        return False
    mind = engine.mind(happening.before, who)
    if happening.kind == "attempt":
        return who == doer_of(engine, happening) and _possible(engine, mind, happening.event)
    return worse(engine, happening, who) and _foreseen(engine, mind, happening.event, who) >= 0


def knowing(engine: Engine, happening: Happening, who: int) -> bool:
    """They know better than the one who does it: they know it impossible, or that it hurts whoever does it."""
    doer = doer_of(engine, happening)
    if happening.event is None or doer is None or doer == who:
        return False
    mind = engine.mind(happening.before, who)
    if happening.kind == "attempt":
        return not _possible(engine, mind, happening.event)
    return _foreseen(engine, mind, happening.event, doer) < 0


def deceived(engine: Engine, happening: Happening, who: int) -> bool:
    """They are made to believe something false that whoever does it does not believe."""
    doer = doer_of(engine, happening)
    if doer is None or doer == who or happening.event is None:
        return False
    vector = engine.vector
    was, now = vector(engine.mind(happening.before, who)), vector(engine.mind(happening.after, who))
    truth, own = vector(happening.after), vector(engine.mind(happening.before, doer))
    told = (a.fluent for a in engine.program.events[happening.event].assignments if a.path == (who,))
    return any(now[f] is not None and now[f] not in (was[f], truth[f], own[f]) for f in told)


def hidden(engine: Engine, happening: Happening, who: int) -> bool:
    """It changes something, and they do not know."""
    return bool(kept_from(engine, happening, who))


def kept_from(engine: Engine, happening: Happening, who: int) -> dict[int, Code]:
    """What a happening changed without somebody's coming to believe it: fluents with their new values."""
    if happening.before == happening.after:
        return {}
    before, after = engine.vector(happening.before), engine.vector(happening.after)
    mind = engine.vector(engine.mind(happening.after, who))
    return {f: now for f, (was, now) in enumerate(zip(before, after, strict=True)) if was != now and mind[f] != now}


SIGNS: dict[str, Callable[[Engine, Happening, int], bool]] = {
    "seen": seen,
    "unseen": unseen,
    "better": better,
    "worse": worse,
    "mistaken": mistaken,
    "knowing": knowing,
    "deceived": deceived,
    "hidden": hidden,
}
"""By name. Two more, `low` and `high`, look at the whole story so far: see `Fortunes`."""


class Fortunes:
    """How well off everybody has been so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lows: dict[int, float] = {}
        self._highs: dict[int, float] = {}
        self._new: dict[str, set[int]] = {"low": set(), "high": set()}
        for character in range(engine.program.character_count):
            start = utility(engine, engine.initial, character)
            if start is not None:
                self._lows[character] = self._highs[character] = start

    def copy(self) -> Fortunes:
        """The same, to go on from separately."""
        twin = Fortunes(self._engine)
        twin._lows, twin._highs = {**self._lows}, {**self._highs}
        return twin

    def feed(self, happening: Happening) -> None:
        """Take note of a happening."""
        for new in self._new.values():
            new.clear()
        if happening.before == happening.after:
            return
        for character in self._lows:
            now = utility(self._engine, happening.after, character)
            if now is not None and now < self._lows[character]:
                self._lows[character] = now
                self._new["low"].add(character)
            elif now is not None and now > self._highs[character]:
                self._highs[character] = now
                self._new["high"].add(character)

    def shows(self, sign: str, who: int) -> bool:
        """Whether somebody is worse off (`low`) or better off (`high`) than ever before, since the last happening."""
        return who in self._new[sign]


def _change(engine: Engine, happening: Happening, who: int) -> float:
    return _gain(utility(engine, happening.before, who), utility(engine, happening.after, who))


def _gain(before: float | None, after: float | None) -> float:
    """What is gained; 0 where it cannot be told, or between infinities."""
    if before is None or after is None or before == after:
        return 0.0
    return after - before


def _possible(engine: Engine, node: int, event: int) -> bool:
    try:
        return engine.possible(node, event)
    except EventError:
        return False


def _foreseen(engine: Engine, mind: int, event: int, who: int) -> float:
    """What somebody gains by an event as a mind sees it; 0 if it is thought impossible."""
    if not _possible(engine, mind, event):
        return 0.0
    try:
        after = engine.apply(mind, event)
    except EventError:
        return 0.0
    return _gain(utility(engine, mind, who), utility(engine, after, who))
