"""The chronicle itself: finding runs, beginning, forking and removing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from types import TracebackType
from typing import Any

from dreamwright import __version__
from dreamwright.chronicle.branch import MAIN, Agreement, Branch, Run, Setting
from dreamwright.chronicle.database import Database, bring_up_to_date, open_connection
from dreamwright.chronicle.log import part
from dreamwright.chronicle.place import default_address
from dreamwright.chronicle.worlds import WorldSource, hash_of
from dreamwright.chronicle.writer import INSERT, Writer
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.planning import Limits

NAME = re.compile(r"[^\W_][\w.-]{0,79}")
"""What a branch may be called."""


def open_chronicle(address: str | None = None, *, must_exist: bool = False) -> Chronicle:
    """The chronicle at a path or postgresql:// URL (None: the user's own), made if it is not there.

    Raises DreamwrightError with a code of `CHRONICLE_CODES`.
    """
    database = open_connection(address or default_address(), must_exist=must_exist)
    try:
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return Chronicle(database)


class Chronicle:
    """An open chronicle. Close it when done, or use it in a `with`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """The connection."""
        return self._database

    @property
    def address(self) -> str:
        """Where it is, as messages say it."""
        return self._database.address

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Chronicle:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ finding
    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        return [_run(row) for row in self._database.rows(f"SELECT {_RUN} FROM run ORDER BY id")]

    def branches(self, run: Run) -> list[Branch]:
        """The branches of a run, each after its parent; the first is the run's main one."""
        rows = self._database.rows(
            "SELECT id, name, parent, parent_length, world, origin, touched FROM branch WHERE run = :run ORDER BY id",
            {"run": run.id},
        )
        found: dict[int, Branch] = {}
        for id_, name, parent, length, world, origin, touched in rows:
            if parent is not None and parent not in found:
                raise DreamwrightError.of(
                    "chronicle-damaged", f"run '{run.name}' is damaged: what '{name}' was forked from is not there"
                )
            above = None if parent is None else found[parent]
            found[id_] = Branch(self._database, run, id_, name, above, length, world, origin, touched)
        return list(found.values())

    def every_branch(self) -> Iterator[Branch]:
        """All branches of all runs."""
        for run in self.runs():
            yield from self.branches(run)

    def find(self, label: str) -> Branch:
        """The branch called `RUN` or `RUN/BRANCH`. Raises DreamwrightError (no-such-run) with a suggestion."""
        name, _, branch_name = label.partition("/")
        rows = self._database.rows(f"SELECT {_RUN} FROM run WHERE name = :name", {"name": name})
        for row in rows:
            for branch in self.branches(_run(row)):
                if branch.name == (branch_name or MAIN):
                    return branch
        labels = [branch.label for branch in self.every_branch()]
        hint = did_you_mean(label, labels) or ("`dreamwright runs` lists them" if labels else "nothing is kept yet")
        raise DreamwrightError.of("no-such-run", f"there is no run '{label}' in '{self.address}'", hint=hint)

    def latest(self) -> Branch:
        """The branch to which somebody last began to write. Raises DreamwrightError (no-such-run) if there is none."""
        branches = list(self.every_branch())
        if not branches:
            raise DreamwrightError.of("no-such-run", f"nothing is kept yet in '{self.address}'")
        return max(branches, key=lambda branch: (branch.touched, branch.id))

    # ------------------------------------------------------------------------------------------ changing
    def begin(
        self, stem: str, source: WorldSource, setting: Setting, origin: str | None = None, created: str = ""
    ) -> Branch:
        """Begin a run of a world, called by the stem and the next free number.

        `origin` is the file of the world, `created` when it was begun, as people should be told.
        """
        with self._database.transaction():
            name = self._free_name(stem)
            world = self.keep_world(source)
            run = self.add_run(name, setting, __version__, created)
            self.add_branch(run, MAIN, None, 0, world, origin)
        return self.find(name)

    def fork(self, branch: Branch, at: int, name: str | None = None) -> Branch:
        """A branch that shares the first `at` happenings of another's story, however long that is.

        Raises DreamwrightError: fork-place, run-name, run-exists.
        """
        with self._database.transaction():
            parent, length = self._place(branch, at)
            name = self._free_branch_name(branch.run, name)
            self.add_branch(branch.run, name, parent, length, parent.world, parent.origin)
        return self.find(f"{branch.run.name}/{name}")

    def fork_on(self, branch: Branch, source: WorldSource, origin: str | None, name: str | None = None) -> Branch:
        """A branch that shares all of another's story, and goes on in a later edition of the world."""
        with self._database.transaction():
            parent, length = self._place(branch, branch.length)
            name = self._free_branch_name(branch.run, name, "edited")
            self.add_branch(branch.run, name, parent, length, self.keep_world(source), origin)
        return self.find(f"{branch.run.name}/{name}")

    def remove(self, branch: Branch) -> None:
        """Remove a branch; the main one with its whole run.

        Raises DreamwrightError: chronicle-busy, or run-exists if other branches share its records.
        """
        every = self.branches(branch.run)
        children = [child.label for child in every if child.parent is branch or _has_parent(child, branch)]
        if branch.name != MAIN and children:
            raise DreamwrightError.of(
                "run-exists", f"'{branch.label}' has forks of its own: {', '.join(children)}", hint="remove them first"
            )
        lock = self._database.lock(branch.run.id)
        try:
            with self._database.transaction():
                for gone in reversed(every if branch.name == MAIN else [branch]):
                    self._database.rows("DELETE FROM record WHERE branch = :id", {"id": gone.id})
                    self._database.rows("DELETE FROM branch WHERE id = :id", {"id": gone.id})
                if branch.name == MAIN:
                    self._database.rows("DELETE FROM run WHERE id = :id", {"id": branch.run.id})
                self._forget_worlds()
        finally:
            lock.release()

    def write(self, branch: Branch) -> Writer:
        """Be the one who writes to the branch's run; use it in a `with`.

        Raises DreamwrightError: chronicle-busy, chronicle-damaged if the end of its log is not as it was written.
        """
        writer = Writer(self._database, branch)
        self._database.rows(f"UPDATE branch SET touched = {_NEXT} WHERE id = :id", {"id": branch.id})
        return writer

    # ------------------------------------------------------------------------------------------ worlds
    def source(self, world: str) -> WorldSource:
        """The world with a hash. Raises DreamwrightError (chronicle-damaged) if it is not as it was written."""
        rows = self._database.rows("SELECT title, manifest FROM world WHERE hash = :hash", {"hash": world})
        try:
            [(title, manifest)] = rows
            files: dict[str, str] = {}
            for name, text_hash in json.loads(manifest):
                [(text,)] = self._database.rows(
                    "SELECT content FROM source_text WHERE hash = :hash", {"hash": text_hash}
                )
                if hash_of(text) != text_hash:
                    raise ValueError(name)
                files[name] = text
            source = WorldSource(title, files)
            if source.hash != world:
                raise ValueError(world)
        except (ValueError, TypeError) as error:
            raise DreamwrightError.of(
                "chronicle-damaged", f"the world of a run in '{self.address}' is not as it was written"
            ) from error
        return source

    def keep_world(self, source: WorldSource) -> str:
        """Keep a world's texts, each once; its hash. Within a transaction."""
        for text in source.files.values():
            self._database.rows(
                "INSERT INTO source_text (hash, content) VALUES (:hash, :text) ON CONFLICT (hash) DO NOTHING",
                {"hash": hash_of(text), "text": text},
            )
        self._database.rows(
            "INSERT INTO world (hash, title, manifest) VALUES (:hash, :title, :manifest) ON CONFLICT (hash) DO NOTHING",
            {"hash": source.hash, "title": source.title, "manifest": source.manifest},
        )
        return source.hash

    def _forget_worlds(self) -> None:
        """Remove the worlds and texts that no branch needs any more."""
        self._database.rows("DELETE FROM world WHERE hash NOT IN (SELECT world FROM branch)")
        manifests = self._database.rows("SELECT manifest FROM world")
        needed = {text_hash for (manifest,) in manifests for _, text_hash in json.loads(manifest)}
        kept = {text_hash for (text_hash,) in self._database.rows("SELECT hash FROM source_text")}
        self._database.change(
            "DELETE FROM source_text WHERE hash = :hash", [{"hash": h} for h in sorted(kept - needed)]
        )

    # ------------------------------------------------------------------------------------------ rows
    def transaction(self) -> AbstractContextManager[None]:
        """All that is changed meanwhile, or nothing."""
        return self._database.transaction()

    def add_records(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Records of branches that nobody else knows yet. Within a transaction."""
        self._database.change(INSERT, rows)

    def add_run(self, name: str, setting: Setting, engine: str, created: str) -> Run:
        """A new run without branches. Within a transaction."""
        rows = self._database.rows(
            "INSERT INTO run (name, seed, subject, limits, depth, engine, created, dream) "
            f"VALUES (:name, :seed, :subject, :limits, :depth, :engine, :created, :dream) RETURNING {_RUN}",
            {
                "name": name,
                "seed": str(setting.seed),
                "subject": setting.subject,
                "limits": json.dumps(asdict(setting.limits)),
                "depth": setting.depth,
                "engine": engine,
                "created": created,
                "dream": None if setting.agreed is None else json.dumps(asdict(setting.agreed), ensure_ascii=False),
            },
        )
        return _run(rows[0])

    def add_branch(
        self, run: Run, name: str, parent: Branch | None, length: int, world: str, origin: str | None
    ) -> Branch:
        """A new branch. Within a transaction."""
        rows = self._database.rows(
            "INSERT INTO branch (run, name, parent, parent_length, world, origin, touched) "
            f"VALUES (:run, :name, :parent, :length, :world, :origin, {_NEXT}) RETURNING id, touched",
            {
                "run": run.id,
                "name": name,
                "parent": None if parent is None else parent.id,
                "length": length,
                "world": world,
                "origin": origin,
            },
        )
        id_, touched = rows[0]
        return Branch(self._database, run, id_, name, parent, length, world, origin, touched)

    # ------------------------------------------------------------------------------------------ names and places
    def free_name(self, name: str) -> str:
        """The name itself if no run has it, else the next number of its stem."""
        taken = self._database.rows("SELECT 1 FROM run WHERE name = :name", {"name": name})
        return self._free_name(re.sub(r"-\d+$", "", name)) if taken or not NAME.fullmatch(name) else name

    def _free_name(self, stem: str) -> str:
        stem = re.sub(r"[^\w.-]+", "-", stem).strip("-._")[:60] or "story"
        names = self._database.rows("SELECT name FROM run")
        numbers = [int(tail) for (name,) in names if (tail := _tail(name, stem)).isdecimal()]
        return f"{stem}-{max(numbers, default=0) + 1}"

    def _free_branch_name(self, run: Run, name: str | None, stem: str = "fork") -> str:
        taken = [branch.name for branch in self.branches(run)]
        if name is None:
            numbers = [int(tail) for taken_name in taken if (tail := _tail(taken_name, stem)).isdecimal()]
            return f"{stem}-{max(numbers, default=0) + 1}"
        if not NAME.fullmatch(name):
            raise DreamwrightError.of(
                "run-name", f"'{name}' cannot be the name of a branch", hint="letters, digits and - will do"
            )
        if name in taken:
            raise DreamwrightError.of("run-exists", f"'{run.name}' has a branch '{name}' already")
        return name

    def _place(self, branch: Branch, at: int) -> tuple[Branch, int]:
        """The branch in whose log a story's first `at` happenings end, and the length of the log there."""
        segments = branch.segments()
        for _, piece in part(segments, at - 1, at):
            return branch.owner(piece), piece.stop
        if at == 0:
            return branch.lineage[0][0], 0
        raise DreamwrightError.of("fork-place", f"'{branch.label}' goes from 0 to {branch.length}; there is no {at}")


_RUN = "id, name, seed, subject, limits, depth, engine, created, dream"

_NEXT = "(SELECT coalesce(max(touched), 0) + 1 FROM branch)"
"""Orders branches by when they were written to, without a clock."""


def _run(row: Sequence[Any]) -> Run:
    id_, name, seed, subject, limits, depth, engine, created, dream = row
    try:
        agreed = None if dream is None else agreement(json.loads(dream))
        setting = Setting(int(seed), subject, Limits(**json.loads(limits)), depth, agreed)
    except (ValueError, TypeError, KeyError) as error:
        raise DreamwrightError.of("chronicle-damaged", f"run '{name}' is not as it was written") from error
    return Run(id_, name, setting, engine, created)


def agreement(written: Mapping[str, Any]) -> Agreement:
    """The limits of a dream as they are written. Raises ValueError, TypeError, KeyError if they are not."""
    tags = written["lines"], written["veils"]
    if any(not isinstance(tag, str) for each in tags for tag in each):
        raise ValueError("a tag is a text")
    return Agreement(*map(tuple, tags))


def _has_parent(child: Branch, branch: Branch) -> bool:
    return child.parent is not None and child.parent.id == branch.id


def _tail(name: str, stem: str) -> str:
    return name.removeprefix(f"{stem}-") if name.startswith(f"{stem}-") else ""
