"""`dreamwright bench`: plans for every setting of a suite, and two such runs compared."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dreamwright.cli.console import is_plain
from dreamwright.cli.errors import INTERRUPTED, PROBLEM
from dreamwright.cli.progress import reporting
from dreamwright.errors import DreamwrightError
from dreamwright.planning.measured import (
    Comparison,
    Result,
    against_published,
    compare,
    measure,
    read_results,
    to_json,
)
from dreamwright.planning.suite import Setting, chosen, read_suite

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 100
"""Columns of the table, on any terminal: a narrower one breaks lines, but nothing is cut off."""

WORST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """What each setting gets: seconds and bytes at most, how many times it is run, and the method (None: several)."""

    seconds: float
    memory: int
    repeat: int = 1
    method: str | None = None


# ------------------------------------------------------------------------------------------------ a suite
def bench_suite(suite: Path, only: Sequence[str], effort: Effort, output: Path | None) -> int:
    """Plan for the settings one after the other, print a row for each, and keep the results in `output`.

    The exit code: 130 when interrupted, 1 when a world was not well or a process crashed, else 0; that some settings
    remain unsolved is a result like any other. Raises DreamwrightError for a suite that cannot be read, and for a
    file that cannot be written (before anything is run).
    """
    settings = chosen(read_suite(suite), only)
    results: list[Result] = []
    about = _about(suite, effort)

    def keep() -> None:
        if output is not None:
            _write(output, to_json(results, about))

    keep()
    table = _Rows(max(len(setting.name) for setting in settings))
    interrupted = False
    try:
        for number, setting in enumerate(settings, 1):
            with reporting(effort.seconds, f"{setting.name} ({number} of {len(settings)})") as report:
                result = measure(
                    setting,
                    effort.seconds,
                    effort.memory,
                    method=effort.method,
                    repeat=effort.repeat,
                    progress=report,
                )
            results.append(result)
            keep()
            table.show(result)
    except KeyboardInterrupt:
        interrupted = True
        keep()  # the last writing may be what was interrupted
    _print(_summary(results, settings, interrupted))
    failed = any(result.status in ("error", "crashed") for result in results)
    return INTERRUPTED if interrupted else PROBLEM if failed else 0


def _about(suite: Path, effort: Effort) -> dict[str, object]:
    """How results were made: what a reader of the file needs to judge them."""
    return {
        "suite": suite.name,
        "seconds": effort.seconds,
        "memory": effort.memory,
        "repeat": effort.repeat,
        "method": effort.method,
        "machine": {"python": platform.python_version(), "system": platform.platform()},
    }


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error


class _Rows:
    """A table whose rows are shown one at a time, as results come in."""

    COLUMNS = (
        ("status", 8),
        ("steps", 5),
        ("given", 5),
        ("visited", 9),
        ("generated", 10),
        ("search s", 8),
        ("start s", 7),
        ("MB", 6),
        ("published ms", 12),
    )

    def __init__(self, name_width: int) -> None:
        self._name_width = min(max(name_width, len("setting")), WIDTH - sum(w + 1 for _, w in self.COLUMNS))
        _print(self._table(header=True))

    def show(self, result: Result) -> None:
        table = self._table(header=False)
        published = result.published.mean_ms
        table.add_row(
            result.name,
            _status(result),
            _count(result.length),
            _count(result.given),
            _count(result.visited),
            _count(result.generated),
            f"{result.seconds:.3f}" if result.seconds < 100 else f"{result.seconds:.1f}",
            f"{result.startup:.2f}",
            f"{result.memory / 1e6:.0f}",
            "" if published is None else f"{published:,.1f}",
        )
        _print(table)
        if result.status in ("error", "crashed"):
            _print(f"  {result.why}")

    def _table(self, *, header: bool) -> Table:
        from rich.table import Table

        table = Table(box=None, show_header=header, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
        table.add_column("setting", width=self._name_width, overflow="fold")
        for name, width in self.COLUMNS:
            table.add_column(name, width=width, justify="left" if name == "status" else "right", no_wrap=True)
        return table


def _status(result: Result) -> str:
    """In one short word: what ran out, if that is how it ended."""
    return {"gave-up": result.why or "gave up"}.get(result.status, result.status)


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _summary(results: Sequence[Result], settings: Sequence[Setting], interrupted: bool) -> str:
    solved = sum(result.solved for result in results)
    total = sum(result.seconds + result.startup for result in results)
    parts = [f"solved {solved} of {len(results)}"]
    if interrupted:
        parts.append(f"interrupted, {len(settings) - len(results)} not measured")
    parts.append(f"{total:.1f} s in all")
    against = against_published(results)
    if against is not None:
        parts.append(f"{_ratio(against[1])} the published time (geometric mean of {against[0]})")
    return "\n" + "; ".join(parts)


# ------------------------------------------------------------------------------------------------ two runs
def compare_files(before: Path, after: Path) -> int:
    """Print what has changed from one file of results to another; 1 if something is no longer solved, else 0."""
    found = compare(read_results(before), read_results(after))
    for line in _compared(found):
        _print(line)
    return PROBLEM if found.lost else 0


def _compared(found: Comparison) -> list[str]:
    lines = [f"solved in both: {found.both}"]
    for about, names in (
        ("no longer solved", found.lost),
        ("newly solved", found.won),
        ("measured in only one", found.unmeasured),
    ):
        if names:
            lines.append(f"{about}: {', '.join(names)}")
    if found.time is not None and found.visited is not None:
        lines.append(f"time: {_ratio(found.time)} as long; visited: {_ratio(found.visited)} as many (geometric means)")
    if found.slower:
        lines.append("worst slow-downs:")
    for name, old, new in found.slower[:WORST_SHOWN]:
        lines.append(f"  {name}: {_ratio(new / old)}, {old:.3f} s to {new:.3f} s")
    return lines


def _ratio(ratio: float) -> str:
    return f"{ratio:.3g} times"


def _print(what: Table | str) -> None:
    """To standard output, a hundred columns wide whatever it is."""
    from rich.console import Console

    console = Console(width=WIDTH, color_system=None if is_plain() else "auto", highlight=False, markup=False)
    console.print(what, soft_wrap=isinstance(what, str))
