"""How long a subject's observation takes: everybody in nightfall a witness of what they perceive, one story."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.cli.worlds import locate
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.lucidity import Witness
from dreamwright.story import Story
from harness import Measurement, main, timed

HAPPENINGS = 60


def measurements() -> Iterator[Measurement]:
    """One time for each observation of anybody's, in the order of the story."""
    engine = LeveledEngine(ground(load(locate("nightfall"))))
    story = Story(engine, seed=2)
    witnesses = [Witness(engine, c, engine.mind(story.node, c)) for c in engine.characters]
    seconds: list[float] = []
    while len(story.happenings) < HAPPENINGS and (happening := story.advance()) is not None:
        for witness in witnesses:
            seen = story.percept(happening, witness.character)
            if seen is not None:
                seconds.append(timed(lambda witness=witness, seen=seen: witness.observe(seen)))
    yield Measurement("nightfall, an observation", tuple(seconds), 1, "observation")


if __name__ == "__main__":
    main(measurements(), __doc__)
