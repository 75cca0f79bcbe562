"""What a chronicle needs of a database. The only two that know which one it is are `sqlite.py` and `postgres.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dreamwright.chronicle.schema import MIGRATIONS, VERSION, VERSION_TABLE
from dreamwright.errors import DreamwrightError

Values = Mapping[str, Any]
Row = tuple[Any, ...]


class Database(Protocol):
    """A connection. Everything raises DreamwrightError (codes `chronicle-...`), and stays usable if it does."""

    address: str
    """How messages call it; without a password."""
    key: str
    clustered: str
    """What stands for the placeholders of the schema."""

    def rows(self, statement: str, values: Values = ...) -> list[Row]:
        """Run a statement and give its rows."""
        ...

    def change(self, statement: str, many: Iterable[Values]) -> None:
        """Run a statement once for each set of values."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; durable when left without an exception. What is read in it does not change meanwhile."""
        ...

    def lock(self, run: int) -> Lock:
        """Be the one process that writes to a run. Raises DreamwrightError (chronicle-busy) if another one is."""
        ...

    def is_empty(self) -> bool:
        """Whether there are no tables yet."""
        ...

    def has_table(self, name: str) -> bool: ...

    def close(self) -> None: ...


class Lock(Protocol):
    def release(self) -> None:
        """Let others write. Also happens when the process ends, in whatever way."""
        ...


def open_connection(address: str, *, must_exist: bool = False) -> Database:
    """The database at an address: a path, or a `postgresql://` URL. Raises DreamwrightError."""
    if address.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        from dreamwright.chronicle.postgres import Postgres

        return Postgres(address)
    if "://" in address:
        kind = address.partition("://")[0]
        raise DreamwrightError.of(
            "chronicle-address",
            f"a chronicle cannot be kept in '{kind}'",
            hint="give the path of a file, or a postgresql:// address",
        )
    from dreamwright.chronicle.sqlite import SQLite

    return SQLite(address, must_exist=must_exist)


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or add what a later version has. Raises DreamwrightError."""
    if not database.has_table("chronicle"):
        if not database.is_empty():
            raise DreamwrightError.of(
                "chronicle-foreign", f"'{database.address}' is a database, but no chronicle of Dreamwright's"
            )
        _migrate(database)
        return
    version = _version(database)
    if version > VERSION:
        raise DreamwrightError.of(
            "chronicle-newer",
            f"'{database.address}' was written by a later version of Dreamwright "
            f"(its layout is {version}, this version knows {VERSION} and older)",
            hint="update Dreamwright, or export the runs with the version that wrote them",
        )
    if version < VERSION:
        try:
            _migrate(database)
        except DreamwrightError as error:
            raise DreamwrightError.of(
                "chronicle-older",
                f"'{database.address}' was written by an older version (layout {version}), and cannot be brought up to "
                f"date where it is: {error.diagnostics[0].message}",
                hint="copy it to a place where it can be written",
            ) from error


def _version(database: Database) -> int:
    rows = database.rows("SELECT version FROM chronicle")
    if len(rows) != 1:
        raise DreamwrightError.of("chronicle-damaged", f"'{database.address}' does not say which layout it has")
    return int(rows[0][0])


def _migrate(database: Database) -> None:
    """From whatever version it has, which another process may be changing just now, to today's."""
    with database.transaction():
        if not database.has_table("chronicle"):
            database.rows(VERSION_TABLE)
            database.rows("INSERT INTO chronicle (version) VALUES (0)")
        for step in MIGRATIONS[_version(database) :]:
            for statement in step:
                database.rows(statement.replace("{key}", database.key).replace("{clustered}", database.clustered))
        database.rows("UPDATE chronicle SET version = :version", {"version": VERSION})
