"""Kills a playing process again and again, and sees that nothing is lost: `make crash`, and a short form in the tests.

    python -m chronicle.crash --kills 1000 ADDRESS...

Each child takes the latest run up where it was, plays on (with an undo now and then), and says after each step how long
the log on disk is. The parent kills it after a random time, opens the chronicle, and looks: it opens, its end is whole,
and what was acknowledged is there. Every so many kills a last child is left to play to an end; the story must then be,
to the hash, the one that the same choices give without any of this.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from random import Random

from chronicle.lives import begin, choose, deeds, new_story, to_turn, undo
from dreamwright.chronicle import Branch, Chronicle, Recorder, Telling, Writer, open_chronicle
from dreamwright.errors import DreamwrightError

KILLS_PER_RUN = 50
LONGEST_LIFE = 0.15
"""Seconds from a child's first acknowledgement to its end, at most."""
MORE = 10
"""Deeds that the last child of a run adds."""
PATIENCE = 30.0


def campaign(address: str, kills: int, seed: int) -> tuple[int, int]:
    """So many kills; how many runs and how many happenings came of it. Raises AssertionError when something is lost."""
    random = Random(seed)
    runs = happenings = 0
    while kills > 0:
        with open_chronicle(address) as chronicle:
            begin(chronicle, new_story())
        for _ in range(min(kills, KILLS_PER_RUN)):
            _live_and_die(address, random)
        kills -= KILLS_PER_RUN
        with open_chronicle(address) as chronicle:
            story = Telling.of(chronicle.latest()).story()
            until = len(deeds(story)) + MORE
        status = _wait(_child(address, random, until, None))
        assert status == 0, f"the last child ended with {status}"
        happenings += _check(address)
        runs += 1
    return runs, happenings


def _live_and_die(address: str, random: Random) -> None:
    """One child: begun, killed at some moment, and its chronicle looked at."""
    reader, writer = os.pipe()
    child = _child(address, random, None, writer)
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
        with _writer(chronicle, branch) as opened:
            assert opened.length >= acknowledged, f"{acknowledged} records were acknowledged, {opened.length} are there"


def _child(address: str, random: Random, until: int | None, pipe: int | None) -> int:
    """A process that plays until so many deeds are done, or until it is killed."""
    seed = random.getrandbits(32)
    child = os.fork()
    if child:
        return child
    try:
        with open_chronicle(address) as chronicle:
            _play(chronicle, Random(seed), until, pipe)
    except BaseException as error:  # whatever it is, the parent must hear of it
        print(f"child: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _play(chronicle: Chronicle, random: Random, until: int | None, pipe: int | None) -> None:
    branch = chronicle.latest()
    with _writer(chronicle, branch) as writer:
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


def choose_next(story) -> None:
    """What is done next depends on nothing but how much was done."""
    choose(story, len(deeds(story)) * 7 + 3)


def _keep(recorder: Recorder, story, writer: Writer, pipe: int | None) -> None:
    recorder.keep(story)
    if pipe is not None:
        os.write(pipe, b"%8d\n" % writer.length)


def _writer(chronicle: Chronicle, branch: Branch) -> Writer:
    """The right to write: a server may take a moment to notice that who had it is dead."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return chronicle.write(branch)
        except DreamwrightError as error:
            if error.diagnostics[0].code != "chronicle-busy" or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _check(address: str) -> int:
    """See that the latest run is what its choices give straight through; how long it is."""
    with open_chronicle(address) as chronicle:
        branch = chronicle.latest()
        story = new_story()
        to_turn(story)
        for _ in range(sum(record.line["source"] == "subject" for record in branch.records())):
            choose_next(story)
        assert story.hash == branch.hash, f"{branch.label} is not what its choices give"
        undos = sum(entry.kind == "undo" for entry in branch.log())
        print(f"{branch.label}: {branch.length} happenings, {branch.log_length} records, {undos} undos", flush=True)
        return branch.length


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="for each chronicle")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("addresses", metavar="ADDRESS", nargs="*")
    options = parser.parse_args()
    if options.addresses:
        for address in options.addresses:
            _report(address, options.kills, options.seed)
        return
    _everywhere(options.kills, options.seed)


def _everywhere(kills: int, seed: int) -> None:
    """Both stores, in passing folders."""
    import tempfile

    import postgres

    with tempfile.TemporaryDirectory() as folder:
        _report(f"{folder}/chronicle.db", kills, seed)
    reason = postgres.why_not()
    if reason is not None:
        sys.exit(f"PostgreSQL is left out: {reason}")
    with postgres.server(postgres.folder()) as url:
        _report(url, kills, seed)


def _report(address: str, kills: int, seed: int) -> None:
    began = time.monotonic()
    runs, happenings = campaign(address, kills, seed)
    print(f"{kills} kills, {runs} runs, {happenings} happenings, nothing lost: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
