"""`dreamwright debrief`: what somebody lived through in a run, and beside it what really happened, as one page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamwright.chronicle import open_chronicle
from dreamwright.debrief import (
    FORMAT,
    MARK,
    Debrief,
    DreamDebrief,
    Effort,
    Progress,
    as_html,
    as_json,
    as_markdown,
    debrief_of,
    dream_debrief_of,
)
from dreamwright.debrief.codes import FORM, OVER
from dreamwright.errors import DreamwrightError
from dreamwright.language.files import read_source

STANDARD_OUTPUT = "-"

FORMS = {".html": as_html, ".htm": as_html, ".md": as_markdown, ".markdown": as_markdown, ".json": as_json}

HEAD = 4096
"""Bytes at the beginning of a file in which it says that it is a debrief."""


def debrief_run(
    label: str,
    named: str | None,
    effort: Effort,
    output: str | None,
    address: str | None,
    injects: str | None = None,
    *,
    force: bool = False,
) -> int:
    """Write the debrief of a run to a file whose ending says in which form (None: RUN.html in this folder), or as HTML
    to standard output. With `force` also over a file that is no debrief. `injects` is a file with a list of injects.

    Raises DreamwrightError: debrief-form, debrief-over before anything is worked out; file-unwritable; and what
    `read_source`, `open_chronicle`, `Chronicle.find` and `debrief_of` raise.
    """
    table = None if injects is None else read_source(Path(injects), injects)
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        file = output or f"{branch.label.replace('/', '-')}.html"
        path = None if file == STANDARD_OUTPUT else Path(file)
        form = ".html" if path is None else path.suffix.lower()
        if path is not None:
            _check(path, force)
        with _reporting() as progress:
            debrief: Debrief | DreamDebrief = (
                debrief_of(branch, named, effort, progress, table)
                if branch.setting.agreed is None
                else dream_debrief_of(branch, named)
            )
    text = FORMS[form](debrief)
    if path is None:
        sys.stdout.write(text)
    else:
        _write(path, text)
        print(f"{path}: {_summary(debrief)}")
    if isinstance(debrief, Debrief) and debrief.turning.ended == "interrupted":
        sys.stdout.flush()
        print("interrupted: the debrief is without the turning points not yet found", file=sys.stderr)
    return 0


def _summary(debrief: Debrief | DreamDebrief) -> str:
    count = debrief.happenings
    if isinstance(debrief, DreamDebrief):
        layers = len(debrief.layers)
        return f"{count:,} happening{'' if count == 1 else 's'} in {layers} layer{'' if layers == 1 else 's'}"
    turning = debrief.turning
    said = f"{count:,} happening{'' if count == 1 else 's'} through the eyes of {debrief.subject}"
    if turning.ended == "not sought":
        return f"{said}, turning points not looked for"
    found = len(turning.points)
    return (
        f"{said}, {found} turning point{'' if found == 1 else 's'} ({turning.tried} of {turning.choices} choices tried)"
    )


# ---------------------------------------------------------------------------------------------------- files
def _check(path: Path, force: bool) -> None:
    """See that a debrief can go there, before the work. Raises DreamwrightError: debrief-form, debrief-over."""
    if path.suffix.lower() not in FORMS:
        raise DreamwrightError.of(
            FORM, f"'{path}' does not say in which form to write", hint="end its name in .html, .md or .json"
        )
    if path.exists() and not force and not _is_debrief(path):
        raise DreamwrightError.of(
            OVER, f"'{path}' is there already and is no debrief", hint="choose another name with -o, or use --force"
        )


def _is_debrief(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode("utf-8", errors="replace")
    except OSError:
        return False
    marks = (f'name="generator" content="{MARK}"', f"<!-- generator: {MARK} -->", f'"format": "{FORMAT}"')
    return any(mark in head for mark in marks)


def _write(path: Path, text: str) -> None:
    """Write a file in one go: a reader sees the old one or the new one, never half of it."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error


# ---------------------------------------------------------------------------------------------------- progress
@contextmanager
def _reporting() -> Iterator[Progress | None]:
    """What shows how the search for turning points is going, on one line of the terminal; None off a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", ""):
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False)
    with console.status("reading the run") as status:

        def report(reruns: int, most: int, choice: str) -> None:
            from rich.text import Text

            line = Text(f"re-run {reruns} of at most {most} (Ctrl-C: do without the rest) · {choice}")
            line.truncate(max(10, console.width - 3), overflow="ellipsis")
            status.update(line)

        yield report
