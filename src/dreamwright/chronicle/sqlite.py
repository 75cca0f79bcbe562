"""A chronicle in one file, through SQLite: nothing to install, nothing to start.

Write-ahead log and full synchronisation: a commit returns when the disk has it, and a commit that was cut short is not
there at all when the file is opened again. A run is locked by a lock on a small file beside the database, which the
operating system gives back when the process ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamwright.chronicle.database import Row, Values
from dreamwright.chronicle.schema import APPLICATION
from dreamwright.errors import DreamwrightError

PATIENCE = 10.0
"""Seconds to wait for another process's transaction; none of ours takes long."""


class SQLite:
    """One connection to one file."""

    key = "INTEGER PRIMARY KEY"
    clustered = "WITHOUT ROWID"

    def __init__(self, path: str, *, must_exist: bool = False) -> None:
        self.address = path
        self._path = Path(path)
        if must_exist and not self._path.exists():
            raise DreamwrightError.of(
                "chronicle-missing",
                f"there is no chronicle '{path}' yet",
                hint="`dreamwright play` makes one, and keeps its stories in it by itself",
            )
        self._connection = self._open()

    # ------------------------------------------------------------------------------------------ opening
    def _open(self) -> sqlite3.Connection:
        if self._path.is_dir():
            raise DreamwrightError.of("chronicle-foreign", f"'{self.address}' is a folder, not a chronicle")
        if not self._path.exists():
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise self._unwritable(error.strerror or str(error)) from error
        with self._told():
            return self._connected("") if self._is_writable() else self._read_only()

    def _is_writable(self) -> bool:
        folder = self._path.parent
        return not self._path.exists() or (os.access(self._path, os.W_OK) and os.access(folder, os.W_OK))

    def _read_only(self) -> sqlite3.Connection:
        """In a folder that cannot be written there may be no writer either: then the file will not change."""
        try:
            return self._connected("?mode=ro")
        except sqlite3.OperationalError:
            return self._connected("?mode=ro&immutable=1")

    def _connected(self, options: str) -> sqlite3.Connection:
        uri = self._path.absolute().as_uri() + options
        # Threads may take turns on it; whoever lets them sees to it that they do.
        connection = sqlite3.connect(uri, timeout=PATIENCE, isolation_level=None, uri=True, check_same_thread=False)
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and found != APPLICATION:
                raise DreamwrightError.of(
                    "chronicle-foreign", f"'{self.address}' is a database, but no chronicle of Dreamwright's"
                )
            if not options:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                if not tables:
                    connection.execute(f"PRAGMA application_id = {APPLICATION}")
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    # ------------------------------------------------------------------------------------------ statements
    def rows(self, statement: str, values: Values = {}) -> list[Row]:  # noqa: B006  (never changed)
        with self._told():
            return self._connection.execute(statement, values).fetchall()

    def change(self, statement: str, many: Iterable[Values]) -> None:
        with self._told():
            self._connection.executemany(statement, many)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._told():
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise

    def is_empty(self) -> bool:
        return not self.rows("SELECT name FROM sqlite_master LIMIT 1")

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", {"name": name}))

    # ------------------------------------------------------------------------------------------ one writer
    def lock(self, run: int) -> FileLock:
        folder = self._path.with_name(self._path.name + "-locks")
        try:
            folder.mkdir(exist_ok=True)
            return FileLock(folder / str(run))
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error

    # ------------------------------------------------------------------------------------------ what went wrong
    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever SQLite says, in our words."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._in_our_words(error) from error

    def _in_our_words(self, error: sqlite3.Error) -> DreamwrightError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        match code:
            case sqlite3.SQLITE_FULL:
                return DreamwrightError.of(
                    "chronicle-full", f"there is no room left for '{self.address}'", hint="make room on the disk"
                )
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
                return self._unwritable(str(error))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return DreamwrightError.of("chronicle-busy", f"another process is busy writing to '{self.address}'")
            case sqlite3.SQLITE_NOTADB:
                return DreamwrightError.of("chronicle-foreign", f"'{self.address}' is no chronicle")
            case _:
                return DreamwrightError.of(
                    "chronicle-damaged",
                    f"'{self.address}' is damaged: {error}",
                    hint="`dreamwright export` saves the runs that can still be read",
                )

    def _unwritable(self, reason: str) -> DreamwrightError:
        return DreamwrightError.of(
            "chronicle-unwritable",
            f"'{self.address}' cannot be opened or written: {reason}",
            hint="name another place with --chronicle FILE or DREAMWRIGHT_CHRONICLE",
        )


class FileLock:
    """A lock on a file, held until released or until the process ends. The file says who holds it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+")
        if not _locked(self._file.fileno()):
            self._file.seek(0)
            holder = self._file.read(200).strip()
            self._file.close()
            raise busy(holder)
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()}")
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()


def busy(holder: str) -> DreamwrightError:
    """That a run has a writer already."""
    who = f" ({holder})" if holder else ""
    return DreamwrightError.of(
        "chronicle-busy",
        f"another process{who} is going on with this run",
        hint="leave it there first; meanwhile `dreamwright show` reads it, and `export` and `import` make a copy",
    )


def _locked(file: int) -> bool:
    """Lock a file; False if somebody else has it. Where that cannot be done, two writers meet in the records' key."""
    try:
        import fcntl
    except ImportError:  # not a Unix
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
