"""The chronicle: appending durably, telling again, opening a long run, forking; in a file and on a server.

Appending waits for the disk, so it is the disk that is measured; `nothing but the disk` is the same number of writes of
one page each with an fsync. PostgreSQL's figures are left out where no server can be started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, Recorder, Setting, Telling, open_chronicle
from dreamwright.chronicle.branch import Entry
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.chronicle.writer import Writer
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.story import Story, Told, follow, retell
from harness import Measurement, main, measure, timed

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import postgres
from story.stories import VILLAGE

LENGTH = 20_000
"""Happenings of the story that is told again."""
LONG = 1_000_000
"""Records of the long run."""
ALONE, BATCHED = 200, 5_000
PAGE = 4096


def measurements() -> Iterator[Measurement]:
    story = _story()
    told = _told(story)
    yield from _without_storage(story, told)
    with tempfile.TemporaryDirectory() as folder:
        yield _disk(Path(folder))
        yield from _in(f"{folder}/chronicle.db", "a file", story, told)
    if postgres.why_not() is None:
        with postgres.server(postgres.folder()) as url:
            yield from _in(url, "PostgreSQL", story, told)


def _story() -> Story:
    story = Story(LeveledEngine(ground(load_text(VILLAGE))), 3)
    while len(story.happenings) < LENGTH and story.advance() is not None:
        pass
    return story


def _told(story: Story) -> list[Told]:
    class Listener:
        length = 0

        def append(self, entries: list[Entry]) -> None:
            kept.extend((entry.text, entry.pulse) for entry in entries)

    kept: list[Told] = []
    Recorder(Listener(), None).keep(story)  # type: ignore[arg-type]
    return kept


def _without_storage(story: Story, told: list[Told]) -> Iterator[Measurement]:
    program = story.engine.program
    fresh = (LeveledEngine(program) for _ in count())
    lines = [text for text, _ in told]
    yield measure("telling again, states new", lambda: _all(follow(next(fresh), lines)), work=LENGTH, thing="event")
    known = LeveledEngine(program)
    yield measure("telling again, states known", lambda: _all(follow(known, lines)), work=LENGTH, thing="event")
    yield measure("a living story again", lambda: retell(Story(known, 3), told), work=LENGTH, thing="event")
    other = Story(story.engine, 3)
    places = iter(range(LENGTH, 0, -LENGTH // 50))
    yield measure("fork in memory", lambda: other.rewind(story.mark_at(next(places))), repeat=40, thing="fork")


def _all(happenings: Iterator[object]) -> None:
    for _ in happenings:
        pass


def _in(address: str, where: str, story: Story, told: list[Told]) -> Iterator[Measurement]:
    with open_chronicle(address) as chronicle:
        branch = _begin(chronicle, story)
        with chronicle.write(branch) as writer:
            entries = iter(_entries(story, told, ALONE * 4 + BATCHED))
            yield measure(
                f"append to {where}, one at a time",
                lambda: [writer.append([next(entries)]) for _ in range(ALONE)],
                repeat=3,
                work=ALONE,
                thing="event",
            )
            batch = list(entries)[-BATCHED:]
            yield Measurement(
                f"append to {where}, {BATCHED:,} together", (timed(lambda: writer.append(batch)),), BATCHED, "event"
            )
        long = _begin(chronicle, story)
        with chronicle.write(long) as writer:
            _fill(writer, story, told)
        yield measure(f"open {LONG:,} in {where}, last page", lambda: _last_page(address, long.label))
        if "://" not in address:
            command = [sys.executable, "-m", "dreamwright", "show", long.label, "--chronicle", address]
            yield measure(
                f"`show` of {LONG:,} in {where}",
                lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL),
                repeat=3,
            )
        places = iter(range(LONG, 0, -LONG // 50))
        yield measure(f"fork in {where}", lambda: chronicle.fork(long, next(places)), repeat=30, thing="fork")
        fork = chronicle.fork(branch, 1000)
        telling = Telling.of(fork, story.engine.program)
        yield measure(f"take a fork at 1,000 up from {where}", telling.story)


def _begin(chronicle: Chronicle, story: Story) -> Branch:
    setting = Setting(story.seed, None, story.limits, 3)
    return chronicle.begin("village", WorldSource.of(story.engine.program.world), setting)


def _entries(story: Story, told: list[Told], length: int) -> list[Entry]:
    assert story.hash  # so that every link has its hash
    digests = [link.digest.hex() for link in story.links[:length] if link.digest is not None]
    return [Entry(i, "event", i, text, digests[i], pulse) for i, (text, pulse) in enumerate(told[:length])]


def _fill(writer: Writer, story: Story, told: list[Told]) -> None:
    """A log of a million: the story over and over. Its hashes do not go on from one to the next, but nobody looks at
    more than the last page."""
    first = _entries(story, told, LENGTH)
    for start in range(0, LONG, LENGTH):
        writer.append([Entry(start + e.seq, e.kind, start + e.position, e.text, e.hash, e.pulse) for e in first])


def _last_page(address: str, label: str) -> None:
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find(label)
        length = branch.length
        assert len([record.line for record in branch.records(length - 20, length)]) == 20


def _disk(folder: Path) -> Measurement:
    with (folder / "page").open("wb", buffering=0) as file:

        def write() -> None:
            for _ in range(ALONE):
                file.write(b"\0" * PAGE)
                os.fsync(file.fileno())

        return measure("nothing but the disk", write, repeat=3, work=ALONE, thing="write")


if __name__ == "__main__":
    main(measurements(), __doc__)
