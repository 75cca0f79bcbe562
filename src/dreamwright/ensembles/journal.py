"""What is done of an ensemble that is going on: a file beside the results with a line for each row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dreamwright.ensembles.job import Job
from dreamwright.ensembles.play import Row
from dreamwright.errors import DreamwrightError


class Journal:
    """Rows as they come in. A line that was cut off by a sudden end is left out, and its run is run again."""

    def __init__(self, output: Path, job: Job) -> None:
        self.path = Path(f"{output}.part")
        self._job = job
        self._file: IO[str] | None = None

    def kept(self) -> list[Row]:
        """The rows of an earlier attempt. Raises DreamwrightError (ensemble-different) if that was of other runs."""
        try:
            first, *lines = self.path.read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, ValueError):
            return []
        if first != self._job.hash:
            raise DreamwrightError.of("ensemble-different", f"'{self.path}' is of other runs than these")
        rows: list[Row] = []
        for line in lines:
            try:
                rows.append(json.loads(line))
            except ValueError:
                break
        return rows

    def begin(self, rows: Iterable[Row]) -> None:
        """Begin the file anew, with rows that are done already."""
        with self._writing():
            self._file = self.path.open("w", encoding="utf-8")
            self._file.write(self._job.hash + "\n")
        self.add(rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows."""
        if self._file is not None:
            with self._writing():
                self._file.writelines(json.dumps(row) + "\n" for row in rows)
                self._file.flush()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"cannot write '{self.path}': {error.strerror or error}"
            raise DreamwrightError.of("file-unwritable", message) from error

    def close(self, *, done: bool) -> None:
        """Leave the file, which goes when everything is in the results."""
        if self._file is not None:
            self._file.close()
            if done:
                self.path.unlink(missing_ok=True)
