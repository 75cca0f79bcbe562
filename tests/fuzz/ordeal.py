"""What a broken file is put through: load, ground, and a few steps, with an eye on the clock.

The only acceptable ends are a world that runs and a `DreamwrightError`. Anything else is a `Failure`.
"""

from __future__ import annotations

import signal
import tempfile
import traceback
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType

from dreamwright.engine import Engine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import ground
from dreamwright.language import load

HERE = Path(__file__).parent
WORLDS = HERE.parents[1] / "src" / "dreamwright" / "worlds"
LARGEST_SEED = 4_000
"""Bytes of a bundled world or problem that may serve as a seed: small ones give more mutants a second."""


@dataclass(frozen=True)
class Failure:
    """A broken file that was not told what is wrong with it: `story` is the traceback, or where it hung."""

    data: bytes
    story: str


class Overtime(BaseException):
    """Not an Exception, so that nothing on the way can mistake it for its own trouble."""


def seeds() -> list[bytes]:
    """The healthy files that mutants are made of, always in the same order."""
    files = [*HERE.glob("seeds/*.world"), *HERE.parent.glob("problems/*.world"), *WORLDS.rglob("*.world")]
    return [data for file in sorted(files) if len(data := file.read_bytes()) <= LARGEST_SEED]


def ordeal(data: bytes, *, seconds: float) -> Failure | None:
    """Put a file through everything; None if it came out well. `seconds` is processor time for the whole."""
    previous = signal.signal(signal.SIGPROF, _overtime)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        _live(data)
    except DreamwrightError as error:
        return None if str(error).strip() else Failure(data, "an error without a message")
    except (Exception, Overtime):
        return Failure(data, traceback.format_exc(limit=-12))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
    return None


def _overtime(number: int, frame: FrameType | None) -> None:
    raise Overtime


def _live(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".world") as file:
        file.write(data)
        file.flush()
        program = ground(load(file.name))
    engine = Engine(program)
    random = Random(0)
    node = engine.initial
    for _ in range(4):
        possible = engine.possible_actions(node)
        if not possible:
            return
        node = engine.apply(node, random.choice(possible))
        for character in islice(range(len(program.world.characters)), 3):
            engine.utility(engine.mind(node, character), character)
