"""`dreamwright fmt`: world files laid out in the canonical way."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError, Source
from dreamwright.language.files import LARGEST, bytes_source, read_source
from dreamwright.language.format import format_source

STANDARD_INPUT = "-"


def format_worlds(named: Sequence[str], *, only_check: bool = False, diff: bool = False) -> int:
    """Format each file; the exit code: 1 if one cannot be read or, without writing, if one would change."""
    failed = False
    for name in named:
        try:
            changed = _format(name, write=not (only_check or diff), diff=diff)
            failed |= changed and (only_check or diff)
        except DreamwrightError as error:  # the other files are formatted all the same
            print(error, file=sys.stderr)
            failed = True
    return int(failed)


def _format(name: str, *, write: bool, diff: bool) -> bool:
    """Format one file; whether it changed or would."""
    source = _read(name)
    formatted = format_source(source)
    changed = formatted != source.text
    if name == STANDARD_INPUT and write:
        sys.stdout.write(formatted)
    elif changed and write:
        _replace(Path(source.name), formatted)
        print(f"formatted {source.name}", file=sys.stderr)
    elif changed and diff:
        sys.stdout.writelines(_difference(source, formatted))
    elif changed:
        print(f"would format {source.name}", file=sys.stderr)
    return changed


def _read(name: str) -> Source:
    if name == STANDARD_INPUT:
        return bytes_source(sys.stdin.buffer.read(LARGEST + 1), "<stdin>")
    path = locate(name)
    return read_source(path, str(path))


def _difference(source: Source, formatted: str) -> list[str]:
    lines = unified_diff(
        source.text.splitlines(keepends=True),
        formatted.splitlines(keepends=True),
        source.name,
        f"{source.name} (formatted)",
    )
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the permissions it had; a link stays one."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        shutil.copymode(path, partial)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error
