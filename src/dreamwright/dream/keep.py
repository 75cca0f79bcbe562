"""Keeping a dream in a chronicle while it goes on, and taking it up from there.

A dream is one run, its branches are its forks, and the records of a branch are the dream's entries (`Dream.record`):
first what it is (its stage, seed and limits), then what happened, by level, and every move and unmaking between. So
the hash of the branch is the hash of the dream, and a dream can be forked at any of its entries. An unmaking is an
entry, and stays; only a dream that is begun anew takes its records back, as an `undo`.

The source of the run is the stage: its text, those of all its worlds, and what else it names. The run's setting holds
the limits within which its person agreed to it. Records are durable before anybody is told of what they say: whoever
plays a dream calls `keep` first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from dreamwright.chronicle import Agreement, Branch, Chronicle, Entry, Setting, Writer, open_chronicle
from dreamwright.chronicle.exchange import export_run
from dreamwright.chronicle.worlds import BUNDLED_PREFIX, WorldSource
from dreamwright.dream.consent import Consent
from dreamwright.dream.dream import Dream
from dreamwright.dream.events import Event, Happened
from dreamwright.dream.load import load_stage
from dreamwright.dream.restore import restored, told_again
from dreamwright.dream.stage import Limits, Stage
from dreamwright.engine import DEFAULT_DEPTH
from dreamwright.errors import DreamwrightError
from dreamwright.planning import Limits as Foresight
from dreamwright.story import Told, UnlikeError, encode
from dreamwright.story.record import BEGINNING, hash_on

NOTHING = "{}"
"""The pulse of an entry that is no happening."""


# ---------------------------------------------------------------------------------------------- its source
def source_of(stage: Stage) -> WorldSource:
    """All texts that a stage is made of. Raises ValueError for one that was not read from a file."""
    if stage.source is None:
        raise ValueError("this stage has no text that could be kept")
    worlds = (source for layer in stage.layers for source in layer.program.world.sources)
    named = () if stage.injects is None else (stage.injects,)
    return WorldSource.of_stage(stage.title, (stage.source, *named, *worlds))


def stage_of(branch: Branch) -> Stage:
    """The stage of a kept dream, from the texts that are kept with it. Raises StageError, WorldError and as
    `Chronicle.source` does."""
    with Chronicle(branch.database).source(branch.world).laid_out() as (main, standard):
        return load_stage(main, standard)


def stem_of(source: WorldSource) -> str:
    """What the file of a stage is called, without its ending."""
    return Path(source.main.removeprefix(BUNDLED_PREFIX)).stem


# ---------------------------------------------------------------------------------------------- writing
class DreamKeeper:
    """Writes a dream to a chronicle. The run begins when something is kept for the first time.

    `path` is the stage's file, `now` tells the time of day in ISO 8601, to note when a run was begun. To go on with a
    kept dream give its branch, and how many of the dream's events (`Dream.events`) are kept in it already.
    """

    def __init__(
        self,
        chronicle: Chronicle,
        path: Path | None,
        now: Callable[[], str],
        branch: Branch | None = None,
        dream: Dream | None = None,
    ):
        self._chronicle = chronicle
        self._path = path
        self._now = now
        self._writer: Writer | None = None
        self._kept: list[Event] = []
        self._digests: list[bytes] = []
        if branch is not None and dream is not None:
            self._writer = chronicle.write(branch)
            length = branch.length
            self._kept = dream.events[: max(0, length - 1)]
            self._digests = [bytes.fromhex(record.hash) for record in branch.records(0, length)]

    @property
    def label(self) -> str | None:
        """The name of what is written; None before there is anything."""
        return None if self._writer is None else self._writer.branch.label

    @property
    def place(self) -> str:
        """Where the chronicle is."""
        return self._chronicle.address

    def keep(self, dream: Dream) -> None:
        """Write what has happened since; it is durable when this returns. A dream of another seed is another run.

        Raises DreamwrightError when it cannot be kept; the next call tries again with all that is missing.
        """
        if self._writer is not None and self._writer.branch.setting.seed != dream.seed:
            self._writer.close()
            self._writer, self._kept, self._digests = None, [], []
        if self._writer is None:
            self._writer = self._chronicle.write(self._begin(dream))
        self._append(self._writer, dream)

    def export(self, path: Path) -> None:
        """Write the run to a file. Raises DreamwrightError as `export_run` does."""
        if self._writer is not None:
            export_run(self._chronicle, self._writer.branch.run, path)

    def release(self) -> None:
        """Let others write to the run."""
        if self._writer is not None:
            self._writer.close()

    def close(self) -> None:
        """Let others write to the run, and leave the chronicle."""
        self.release()
        self._chronicle.close()

    def _append(self, writer: Writer, dream: Dream) -> None:
        events = dream.events
        digests = list(self._digests)
        new: list[Entry] = []
        if self._kept and (len(events) < len(self._kept) or events[len(self._kept) - 1] is not self._kept[-1]):
            new.append(Entry(writer.length, "undo", 0, "", BEGINNING.hex(), ""))  # another dream, begun anew
            digests = []
        for text, pulse in told(dream, len(digests)):
            digests.append(hash_on(digests[-1] if digests else BEGINNING, text))
            new.append(Entry(writer.length + len(new), "event", len(digests) - 1, text, digests[-1].hex(), pulse))
        if new:
            writer.append(new)
        self._kept, self._digests = events, digests

    def _begin(self, dream: Dream) -> Branch:
        agreed = Agreement(dream.limits.lines, dream.limits.veils)
        subject = dream.stage.layers[0].subject.name if dream.played else None
        setting = Setting(dream.seed, subject, Foresight(), DEFAULT_DEPTH, agreed)
        stem = "dream" if self._path is None else self._path.stem
        origin = None if self._path is None else str(self._path.absolute())
        return self._chronicle.begin(stem, source_of(dream.stage), setting, origin, self._now())


def told(dream: Dream, start: int = 0) -> Iterator[Told]:
    """The entries of a dream from a position on: each line as it is hashed, and its pulse."""
    if start == 0:
        yield encode(next(dream.record())), NOTHING
    for event in dream.events[max(0, start - 1) :]:
        yield encode(event.record()), _pulse(event)


def _pulse(event: Event) -> str:
    if not isinstance(event, Happened):
        return NOTHING
    story, link = event.level.story, event.past
    before = story.beginning if link.previous is None else story.mark_of(link.previous).moment
    return story.pulses.write(before, link)


def write_dream(dream: Dream, path: Path, name: str) -> None:
    """Write a dream to one file, as `dreamwright export` does, whatever keeps it otherwise.

    Raises DreamwrightError: save-over if there is a file already, save-unkept for a stage that has no file, and as
    `export_run` does.
    """
    if path.exists():
        raise DreamwrightError.of("save-over", f"'{path}' is there already", hint="give another name: `save FILE`")
    if dream.stage.source is None:
        raise DreamwrightError.of("save-unkept", "the dream of a world alone cannot be saved")
    with tempfile.TemporaryDirectory() as folder:
        keeper = DreamKeeper(open_chronicle(f"{folder}/chronicle.db"), Path(name), str)
        try:
            keeper.keep(dream)
            keeper.export(path)
        finally:
            keeper.close()


# ---------------------------------------------------------------------------------------------- reading
def read_dream(branch: Branch, stage: Stage | None = None, stop: int | None = None) -> Dream:
    """A kept dream after its first `stop` entries (None: all), to look at; on the stage that is kept with it.

    Raises DreamwrightError: chronicle-damaged, run-unlike; and as `stage_of` does.
    """
    setting = branch.setting
    entries = ((record.text, record.pulse) for record in branch.records(0, stop))
    with _unlike(branch):
        return told_again(
            stage or stage_of(branch), setting.seed, entries, limits_of(branch), played=setting.subject is not None
        )


def take_up(branch: Branch, stage: Stage, consent: Consent | None) -> Dream:
    """A kept dream, to go on with where it was left. Raises DreamwrightError: chronicle-damaged, run-unlike."""
    entries = ((record.text, record.pulse) for record in branch.records())
    with _unlike(branch):
        return restored(stage, branch.setting.seed, entries, consent, is_cut=branch.log_length == 0)


def ending_of(branch: Branch) -> str | None:
    """How a kept dream came to its end; None: it has not."""
    length = branch.length
    for record in branch.records(max(0, length - 1), length):
        ending: str | None = record.line.get("ending")
        return ending
    return None


def limits_of(branch: Branch) -> Limits:
    """Within which limits a kept dream is dreamed."""
    agreed = branch.setting.agreed or Agreement()
    return Limits(agreed.lines, agreed.veils)


class _unlike:  # noqa: N801  (reads as a statement)
    """What entries that fit no dream on the stage become."""

    def __init__(self, branch: Branch) -> None:
        self._branch = branch

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, UnlikeError):
            raise DreamwrightError.of(
                "run-unlike", f"'{self._branch.label}' cannot have been dreamed so on this stage: {error}"
            ) from error
