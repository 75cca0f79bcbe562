"""One connection to a database for many threads, which take turns on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

from dreamwright.chronicle.database import Database, Lock, Row, Values


class Turns:
    """A database that any thread may use. A transaction is one turn."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = RLock()
        self.address, self.key, self.clustered = database.address, database.key, database.clustered

    def rows(self, statement: str, values: Values = {}) -> list[Row]:  # noqa: B006  (never changed)
        with self._turn:
            return self._database.rows(statement, values)

    def change(self, statement: str, many: Iterable[Values]) -> None:
        with self._turn:
            self._database.change(statement, many)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._turn, self._database.transaction():
            yield

    def lock(self, run: int) -> Lock:
        with self._turn:
            return self._database.lock(run)

    def is_empty(self) -> bool:
        with self._turn:
            return self._database.is_empty()

    def has_table(self, name: str) -> bool:
        with self._turn:
            return self._database.has_table(name)

    def close(self) -> None:
        with self._turn:
            self._database.close()
