"""Events applied a second, with five minds: a seeded walk through possible actions."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from dreamwright.engine import Engine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from harness import Measurement, main, measure
from market import market

STEPS = 300


def measurements() -> Iterator[Measurement]:
    program = ground(load_text(market(5, 6, 6)))
    route = _route(Engine(program))
    engines = iter([Engine(program) for _ in range(6)])
    yield measure("events applied, 5 minds, all new", lambda: _walk(next(engines), route), work=STEPS, thing="event")
    used = Engine(program)
    yield measure("events applied, 5 minds, remembered", lambda: _walk(used, route), work=STEPS, thing="event")


def _route(engine: Engine) -> list[int]:
    """The actions of the walk, chosen once, so that only taking them is timed."""
    random = Random(5)
    node = engine.initial
    route = []
    for _ in range(STEPS):
        route.append(random.choice(engine.possible_actions(node)))
        node = engine.apply(node, route[-1])
    return route


def _walk(engine: Engine, route: list[int]) -> int:
    node = engine.initial
    for action in route:
        node = engine.apply(node, action)
    return node


if __name__ == "__main__":
    main(measurements(), __doc__)
