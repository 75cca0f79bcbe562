"""Writing to a run: what is appended is on disk when `append` returns."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from dreamwright.chronicle.branch import Branch, Entry, entries
from dreamwright.chronicle.database import Database
from dreamwright.chronicle.log import Segment
from dreamwright.errors import DreamwrightError
from dreamwright.story import Past, Story
from dreamwright.story.record import BEGINNING, sealed

TAIL = 100
"""Records at the end of a log that are checked before anything is added to it."""

INSERT = (
    "INSERT INTO record (branch, seq, kind, position, line, hash, pulse, checksum) "
    "VALUES (:branch, :seq, :kind, :position, :line, :hash, :pulse, :checksum)"
)


class Writer:
    """The one process that appends to a run, until it is closed."""

    def __init__(self, database: Database, branch: Branch) -> None:
        self._database = database
        self.branch = branch
        self._lock = database.lock(branch.run.id)
        try:
            self.length = branch.log_length
            """Records in the branch's log so far."""
            self._check_tail()
        except BaseException:
            self._lock.release()
            raise
        self._unsure = False

    def append(self, new: Sequence[Entry]) -> None:
        """Add records, all or none; they are durable when this returns.

        Raises DreamwrightError; none were added then, or so it seems: giving the same again later is right either way.
        """
        if self._unsure:
            new = self._missing(new)
        self._unsure = True
        if new:
            with self._database.transaction():
                self._database.change(INSERT, [values(self.branch, entry) for entry in new])
        self._unsure = False
        self.length = new[-1].seq + 1 if new else self.length

    def close(self) -> None:
        """Let others write."""
        self._lock.release()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _missing(self, new: Sequence[Entry]) -> Sequence[Entry]:
        """After a failure: what of the records is not there. The failed commit may have reached the disk after all."""
        length = self.branch.log_length
        there = list(entries(self._database, Segment(self.branch.id, self.length, length), self.branch.log_damaged))
        if there != list(new[: len(there)]):
            raise DreamwrightError.of("chronicle-busy", f"another process has gone on with '{self.branch.label}'")
        self.length = length
        return new[len(there) :]

    def _check_tail(self) -> None:
        """See that the log ends as it was written. Raises DreamwrightError (chronicle-damaged)."""
        segment = Segment(self.branch.id, max(0, self.length - TAIL), self.length)
        story = self.branch.length
        for _ in self.branch.records(max(0, story - TAIL), story):  # first: this can say which happening it is
            pass
        for _ in entries(self._database, segment, self.branch.log_damaged):
            pass


def values(branch: Branch, entry: Entry) -> dict[str, object]:
    """A record as a row."""
    return {
        "branch": branch.id,
        "seq": entry.seq,
        "kind": entry.kind,
        "position": entry.position,
        "line": entry.text,
        "hash": entry.hash,
        "pulse": entry.pulse,
        "checksum": entry.checksum,
    }


class Recorder:
    """Keeps a story's branch up with the story: what has happened since, and what was taken back.

    `story` is what stands where the branch ends (`Telling.story`); None: the branch is empty.
    """

    def __init__(self, writer: Writer, story: Story | None) -> None:
        self._writer = writer
        self._last: Past | None = story.links[-1] if story is not None and story.links else None

    @property
    def branch(self) -> Branch:
        """To which it writes."""
        return self._writer.branch

    def keep(self, story: Story) -> None:
        """Append what is new; it is durable when this returns. The story may be another one of the same setting.

        Raises DreamwrightError if it cannot be kept; the next call tries again with all that is missing.
        """
        links = story.links
        shared = self._shared(links)
        new: list[Entry] = []
        seq = self._writer.length
        if self._last is not None and shared <= self._last.happening.index:
            new.append(_undo(seq, shared, links))
        before = story.mark_at(shared).moment if shared < len(links) else story.beginning
        program, pulses = story.engine.program, story.pulses
        for link in links[shared:]:
            text, digest = sealed(program, link)
            entry = Entry(seq + len(new), "event", link.happening.index, text, digest, pulses.write(before, link))
            before = story.mark_of(link).moment
            new.append(entry)
        if new:
            self._writer.append(new)
            self._last = links[-1] if links else None

    def close(self) -> None:
        """Let others write to the run."""
        self._writer.close()

    def _shared(self, links: Sequence[Past]) -> int:
        """How much of what was kept last is still the story's past."""
        link = self._last
        while link is not None:
            index = link.happening.index
            if index < len(links) and links[index] is link:
                return index + 1
            link = link.previous
        return 0


def _undo(seq: int, position: int, links: Sequence[Past]) -> Entry:
    digest = links[position - 1].digest if position else BEGINNING
    assert digest is not None, "what was kept has been hashed"
    return Entry(seq, "undo", position, "", digest.hex(), "")
