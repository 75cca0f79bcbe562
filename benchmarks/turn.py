"""A turn: all motives of one character, in a town of twelve, with about 2,000 ground actions.

`short` is what stories use by default: reasons of up to three actions, one level of belief; `long` is five actions and
two levels. `fresh` asks each character at the start; `later` asks whose turn it is along a story, where much is
remembered from the turns before.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.planning import Limits, motives
from harness import Measurement, main, timed
from market import market

LIMITS = {"short": Limits(character=3, epistemic=1), "long": Limits(character=5, epistemic=2)}
TURNS = 12
"""One for each of the twelve."""


def measurements() -> Iterator[Measurement]:
    program = ground(load_text(market(12, 4, 4)))
    for name, limits in LIMITS.items():
        engine = LeveledEngine(program)
        people = range(len(program.world.characters))
        first = [timed(lambda e=engine, c=c, li=limits: motives(e, e.initial, c, li)) for c in people[:6]]
        yield Measurement(f"motives of one of 12 minds, {name}, fresh", tuple(first))
        yield Measurement(f"motives of one of 12 minds, {name}, later", tuple(_along_a_story(engine, limits)))


def _along_a_story(engine: LeveledEngine, limits: Limits) -> Iterator[float]:
    """Seconds of each turn, when everybody in turn does one of the best things they have a motive for."""
    random = Random(3)
    node = engine.initial
    people = len(engine.program.world.characters)
    for turn in range(TURNS):
        found = []
        yield timed(lambda node=node, c=turn % people, found=found: found.extend(motives(engine, node, c, limits)))
        possible = [motive.action for motive in found if engine.possible(node, motive.action)]
        if possible:
            node = engine.apply(node, random.choice(possible[:3]))


if __name__ == "__main__":
    main(measurements(), __doc__)
