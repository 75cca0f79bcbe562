"""Playing a kept dream again from its source, everybody thinking anew, and comparing every entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dreamwright.chronicle import Branch
from dreamwright.chronicle.branch import Record
from dreamwright.chronicle.verify import Difference
from dreamwright.dream.dream import Dream
from dreamwright.dream.keep import limits_of, stage_of, told
from dreamwright.dream.orders import read
from dreamwright.dream.restore import on_record
from dreamwright.errors import DreamwrightError


def verify_dream(
    branch: Branch, progress: Callable[[Record, int], None] = lambda record, of: None
) -> Difference | None:
    """Play a dream again, with what its person and its operators ordered; None: it is the same throughout.

    `progress` is told each record that came out the same, and how many there are. Raises DreamwrightError.
    """
    stage, limits, length = stage_of(branch), limits_of(branch), branch.length
    played = branch.setting.subject is not None
    dream = Dream(stage, branch.setting.seed, on_record(stage, limits) if played else None, None if played else limits)
    found: list[str] = []
    for record in branch.records():
        reason = "" if record.position == 0 else _bring_about(dream, record)
        found += [text for text, _ in told(dream, len(found))]
        text = found[record.position] if record.position < len(found) else None
        if text != record.text:
            return Difference(record.position, record.text, text, reason)
        progress(record, length)
    return None


def _bring_about(dream: Dream, record: Record) -> str:
    """Let the dream go on to an entry, if it has not come there; why it does not."""
    if len(dream.events) >= record.position:
        return ""
    entry = record.line
    try:
        return _go_on(dream, entry)
    except (ValueError, KeyError, DreamwrightError) as error:
        return str(error)


def _go_on(dream: Dream, entry: dict[str, Any]) -> str:
    """What brings an entry about: an order, or the next thing that happens by itself."""
    line = entry.get("happening", {})
    length = len(dream.events)
    while len(dream.events) == length:
        is_order = "order" in entry or "unmade" in entry or entry.get("ending") == "stopped"
        if "order" in entry:
            while dream.advance(entry["minute"]) is not None and len(dream.events) == length:
                pass
        if is_order or dream.awaiting_subject:
            if len(dream.events) == length:
                _order(dream, entry, line)
        elif dream.advance() is None and not dream.awaiting_subject:
            return "the dream is over" if dream.ending is not None else "nothing more happens"
    return ""


def _order(dream: Dream, entry: dict[str, Any], line: dict[str, Any]) -> None:
    """Order again what an entry says. Raises ValueError if that cannot be, or was nobody's order."""
    if "order" in entry:
        data = {key: value for key, value in entry.items() if key not in ("by", "minute")}
        dream.order(read(data), entry["by"])
        return
    while not dream.awaiting_subject and dream.played and dream.advance() is not None:
        pass
    if "unmade" in entry:
        dream.go_back(entry["unmade"])
    elif entry.get("ending") == "stopped":
        dream.stop()
    elif line.get("source") != "subject":
        raise ValueError("it is the subject's turn")
    elif line["kind"] == "wait":
        dream.wait(line["duration"])
    else:
        dream.act(dream.top.engine.program.action(line["action"]))
