"""The verbs about what is kept: `runs`, `show`, `fork`, `diff`, `export`, `import`, `rm`, `replay`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from dreamwright.chronicle import Branch, Chronicle, Entry, Record, Run, open_chronicle
from dreamwright.errors import DreamwrightError

DAMAGED = "chronicle-damaged"

FOLLOWED = 5
"""Happenings of each story that `diff` shows from where they part."""


def list_runs(address: str | None, *, as_json: bool = False) -> int:
    """Print every run and its branches."""
    try:
        chronicle = open_chronicle(address, must_exist=True)
    except DreamwrightError as error:
        if error.diagnostics[0].code != "chronicle-missing":
            raise
        if not as_json:
            print("Nothing is kept yet. `dreamwright play` keeps its stories by itself.")
        return 0
    damaged = 0
    with chronicle:
        runs = chronicle.runs()
        if not runs and not as_json:
            print(f"Nothing is kept yet in '{chronicle.address}'.")
        for run in runs:
            try:
                for branch in chronicle.branches(run):
                    print(json.dumps(_as_data(chronicle, branch)) if as_json else _described(chronicle, branch))
            except DreamwrightError as error:  # the others may be well
                if error.diagnostics[0].code != DAMAGED:
                    raise
                sys.stdout.flush()
                print(f"{run.name}: {error.diagnostics[0].message}", file=sys.stderr)
                damaged += 1
    return 1 if damaged else 0


def show_run(label: str, last: int, address: str | None, *, log: bool = False, as_json: bool = False) -> int:
    """Print the last happenings of a branch, or its log with what was taken back."""
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        if log:
            _show_log(branch, last)
            return 0
        length = branch.length
        records = branch.records(max(0, length - last), length)
        if as_json:
            for record in records:
                print(record.text)
            return 0
        print(_described(chronicle, branch))
        told = teller_of(branch)
        for record in records:
            print(told(record))
    return 0


def fork_run(label: str, at: int, name: str | None, address: str | None) -> int:
    """Make a branch that begins in the middle of another."""
    with open_chronicle(address, must_exist=True) as chronicle:
        fork = chronicle.fork(chronicle.find(label), at, name)
        begun = _counted(at, fork)
        print(f"{fork.label} begins after {begun} of {label}. `dreamwright resume {fork.label}` goes on there.")
    return 0


def compare_runs(label: str, other_label: str, address: str | None) -> int:
    """Print where two stories part and what followed; 1 if they do."""
    from dreamwright.chronicle.verify import first_difference

    with open_chronicle(address, must_exist=True) as chronicle:
        one, other = chronicle.find(label), chronicle.find(other_label)
        position = first_difference(one, other)
        if position is None:
            print(f"They are the same{_as_far(one, other)}.")
            return 0
        print(f"They are the same for {_counted(position, one)}, then differ.")
        for branch in (one, other):
            print(f"\n{branch.label}:")
            told = teller_of(branch)
            for record in branch.records(position, min(position + FOLLOWED, branch.length)):
                print(told(record))
    return 1


def export_to(label: str, file: Path, address: str | None) -> int:
    """Write a whole run to one file."""
    from dreamwright.chronicle.exchange import export_run

    with open_chronicle(address, must_exist=True) as chronicle:
        run = chronicle.find(label).run
        count = export_run(chronicle, run, file)
        whole = "its world" if run.setting.agreed is None else "its stage and worlds"
        print(f"{run.name} is in {file}: {count} records, with {whole}.")
    return 0


def import_from(file: Path, address: str | None) -> int:
    """Add the run in a file."""
    from dreamwright.chronicle.exchange import import_run

    with open_chronicle(address) as chronicle:
        branch = import_run(chronicle, file)
        print(_described(chronicle, branch))
    return 0


def remove_run(label: str, address: str | None, *, sure: bool = False) -> int:
    """Remove a run or a branch, after asking."""
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        branches = len(chronicle.branches(branch.run)) if branch.parent is None else 1
        what = f"{branch.label} with {branches} branches" if branches > 1 else branch.label
        if not sure and not _asked(f"Remove {what} ({_counted(branch.length, branch)}) for good? (y/N) "):
            print("It stays.")
            return 1
        chronicle.remove(branch)
        print(f"{branch.label} is gone.")
    return 0


def replay_run(label: str, address: str | None, *, silent: bool = False) -> int:
    """Play a run again from its stored source, compare, and print what comes out; 1 if that differs."""
    from dreamwright.chronicle.verify import verify
    from dreamwright.dream.verify import verify_dream

    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        compare = verify if branch.setting.agreed is None else verify_dream
        with _progress(f"replaying {branch.label}") if silent else _telling(branch) as progress:
            difference = compare(branch, progress)
        if difference is None:
            print(f"{branch.label}: {_counted(branch.length, branch)} come out the same. {branch.hash}")
            return 0
        print(f"{branch.label} comes out differently at {_one(branch)} {difference.position}.")
        print(f"  kept:  {difference.recorded or 'nothing'}")
        print(f"  again: {difference.found or 'nothing'}")
        if difference.reason:
            print(f"  ({difference.reason})")
    return 1


# ------------------------------------------------------------------------------------------------ in words
def _described(chronicle: Chronicle, branch: Branch) -> str:
    run, counted = branch.run, _counted(branch.length, branch)
    if branch.parent is not None:
        return f"  {branch.label}: from {branch.parent.label}, {counted}"
    title = chronicle.source(branch.world).title
    if run.setting.agreed is not None:
        title = f"{title}, a dream"
    played = f" as {run.setting.subject}" if run.setting.subject else ""
    begun = f", begun {run.created[:16].replace('T', ' ')}" if run.created else ""
    return f"{branch.label}: {title}{played}, seed {run.setting.seed}, {counted}{begun}"


def _as_data(chronicle: Chronicle, branch: Branch) -> dict[str, Any]:
    run: Run = branch.run
    return {
        "name": branch.label,
        "parent": None if branch.parent is None else branch.parent.label,
        "kind": "story" if run.setting.agreed is None else "dream",
        "world": chronicle.source(branch.world).title,
        "subject": run.setting.subject,
        "seed": run.setting.seed,
        "happenings": branch.length,
        "hash": branch.hash,
        "engine": run.engine,
        "created": run.created,
    }


def teller_of(branch: Branch) -> Callable[[Record], str]:
    """What says one record of a branch in a line: its position, when, and what."""
    if branch.setting.agreed is None:
        return lambda record: _line(record.position, record.line)
    layers: dict[int, str] = {}
    for record in branch.records():
        entry = record.line
        if entry.get("entered") is not None:
            layers[entry["entered"]] = entry["layer"]
    return lambda record: _entry(record.position, record.line, layers)


def _entry(position: int, entry: dict[str, Any], layers: dict[int, str]) -> str:
    """One entry of a dream, with the layer in which it lies."""
    if "happening" in entry:
        return _line(position, entry["happening"], f"{layers.get(entry['level'], '?')}: ")
    if "passage" in entry:
        where = "the end" if entry["entered"] is None else entry["layer"]
        how = entry["ending"] if entry["entered"] is None else entry["passage"]
        return f"{position:>7}  --- {how}: {where}"
    if "unmade" in entry:
        return (
            f"{position:>7}  <   {layers.get(entry['level'], '?')}: unmade, back to happening {entry['unmade']} there"
        )
    if "order" in entry:
        given = {key: value for key, value in entry.items() if key not in ("by", "minute", "order")}
        said = ", ".join(str(value) for value in given.values())
        return f"{position:>7}  !   {entry['by']}: {_spaced(entry['order'])}{f' ({said})' if said else ''}"
    limits = "; ".join(f"{name}: {', '.join(entry[name])}" for name in ("lines", "veils") if entry.get(name))
    return f"{position:>7}  a dream{f' ({limits})' if limits else ''}"


def _spaced(name: str) -> str:
    """`StepIn` as people say it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _line(position: int, line: dict[str, Any], where: str = "") -> str:
    when = datetime.fromisoformat(line["time"])
    kind = "" if line["kind"] == "action" else f"{line['kind']} "
    what = f"{kind}{line['action']}" if line["action"] else _without_action(line)
    by = "" if line["source"] == "character" else f"  ({line['source']})"
    return f"{position:>7}  {when:%a} {when.day:>2} {when:%H:%M}  {where}{what}{by}"


def _without_action(line: dict[str, Any]) -> str:
    if line["kind"] == "wait":
        return f"wait {line['duration']} minutes"
    who = line["actor"] or ", ".join(lesson["character"] for lesson in line["learned"])
    facts = [f"{fact['fluent']} = {_value(fact['value'])}" for lesson in line["learned"] for fact in lesson["facts"]]
    return f"{line['kind']}: {who}{f' believes {facts[0]}' if facts else ''}{_more(facts)}"


def _more(facts: list[str]) -> str:
    return f" and {len(facts) - 1} more" if len(facts) > 1 else ""


def _value(value: Any) -> str:
    return "?" if value is None else str(value)


def _show_log(branch: Branch, last: int) -> None:
    """The log of this very branch; what was taken back is marked so."""
    told = teller_of(branch)
    entries = list(branch.log())
    standing: list[Entry] = []
    gone: set[int] = set()
    for entry in entries:
        while entry.kind == "undo" and standing and standing[-1].position >= entry.position:
            gone.add(standing.pop().seq)
        if entry.kind == "event":
            standing.append(entry)
    for entry in entries[-last:] if last else []:
        print(_logged(entry, entry.seq in gone, told))


def _logged(entry: Entry, gone: bool, told: Callable[[Record], str]) -> str:
    if entry.kind == "undo":
        return f"      <  taken back to {entry.position}"
    record = Record(entry.position, entry.text, entry.hash, entry.pulse)
    return told(record) + ("  (taken back)" if gone else "")


def _one(branch: Branch) -> str:
    """What a record of a branch is called."""
    return "happening" if branch.setting.agreed is None else "entry"


def _counted(count: int, branch: Branch) -> str:
    one = _one(branch)
    many = f"{one}s" if one == "happening" else "entries"
    return f"{count:,} {one if count == 1 else many}"


def _as_far(one: Branch, other: Branch) -> str:
    if one.length == other.length:
        return ""
    shorter = min(one, other, key=lambda branch: branch.length)
    return f" as far as {shorter.label} goes ({_counted(shorter.length, shorter)})"


def _asked(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


@contextmanager
def _telling(branch: Branch) -> Iterator[Any]:
    """What prints each happening."""
    told = teller_of(branch)
    yield lambda record, of: print(told(record), flush=True)


class _Progress:
    """A counter on the terminal, renewed now and then."""

    def __init__(self, about: str) -> None:
        self._about = about
        self.shown = False

    def __call__(self, record: Record, of: int) -> None:
        done = record.position + 1
        if done % 100 == 0 or done == of:
            self.shown = True
            print(f"\r{self._about}: {done:,} of {of:,}", end="", file=sys.stderr, flush=True)


@contextmanager
def _progress(about: str) -> Iterator[Any]:
    """What shows how far something is; nothing off a terminal."""
    if not sys.stderr.isatty():
        yield lambda record, of: None
        return
    progress = _Progress(about)
    try:
        yield progress
    finally:
        if progress.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
