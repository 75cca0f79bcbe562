"""What a broken file is put through: load, lay out, ground, check, live, with an eye on the clock.

The only acceptable ends are a world that runs and a `DreamwrightError`. Anything else is a `Failure`.
"""

from __future__ import annotations

import signal
import tempfile
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType

from dreamwright.checking import check_program
from dreamwright.engine import Engine, LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import ground
from dreamwright.language import format_text, load, load_text
from dreamwright.story import Story
from dreamwright.voices import Narrator, check_texts

HERE = Path(__file__).parent
WORLDS = HERE.parents[1] / "src" / "dreamwright" / "worlds"
LARGEST_SEED = 4_000
"""Bytes of a bundled world or problem that may serve as a seed: small ones give more mutants a second."""
STEPS = 4
"""Events taken, and happenings told, of a mutant that is still a world."""
A_DAY = 24 * 60


@dataclass(frozen=True)
class Failure:
    """A broken file that was not told what is wrong with it: `story` is the traceback, or where it hung."""

    data: bytes
    story: str


class Overtime(BaseException):
    """Not an Exception, so that nothing on the way can mistake it for its own trouble."""


def seeds() -> list[bytes]:
    """The files that mutants are made of, always in the same order: half of them worlds that run, half problems."""
    worlds = _small([*HERE.glob("seeds/*.world"), *WORLDS.rglob("*.world")])
    problems = _small(HERE.parent.rglob("problems/*.world"))
    return worlds * (1 + len(problems) // len(worlds)) + problems


def _small(files: Iterable[Path]) -> list[bytes]:
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
        world = load(file.name)
    _lay_out(data.decode("utf-8-sig"))
    program = ground(world)
    check_texts(world)
    check_program(program)
    _take_events(Engine(program))
    _tell_a_story(Story(LeveledEngine(program)))


def _lay_out(text: str) -> None:
    """The canonical form of a world is a world, and laying it out again changes nothing."""
    formatted = format_text(text)
    assert format_text(formatted) == formatted, "formatting twice is not formatting once"
    load_text(formatted)


def _take_events(engine: Engine) -> None:
    """A few possible actions, and what the first characters make of them."""
    random = Random(0)
    node = engine.initial
    for _ in range(STEPS):
        possible = engine.possible_actions(node)
        if not possible:
            return
        node = engine.apply(node, random.choice(possible))
        for character in islice(range(len(engine.program.world.characters)), 3):
            engine.utility(engine.mind(node, character), character)


def _tell_a_story(story: Story) -> None:
    """A few happenings, each told to nobody in particular and to the first character."""
    program = story.engine.program
    narrator = Narrator(program.world)
    for _ in range(STEPS):
        happening = story.advance(story.minute + A_DAY)
        if happening is None or happening.event is None:
            return
        event = program.events[happening.event]
        for reader in (None, *program.world.characters[:1]):
            narrator.tell(event.event, event.arguments, reader, read=partial(story.engine.read, happening.before))
