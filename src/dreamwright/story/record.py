"""A happening as data: names only, nothing that differs between two runs of the same story; and the running hash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from math import inf
from typing import Any

from dreamwright.grounding import Program, Value
from dreamwright.grounding.fluents import signature
from dreamwright.language.world import Entity
from dreamwright.planning import Motive
from dreamwright.story.clock import Clock
from dreamwright.story.happening import Fact, Happening, Past, backwards

Line = dict[str, Any]
"""What JSON can hold, keys in alphabetical order."""


def chronicle_line(program: Program, happening: Happening) -> Line:
    """A happening as a plain dict of names, numbers and texts."""
    time = Clock(program.world.start).time(happening.minute)
    return {
        "action": _event(program, happening.event),
        "actor": _character(program, happening.actor),
        "assents": [_motive(program, motive) for motive in happening.assents],
        "duration": happening.duration,
        "index": happening.index,
        "kind": happening.kind,
        "learned": [_lesson(program, who, facts) for who, facts in happening.learned],
        "minute": happening.minute,
        "motive": None if happening.motive is None else _motive(program, happening.motive),
        "perceivers": [_character(program, who) for who in happening.perceivers],
        "problem": None if happening.problem is None else [d.code for d in happening.problem.diagnostics],
        "refused_by": [_character(program, who) for who in happening.refused_by],
        "source": happening.source,
        "time": time.isoformat(timespec="minutes"),
        "triggers": [_event(program, trigger) for trigger in happening.triggers],
    }


def encode(line: Line) -> str:
    """The one way a chronicle line is written: compact JSON with sorted keys, without a line end."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def running_hash(program: Program, past: Past | None) -> str:
    """A hash over all chronicle lines so far, in hexadecimal: each adds itself to the hash before it."""
    unhashed: list[Past] = []
    digest = BEGINNING
    for link in backwards(past):
        if link.digest is not None:
            digest = link.digest
            break
        unhashed.append(link)
    for link in reversed(unhashed):
        digest = link.digest = hash_on(digest, encode(chronicle_line(program, link.happening)))
    return digest.hex()


BEGINNING = sha256().digest()
"""The running hash before anything has happened."""


def hash_on(digest: bytes, text: str) -> bytes:
    """The running hash after a line, given that before it."""
    return sha256(digest + text.encode()).digest()


def sealed(program: Program, link: Past) -> tuple[str, str]:
    """A link's chronicle line as text, and the running hash up to it in hexadecimal."""
    text = encode(chronicle_line(program, link.happening))
    if link.digest is None:
        before = link.previous
        if before is not None and before.digest is None:
            running_hash(program, before)
        digest = BEGINNING if before is None else before.digest
        assert digest is not None
        link.digest = hash_on(digest, text)
    return text, link.digest.hex()


def _event(program: Program, event: int | None) -> str | None:
    return None if event is None else program.events[event].name


def _character(program: Program, character: int | None) -> str | None:
    return None if character is None else program.world.entities[character].name


def _motive(program: Program, motive: Motive) -> Line:
    return {
        "after": _number(motive.after),
        "before": _number(motive.before),
        "character": _character(program, motive.character),
        "gain": _number(motive.gain),
        "plan": [_event(program, action) for action in motive.plan],
    }


def _lesson(program: Program, character: int, facts: Iterable[Fact]) -> Line:
    shown = [{"fluent": signature(p.name, arguments), "value": _value(value)} for p, arguments, value in facts]
    return {"character": _character(program, character), "facts": shown}


def _value(value: Value) -> Any:
    if isinstance(value, Entity):
        return value.name
    return value if value is None or isinstance(value, bool) else _number(value)


def _number(value: float) -> int | float | str:
    """As the world language prints it; JSON has no infinity, so that becomes a text."""
    if value in (inf, -inf):
        return "infinity" if value > 0 else "-infinity"
    return int(value) if value == int(value) and abs(value) < EXACT else value


EXACT = 2**53
"""Below this every whole number is a double and every reader of JSON keeps it."""
