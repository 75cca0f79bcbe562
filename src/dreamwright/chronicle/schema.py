"""The tables of a chronicle, and how older ones become today's.

Statements are in the SQL that SQLite and PostgreSQL share, with `:name` for values. `{key}` is a number that the
database gives out; `{clustered}` keeps a table in the order of its key where that has to be said.
"""

from __future__ import annotations

APPLICATION = 0x44726561
"""Marks an SQLite file as a chronicle ("Drea")."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE source_text (hash TEXT PRIMARY KEY, content TEXT NOT NULL)",
        "CREATE TABLE world (hash TEXT PRIMARY KEY, title TEXT NOT NULL, manifest TEXT NOT NULL)",
        """CREATE TABLE run (
             id {key}, name TEXT NOT NULL UNIQUE, seed TEXT NOT NULL, subject TEXT, limits TEXT NOT NULL,
             depth BIGINT NOT NULL, engine TEXT NOT NULL, created TEXT NOT NULL)""",
        """CREATE TABLE branch (
             id {key}, run BIGINT NOT NULL REFERENCES run(id), name TEXT NOT NULL,
             parent BIGINT REFERENCES branch(id), parent_length BIGINT NOT NULL,
             world TEXT NOT NULL REFERENCES world(hash), touched BIGINT NOT NULL, UNIQUE (run, name))""",
        """CREATE TABLE record (
             branch BIGINT NOT NULL REFERENCES branch(id), seq BIGINT NOT NULL, kind TEXT NOT NULL,
             position BIGINT NOT NULL, line TEXT NOT NULL, hash TEXT NOT NULL, pulse TEXT NOT NULL,
             checksum BIGINT NOT NULL, PRIMARY KEY (branch, seq)) {clustered}""",
        "CREATE INDEX undo ON record (branch, seq) WHERE kind = 'undo'",
    ),
    # 2: a branch knows the file that its world came from, to say when that has been edited since.
    ("ALTER TABLE branch ADD COLUMN origin TEXT",),
    # 3: a run may be a dream; then this holds the limits within which it is dreamed.
    ("ALTER TABLE run ADD COLUMN dream TEXT",),
)
"""What each version of the schema adds to the one before it."""

VERSION = len(MIGRATIONS)

VERSION_TABLE = "CREATE TABLE chronicle (version BIGINT NOT NULL)"
"""Holds one row."""
