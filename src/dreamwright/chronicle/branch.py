"""Runs and branches as one reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from zlib import crc32

from dreamwright.chronicle.database import Database
from dreamwright.chronicle.log import Segment, Stretch, length_of, part, story_of
from dreamwright.errors import DreamwrightError
from dreamwright.planning import Limits
from dreamwright.story.record import BEGINNING, hash_on

MAIN = "main"
"""The name of the branch with which a run begins; it is left out where a run's own name says it."""

PAGE = 4096
"""Records that are read at a time."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The limits of a dream, the author's and the person's own: tags that never happen, and that happen off screen."""

    lines: tuple[str, ...] = ()
    veils: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story depends on besides its world: the same setting and the same choices give the same hash."""

    seed: int
    subject: str | None
    """Whom a person plays; None: nobody is played."""
    limits: Limits
    depth: int
    """Levels of belief that the engine keeps."""
    agreed: Agreement | None = None
    """Of a dream: within which limits. None: this is a story of a world, and no dream."""


@dataclass(frozen=True, slots=True)
class Run:
    """One beginning."""

    id: int
    name: str
    setting: Setting
    engine: str
    """The version of Dreamwright that began it."""
    created: str
    """When, as whoever began it put it (for `play`: date and time, ISO 8601 in UTC). Nothing depends on it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One happening of a story, as it is kept."""

    position: int
    text: str
    """The chronicle line as it was hashed."""
    hash: str
    """The running hash up to and including this."""
    pulse: str

    @property
    def line(self) -> dict[str, Any]:
        """The chronicle line: names, numbers and texts (`story.chronicle_line`)."""
        line: dict[str, Any] = json.loads(self.text)
        return line


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a branch's own log. Of an undo `position` is how many happenings were left."""

    seq: int
    kind: Literal["event", "undo"]
    position: int
    text: str
    hash: str
    pulse: str

    @property
    def checksum(self) -> int:
        """Over everything that the running hash does not cover."""
        return crc32(f"{self.kind} {self.position} {self.hash} {self.pulse}".encode())


class Branch:
    """A branch of a run. What it holds is read afresh at each call, so it can be followed while somebody plays it."""

    def __init__(
        self,
        database: Database,
        run: Run,
        id: int,
        name: str,
        parent: Branch | None,
        parent_length: int,
        world: str,
        origin: str | None,
        touched: int,
    ) -> None:
        self._database = database
        self.run = run
        self.id = id
        self.name = name
        self.parent = parent
        """The branch whose past it shares; None for the run's first."""
        self.parent_length = parent_length
        """How many records of the parent's log are shared."""
        self.world = world
        """The hash of the world's source."""
        self.origin = origin
        """The file from which the world came, on the machine where the run was begun; None if not known."""
        self.touched = touched
        """Grows with each branch to which somebody begins to write: the greatest is the latest."""

    @property
    def database(self) -> Database:
        return self._database

    @property
    def label(self) -> str:
        """`RUN`, or `RUN/BRANCH`: the name by which commands know it."""
        return self.run.name if self.name == MAIN else f"{self.run.name}/{self.name}"

    @property
    def setting(self) -> Setting:
        return self.run.setting

    # ------------------------------------------------------------------------------------------ the story
    @property
    def length(self) -> int:
        """How many things have happened and were not taken back."""
        return length_of(self.segments())

    @property
    def hash(self) -> str:
        """The running hash of the story, in hexadecimal: that of `Story.hash` for the same happenings."""
        return self.hash_at(self.length)

    def hash_at(self, length: int) -> str:
        """The running hash of the first so many happenings. Raises IndexError if there are not so many."""
        if length == 0:
            return BEGINNING.hex()
        for record in self.records(length - 1, length):
            return record.hash
        raise IndexError(f"'{self.label}' has only {self.length} happenings")

    def records(self, start: int = 0, stop: int | None = None) -> Iterator[Record]:
        """The happenings of the story from position `start` up to, not including, `stop` (None: to the end).

        Every line is checked against its hash. Raises DreamwrightError (chronicle-damaged) at the first that does not
        fit.
        """
        segments = self.segments()
        stop = length_of(segments) if stop is None else stop
        digest = BEGINNING if start == 0 else None
        for position, piece in part(segments, start, stop):
            for entry in self._entries(piece, position):
                if entry.kind != "event" or entry.position != position:
                    raise self.damaged(position)
                if digest is not None:
                    digest = hash_on(digest, entry.text)
                    if digest.hex() != entry.hash:
                        raise self.damaged(position)
                else:
                    digest = bytes.fromhex(entry.hash)
                yield Record(position, entry.text, entry.hash, entry.pulse)
                position += 1

    def log(self) -> Iterator[Entry]:
        """The records that were appended to this very branch, undos and what they took back included."""
        yield from entries(self._database, Segment(self.id, 0, self.log_length), self.log_damaged)

    def kept(self, position: int) -> str:
        """The line of a happening as it stands in the database, however damaged; empty if there is none."""
        for _, piece in part(self.segments(), position, position + 1):
            rows = self._database.rows(
                "SELECT line FROM record WHERE branch = :branch AND seq = :seq",
                {"branch": piece.branch, "seq": piece.first},
            )
            return str(rows[0][0]) if rows else ""
        return ""

    @property
    def log_length(self) -> int:
        """How many records were appended to this very branch."""
        return _log_length(self._database, self.id)

    def segments(self) -> list[Segment]:
        """The pieces of logs that make up the story, in order."""
        return story_of(self._stretches())

    @cached_property
    def lineage(self) -> tuple[tuple[Branch, int | None], ...]:
        """The branches whose logs the story goes through, the first one first, and how much of each (None: all)."""
        before = () if self.parent is None else self.parent.lineage
        shared = tuple((b, self.parent_length if b is self.parent else n) for b, n in before)
        return (*shared, (self, None))

    def owner(self, segment: Segment) -> Branch:
        """The branch in whose log a segment of this story lies."""
        return next(branch for branch, _ in self.lineage if branch.id == segment.branch)

    def damaged(self, position: int) -> DreamwrightError:
        """That the record of a happening is not as it was written."""
        before = f"`dreamwright fork {self.label} --at {position}` goes on from before it"
        return DreamwrightError.of(
            "chronicle-damaged",
            f"'{self.label}' is damaged: happening {position} is not as it was written",
            hint=before,
        )

    def log_damaged(self, seq: int) -> DreamwrightError:
        """That a record of this very branch is not as it was written."""
        return DreamwrightError.of(
            "chronicle-damaged", f"'{self.label}' is damaged: record {seq} of its log is not as it was written"
        )

    def _stretches(self) -> Iterator[Stretch]:
        for branch, length in self.lineage:
            length = branch.log_length if length is None else length
            rows = self._database.rows(
                "SELECT seq, position FROM record "
                "WHERE branch = :branch AND kind = 'undo' AND seq < :length ORDER BY seq",
                {"branch": branch.id, "length": length},
            )
            yield Stretch(branch.id, length, [(seq, position) for seq, position in rows])

    def _entries(self, segment: Segment, position: int) -> Iterator[Entry]:
        """The records of a segment whose first happening is at a position of the story."""
        return entries(self._database, segment, lambda seq: self.damaged(position + seq - segment.first))


def entries(database: Database, segment: Segment, damaged: Callable[[int], DreamwrightError]) -> Iterator[Entry]:
    """The records of a segment. Raises what `damaged(seq)` gives where one is missing or not as written."""
    for first in range(segment.first, segment.stop, PAGE):
        stop = min(first + PAGE, segment.stop)
        rows = database.rows(
            "SELECT seq, kind, position, line, hash, pulse, checksum FROM record "
            "WHERE branch = :branch AND seq >= :first AND seq < :stop ORDER BY seq",
            {"branch": segment.branch, "first": first, "stop": stop},
        )
        seq = first
        for *columns, checksum in rows:
            entry = Entry(*columns)
            if entry.seq != seq or entry.checksum != checksum or type(entry.text) is not str:
                raise damaged(seq)
            yield entry
            seq += 1
        if seq != stop:
            raise damaged(seq)


def _log_length(database: Database, branch: int) -> int:
    rows = database.rows("SELECT max(seq) FROM record WHERE branch = :branch", {"branch": branch})
    return 0 if rows[0][0] is None else int(rows[0][0]) + 1
