"""Kills a playing process again and again, and sees that nothing is lost: `make crash`, and a short form in the tests.

    python -m chronicle.crash --kills 1000 [--dreams] ADDRESS...

Each child takes the latest run up where it was, plays on (with an undo now and then), and says after each step how long
the log on disk is. The parent kills it after a random time, opens the chronicle, and looks: it opens, its end is whole,
and what was acknowledged is there. Every so many kills a last child is left to play to an end; the story must then be,
to the hash, the one that the same choices give without any of this. With `--dreams` they dream, through several layers;
`dream/lives.py` says what that is.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from random import Random
from typing import Protocol

from chronicle.lives import begin, choose, deeds, new_story, to_turn, undo
from dreamwright.chronicle import Branch, Chronicle, Recorder, Telling, Writer, open_chronicle
from dreamwright.errors import DreamwrightError

KILLS_PER_RUN = 50
LONGEST_LIFE = 0.15
"""Seconds from a child's first acknowledgement to its end, at most."""
MORE = 10
"""Deeds that the last child of a run adds."""
PATIENCE = 30.0


class Lives(Protocol):
    """What is lived, killed and taken up again."""

    def begin(self, chronicle: Chronicle) -> None:
        """Begin a run."""

    def length(self, branch: Branch) -> int:
        """How many deeds there are in it."""

    def play(self, chronicle: Chronicle, random: Random, until: int | None, pipe: int | None) -> None:
        """Take the latest run up and play until there are so many deeds (None: for ever), saying what is on disk."""

    def check(self, branch: Branch) -> int:
        """See that a run is what its choices give straight through; how long it is."""


class Stories:
    """Stories of the village."""

    def begin(self, chronicle: Chronicle) -> None:
        begin(chronicle, new_story())

    def length(self, branch: Branch) -> int:
        return len(deeds(Telling.of(branch).story()))

    def play(self, chronicle: Chronicle, random: Random, until: int | None, pipe: int | None) -> None:
        branch = chronicle.latest()
        with writer_of(chronicle, branch) as writer:
            story = Telling.of(branch).story()
            recorder = Recorder(writer, story if story.links else None)
            while until is None or len(deeds(story)) < until:
                while story.advance() is not None:
                    _keep(recorder, story, writer, pipe)
                if until is None and deeds(story) and random.random() < 0.1:
                    undo(story)
                else:
                    choose_next(story)
                _keep(recorder, story, writer, pipe)

    def check(self, branch: Branch) -> int:
        story = new_story()
        to_turn(story)
        for _ in range(sum(record.line["source"] == "subject" for record in branch.records())):
            choose_next(story)
        assert story.hash == branch.hash, f"{branch.label} is not what its choices give"
        undos = sum(entry.kind == "undo" for entry in branch.log())
        print(f"{branch.label}: {branch.length} happenings, {branch.log_length} records, {undos} undos", flush=True)
        return branch.length


def campaign(address: str, kills: int, seed: int, lives: Lives) -> tuple[int, int]:
    """So many kills; how many runs and how many happenings came of it. Raises AssertionError when something is lost."""
    random = Random(seed)
    runs = happenings = 0
    while kills > 0:
        with open_chronicle(address) as chronicle:
            lives.begin(chronicle)
        for _ in range(min(kills, KILLS_PER_RUN)):
            _live_and_die(address, random, lives)
        kills -= KILLS_PER_RUN
        with open_chronicle(address) as chronicle:
            until = lives.length(chronicle.latest()) + MORE
        status = _wait(_child(address, random, until, None, lives))
        assert status == 0, f"the last child ended with {status}"
        with open_chronicle(address) as chronicle:
            happenings += lives.check(chronicle.latest())
        runs += 1
    return runs, happenings


def _live_and_die(address: str, random: Random, lives: Lives) -> None:
    """One child: begun, killed at some moment, and its chronicle looked at."""
    reader, writer = os.pipe()
    child = _child(address, random, None, writer, lives)
    os.close(writer)
    said = os.read(reader, 9) if random.random() < 0.8 else b""  # some die while they are still opening
    time.sleep(random.random() * LONGEST_LIFE)
    os.kill(child, signal.SIGKILL)
    _wait(child)
    while more := os.read(reader, 1 << 16):
        said += more
    os.close(reader)
    whole = said[: len(said) // 9 * 9].split()
    acknowledged = int(whole[-1]) if whole else 0
    with open_chronicle(address) as chronicle:
        branch = chronicle.latest()
        with writer_of(chronicle, branch) as opened:
            assert opened.length >= acknowledged, f"{acknowledged} records were acknowledged, {opened.length} are there"


def _child(address: str, random: Random, until: int | None, pipe: int | None, lives: Lives) -> int:
    """A process that plays until so many deeds are done, or until it is killed."""
    seed = random.getrandbits(32)
    child = os.fork()
    if child:
        return child
    try:
        with open_chronicle(address) as chronicle:
            lives.play(chronicle, Random(seed), until, pipe)
    except BaseException as error:  # whatever it is, the parent must hear of it
        print(f"child: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def choose_next(story) -> None:
    """What is done next depends on nothing but how much was done."""
    choose(story, len(deeds(story)) * 7 + 3)


def _keep(recorder: Recorder, story, writer: Writer, pipe: int | None) -> None:
    recorder.keep(story)
    acknowledge(writer.length, pipe)


def acknowledge(length: int, pipe: int | None) -> None:
    """Say how long the log on disk is."""
    if pipe is not None:
        os.write(pipe, b"%8d\n" % length)


def writer_of(chronicle: Chronicle, branch: Branch) -> Writer:
    """The right to write: a server may take a moment to notice that who had it is dead."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return chronicle.write(branch)
        except DreamwrightError as error:
            if error.diagnostics[0].code != "chronicle-busy" or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="for each chronicle")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dreams", action="store_true", help="dreams alone; without addresses stories and dreams")
    parser.add_argument("addresses", metavar="ADDRESS", nargs="*")
    options = parser.parse_args()
    if options.addresses:
        for address in options.addresses:
            _report(address, options.kills, options.seed, _dreams() if options.dreams else Stories())
        return
    _everywhere(options.kills, options.seed)


def _dreams() -> Lives:
    from dream.lives import Dreams

    return Dreams()


def _everywhere(kills: int, seed: int) -> None:
    """Both stores, in passing folders."""
    import tempfile

    import postgres

    with tempfile.TemporaryDirectory() as folder:
        _report(f"{folder}/chronicle.db", kills, seed, Stories())
        _report(f"{folder}/dreams.db", kills, seed, _dreams())
    reason = postgres.why_not()
    if reason is not None:
        sys.exit(f"PostgreSQL is left out: {reason}")
    with postgres.server(postgres.folder()) as url:
        _report(url, kills, seed, Stories())
        postgres.empty(url)
        _report(url, kills, seed, _dreams())


def _report(address: str, kills: int, seed: int, lives: Lives) -> None:
    began = time.monotonic()
    runs, happenings = campaign(address, kills, seed, lives)
    print(f"{kills} kills, {runs} runs, {happenings} happenings, nothing lost: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
