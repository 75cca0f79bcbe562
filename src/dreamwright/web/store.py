"""What must outlive the server: the stories that are served, their invitations, and each line that was entered.

A story is its stage, its seed and its entries in order; whatever was told follows from these. What was told is kept
beside them all the same: it is what people read, and a reader who comes back goes on after the number they had.
The tables stand beside those of the chronicle, in the same database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

from dreamwright.chronicle.database import Database, Lock
from dreamwright.web.links import Link, Role, sealed
from dreamwright.web.turns import Turns

_TABLES = (
    """CREATE TABLE served_story (
         id {key}, source TEXT NOT NULL, fingerprint TEXT NOT NULL, seed TEXT NOT NULL, created TEXT NOT NULL,
         run TEXT, over BIGINT NOT NULL)""",
    """CREATE TABLE served_link (
         id {key}, secret TEXT NOT NULL UNIQUE, story BIGINT NOT NULL REFERENCES served_story(id),
         role TEXT NOT NULL, name TEXT NOT NULL, revoked BIGINT NOT NULL)""",
    """CREATE TABLE served_entry (
         story BIGINT NOT NULL REFERENCES served_story(id), seq BIGINT NOT NULL, sent TEXT NOT NULL,
         author TEXT NOT NULL, body TEXT NOT NULL, told BIGINT, hash TEXT, PRIMARY KEY (story, seq)) {clustered}""",
    """CREATE TABLE served_text (
         story BIGINT NOT NULL REFERENCES served_story(id), number BIGINT NOT NULL, body TEXT NOT NULL,
         PRIMARY KEY (story, number)) {clustered}""",
)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story that is served. `source` is the file of its stage or world, `fingerprint` a hash over its texts, `run`
    what it is called in the chronicle, once it is there."""

    id: int
    source: str
    fingerprint: str
    seed: int
    created: str
    run: str | None
    over: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Something entered: by whom, and what. `told`: how much had been told when all that follows from it had been;
    None: that never came to its end. `hash`: of the story after it."""

    seq: int
    sent: str
    """The sender's own name for it."""
    author: str
    body: dict[str, Any]
    told: int | None = None
    hash: str | None = None


class Store:
    """The tables. May be used from any thread; each call is durable when it returns. Raises DreamwrightError."""

    def __init__(self, database: Database) -> None:
        self.database = Turns(database)
        if not database.has_table("served_text"):
            with self._changing():
                for statement in _TABLES:
                    self._rows(statement.replace("{key}", database.key).replace("{clustered}", database.clustered))

    @property
    def address(self) -> str:
        """Where it is, as people may be told."""
        return self.database.address

    def _changing(self) -> AbstractContextManager[None]:
        return self.database.transaction()

    def _rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.database.rows(statement, values)

    def close(self) -> None:
        """Leave the database."""
        self.database.close()

    # ------------------------------------------------------------------------------------------ stories
    def begin(self, source: str, fingerprint: str, seed: int, created: str) -> StoryRow:
        """Keep a new story."""
        with self._changing():
            [(id_,)] = self._rows(
                """INSERT INTO served_story (source, fingerprint, seed, created, over)
                   VALUES (:source, :fingerprint, :seed, :created, 0) RETURNING id""",
                source=source, fingerprint=fingerprint, seed=str(seed), created=created,
            )  # fmt: skip
        return StoryRow(id_, source, fingerprint, seed, created, None, False)

    def stories(self) -> list[StoryRow]:
        """All stories, the oldest first."""
        rows = self._rows("SELECT id, source, fingerprint, seed, created, run, over FROM served_story ORDER BY id")
        return [StoryRow(i, source, print_, int(seed), created, run, bool(over))
                for i, source, print_, seed, created, run, over in rows]  # fmt: skip

    def name(self, story: int, run: str) -> None:
        """Note what a story is called in the chronicle."""
        with self._changing():
            self._rows("UPDATE served_story SET run = :run WHERE id = :story", run=run, story=story)

    def end(self, story: int) -> None:
        """Note that a story is over."""
        with self._changing():
            self._rows("UPDATE served_story SET over = 1 WHERE id = :story", story=story)

    def own(self, story: int) -> Lock:
        """Be the one process that goes on with a story. It is free again when the process ends, in whatever way.

        Raises DreamwrightError (chronicle-busy) if another one has it.
        """
        return self.database.lock(-story)  # below zero: runs of the chronicle have the numbers above

    # ------------------------------------------------------------------------------------------ entries and texts
    def enter(self, story: int, entry: EntryRow) -> None:
        """Keep an entry, before anything follows from it."""
        with self._changing():
            self._rows(
                """INSERT INTO served_entry (story, seq, sent, author, body)
                   VALUES (:story, :seq, :sent, :author, :body)""",
                story=story, seq=entry.seq, sent=entry.sent, author=entry.author, body=json.dumps(entry.body),
            )  # fmt: skip

    def settle(self, story: int, seq: int, texts: Sequence[tuple[int, str]], told: int, digest: str) -> None:
        """Keep what was told, and that nothing more follows from an entry."""
        with self._changing():
            self._keep_texts(story, texts)
            self._rows(
                "UPDATE served_entry SET told = :told, hash = :hash WHERE story = :story AND seq = :seq",
                told=told, hash=digest, story=story, seq=seq,
            )  # fmt: skip

    def _keep_texts(self, story: int, texts: Iterable[tuple[int, str]]) -> None:
        self.database.change(
            "INSERT INTO served_text (story, number, body) VALUES (:story, :number, :body)",
            [{"story": story, "number": number, "body": text} for number, text in texts],
        )

    def entries(self, story: int) -> list[EntryRow]:
        """All entries of a story, in order."""
        rows = self._rows(
            "SELECT seq, sent, author, body, told, hash FROM served_entry WHERE story = :story ORDER BY seq",
            story=story,
        )
        return [EntryRow(seq, sent, author, json.loads(body), told, digest)
                for seq, sent, author, body, told, digest in rows]  # fmt: skip

    def texts(self, story: int) -> list[str]:
        """All that was told in a story, in order."""
        rows = self._rows("SELECT body FROM served_text WHERE story = :story ORDER BY number", story=story)
        return [body for (body,) in rows]

    # ------------------------------------------------------------------------------------------ invitations
    def invite(self, story: int, role: Role, name: str, secret: str) -> Link:
        """Keep an invitation."""
        with self._changing():
            [(id_,)] = self._rows(
                """INSERT INTO served_link (secret, story, role, name, revoked)
                   VALUES (:secret, :story, :role, :name, 0) RETURNING id""",
                secret=sealed(secret), story=story, role=role, name=name,
            )  # fmt: skip
        return Link(id_, story, role, name, False)

    def link(self, secret: str) -> Link | None:
        """The invitation with a secret, unless it has been revoked."""
        rows = self._rows(
            f"SELECT {_LINK} FROM served_link WHERE secret = :secret AND revoked = 0", secret=sealed(secret)
        )
        return _link(rows[0]) if rows else None

    def links(self, story: int) -> list[Link]:
        """All invitations to a story."""
        rows = self._rows(f"SELECT {_LINK} FROM served_link WHERE story = :story ORDER BY id", story=story)
        return [_link(row) for row in rows]

    def revoke(self, story: int, link: int) -> bool:
        """Let an invitation to a story open nothing any more; False if there is none."""
        with self._changing():
            return bool(self._rows(
                "UPDATE served_link SET revoked = 1 WHERE id = :link AND story = :story AND revoked = 0 RETURNING id",
                link=link, story=story,
            ))  # fmt: skip


_LINK = "id, story, role, name, revoked"


def _link(row: tuple[Any, ...]) -> Link:
    id_, story, role, name, revoked = row
    return Link(id_, story, cast(Role, role), name, bool(revoked))
