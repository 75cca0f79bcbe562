"""A run in one file: its world, its branches and all their records, as JSON, a line each.

The last line holds the number of records and a hash of all lines before it, so that a file cut short is recognised.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from dreamwright.chronicle.branch import MAIN, Branch, Entry, Run, Setting
from dreamwright.chronicle.chronicle import NAME, Chronicle, agreement
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.chronicle.writer import values
from dreamwright.errors import DreamwrightError
from dreamwright.planning import Limits
from dreamwright.story import encode

FORMAT = "dreamwright run, version 1"
DREAM_FORMAT = "dreamwright dream, version 1"
"""Of its own, so that a version that knows of no dreams does not take one for a story."""
BATCH = 1000
"""Records that are added at a time."""


def export_run(chronicle: Chronicle, run: Run, path: Path) -> int:
    """Write a run to a file, in place of what may be there; how many records. Raises DreamwrightError."""
    branches = chronicle.branches(run)
    try:
        target = path.resolve()
        passing = target.parent / f".{target.name}.{os.getpid()}.part"  # may be read by whoever may read any file here
        try:
            with passing.open("wb") as file:
                count = _write(file, chronicle, run, branches)
                file.flush()
                os.fsync(file.fileno())
            passing.replace(target)
        except BaseException:
            with suppress(OSError):
                passing.unlink()
            raise
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error
    return count


def import_run(chronicle: Chronicle, path: Path) -> Branch:
    """Add the run of a file, under its name or, if that is taken, the next number; its main branch.

    All of its hashes are checked first. Raises DreamwrightError: export-format, chronicle-damaged, and as writing does.
    """
    try:
        with path.open("rb") as file:
            return _read(chronicle, file, path)
    except OSError as error:
        raise DreamwrightError.of("file-unreadable", f"cannot read '{path}': {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise DreamwrightError.of("export-format", f"'{path}' is no exported run, or not as it was written") from error


# ------------------------------------------------------------------------------------------------ writing
def _write(file: Any, chronicle: Chronicle, run: Run, branches: list[Branch]) -> int:
    seal, count = sha256(), 0

    def write(line: dict[str, Any]) -> None:
        content = encode(line).encode() + b"\n"
        seal.update(content)
        file.write(content)

    sources = {hash_: chronicle.source(hash_) for hash_ in dict.fromkeys(branch.world for branch in branches)}
    write({"format": FORMAT if run.setting.agreed is None else DREAM_FORMAT, "run": _run(run)})
    for hash_, source in sources.items():
        write({"world": hash_, "title": source.title, "files": [[name, text] for name, text in source.files.items()]})
    for branch in branches:
        parent = None if branch.parent is None else branch.parent.name
        write({"branch": branch.name, "parent": parent, "parent_length": branch.parent_length, "of": branch.world})
        for entry in branch.log():
            count += 1
            write(_entry(entry))
    file.write(encode({"records": count, "seal": seal.hexdigest()}).encode() + b"\n")
    return count


def _run(run: Run) -> dict[str, Any]:
    setting = run.setting
    dream = {} if setting.agreed is None else {"dream": asdict(setting.agreed)}
    return {
        **dream,
        "name": run.name,
        "seed": str(setting.seed),
        "subject": setting.subject,
        "limits": asdict(setting.limits),
        "depth": setting.depth,
        "engine": run.engine,
        "created": run.created,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": entry.kind, "position": entry.position, "hash": entry.hash}
    if entry.kind == "event":
        written |= {"line": json.loads(entry.text), "pulse": json.loads(entry.pulse)}
    return written


# ------------------------------------------------------------------------------------------------ reading
def _read(chronicle: Chronicle, file: BinaryIO, path: Path) -> Branch:
    lines = _lines(file)
    head = next(lines)
    if head["format"] not in (FORMAT, DREAM_FORMAT):
        raise ValueError(head["format"])
    written = head["run"]
    agreed = agreement(written["dream"]) if head["format"] == DREAM_FORMAT else None
    limits = Limits(**written["limits"])
    setting = Setting(int(written["seed"]), written["subject"], limits, int(written["depth"]), agreed)
    with chronicle.transaction():
        name = chronicle.free_name(str(written["name"]))
        run = chronicle.add_run(name, setting, str(written["engine"]), str(written["created"]))
        _add_all(chronicle, run, lines)
        for branch in chronicle.branches(run):
            _check(branch)
    return chronicle.find(name)


def _add_all(chronicle: Chronicle, run: Run, lines: Iterator[dict[str, Any]]) -> None:
    worlds: dict[str, str] = {}
    branches: dict[str | None, Branch | None] = {None: None}
    current: Branch | None = None
    batch: list[dict[str, object]] = []
    seq = 0
    for line in lines:
        if "kind" in line:
            if current is None:
                raise ValueError("a record before any branch")
            batch.append(values(current, _as_entry(line, seq)))
            seq += 1
        elif "branch" in line:
            current = _add_branch(chronicle, run, line, branches[line["parent"]], worlds[line["of"]])
            branches[current.name], seq = current, 0
        else:
            source = WorldSource(str(line["title"]), {str(name): str(text) for name, text in line["files"]})
            worlds[line["world"]] = chronicle.keep_world(source)
        if len(batch) >= BATCH:
            chronicle.add_records(batch)
            batch.clear()
    chronicle.add_records(batch)


def _add_branch(chronicle: Chronicle, run: Run, line: dict[str, Any], parent: Branch | None, world: str) -> Branch:
    name, length = str(line["branch"]), int(line["parent_length"])
    if not NAME.fullmatch(name) or length < 0 or (parent is None and name != MAIN):
        raise ValueError(name)
    return chronicle.add_branch(run, name, parent, length, world, None)


def _as_entry(line: dict[str, Any], seq: int) -> Entry:
    text, pulse = ("", "") if line["kind"] == "undo" else (encode(line["line"]), encode(line["pulse"]))
    return Entry(seq, line["kind"], int(line["position"]), text, str(line["hash"]), pulse)


def _check(branch: Branch) -> None:
    """See that every line of a branch's story has the hash it should have."""
    for _ in branch.records():
        pass


def _lines(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """All lines but the last, which must be right about them. Raises ValueError."""
    seal, count = sha256(), 0
    for content in file:
        line = json.loads(content)
        if "seal" in line:
            if line["seal"] != seal.hexdigest() or line["records"] != count or file.read(1):
                raise ValueError("the seal does not fit")
            return
        seal.update(content)
        count += "kind" in line
        yield line
    raise ValueError("the last line is missing")
