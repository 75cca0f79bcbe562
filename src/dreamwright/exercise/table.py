"""Tables of comma-separated values, read with the place of each cell, and written so that no spreadsheet runs them.

Reading takes what spreadsheets write: commas, semicolons or tabs between cells, quotes around them, a first line
`sep=;`. The standard library's reader does not say where a cell stood, so a mistake in one could not be shown.

A cell that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet. Such a cell is written with an apostrophe
before it, which is taken off again when it is read.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from dreamwright.errors import Source, Span
from dreamwright.exercise.codes import InjectError, problem

DELIMITERS = ",;\t"

_NAMED_DELIMITER = re.compile(r'"?sep=([,;\t])"?[ \t]*(?:\n|\Z)')
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*')
_DANGEROUS = re.compile(r"'*[=+\-@]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, without the space around it, and where."""

    text: str
    span: Span


def read_table(source: Source) -> list[list[Cell]]:
    """The rows of a table in which anything stands. Raises InjectError (inject-table)."""
    named = _NAMED_DELIMITER.match(source.text)
    start = 0 if named is None else named.end()
    delimiter = _delimiter(source.text[start:]) if named is None else named[1]
    rows = _rows(source, start, delimiter)
    return [row for row in rows if any(cell.text for cell in row)]


def write_table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as text, with commas between cells and a line feed after each row."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def _as_meant(cell: str) -> str:
    """A cell as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell


def _delimiter(text: str) -> str:
    """What separates cells: of the candidates the most frequent one in the first line, outside quotes."""
    first = next((line for line in text.split("\n") if line.strip(f" {DELIMITERS}")), "")
    counted = Counter(re.sub(r'"[^"]*"', "", first))
    return max(DELIMITERS, key=lambda delimiter: counted[delimiter])


def _rows(source: Source, start: int, delimiter: str) -> Iterator[list[Cell]]:
    row: list[Cell] = []
    place, text = start, source.text
    plain = re.compile(f"[^{delimiter}\n]*")
    while place <= len(text):
        cell, place = _cell(source, place, delimiter, plain)
        row.append(cell)
        if text[place : place + 1] != delimiter:
            yield row
            row = []
        place += 1


def _cell(source: Source, start: int, delimiter: str, plain: re.Pattern[str]) -> tuple[Cell, int]:
    """The cell that begins at a place, and where it ends."""
    quoted = _QUOTED.match(source.text, start)
    if quoted is not None:
        end = quoted.end()
        if source.text[end : end + 1] not in ("", "\n", delimiter):
            span = Span(source, end, end + 1)
            raise InjectError(problem("inject-table", "something stands after a closing quote", span,
                                      hint="a quote inside a cell is written twice: \"\""))  # fmt: skip
        text = quoted[1].replace('""', '"')
        return Cell(_as_meant(text.strip()), Span(source, quoted.start(1) - 1, quoted.end(1) + 1)), end
    found = plain.match(source.text, start)
    assert found is not None
    if found[0].lstrip().startswith('"'):
        at = start + len(found[0]) - len(found[0].lstrip())
        raise InjectError(problem("inject-table", "this quote is never closed", Span(source, at, at + 1)))
    lead = len(found[0]) - len(found[0].lstrip())
    text = found[0].strip()
    return Cell(_as_meant(text), Span(source, start + lead, start + lead + max(1, len(text)))), found.end()
