"""A turn: all motives of one character, in a town of twelve, with about 2,000 ground actions.

`short` is what stories use by default: reasons of up to three actions, one level of belief; `long` is five actions and
two levels. `prepare` is the first question ever, of the first character: with it most is worked out that depends on
the world alone. `fresh` asks each of the others for the first time, at the start; `later` asks whose turn it is along a
story of 60 turns, in which everybody does one of the three best things they have a motive for, and much is remembered
from the turns before. Times are seconds of this process, so that others on the machine do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import process_time

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.grounding.program import Program
from dreamwright.language import load_text
from dreamwright.planning import Limits, Motive, motives
from harness import Measurement, main
from town import town

LIMITS = {"short": Limits(character=3, epistemic=1), "long": Limits(character=5, epistemic=2)}
TURNS = 60
BEST = 3
"""Of how many of the best motives somebody follows one."""


class Story:
    """Everybody in turn does one of the best things they have a motive for, as far as it is possible."""

    def __init__(self, program: Program, limits: Limits) -> None:
        self.program = program
        self.engine = LeveledEngine(program)
        self.limits = limits
        self.found: list[Motive] = []
        self.done: list[Motive] = []

    def ask(self, node: int, character: int) -> tuple[list[Motive], float]:
        """The motives of a character, and the seconds that it took to find them."""
        began = process_time()
        found = motives(self.engine, node, character, self.limits)
        seconds = process_time() - began
        self.found += found
        return found, seconds

    def fresh(self) -> Iterator[float]:
        """Seconds of each character's first question, at the start."""
        for character in self.engine.characters:
            yield self.ask(self.engine.initial, character)[1]

    def turns(self) -> Iterator[float]:
        """Seconds of each turn of the story."""
        random = Random(3)
        node = self.engine.initial
        for turn in range(TURNS):
            found, seconds = self.ask(node, turn % self.program.character_count)
            yield seconds
            possible = [motive for motive in found if self.engine.possible(node, motive.action)]
            if possible:
                chosen = random.choice(possible[:BEST])
                self.done.append(chosen)
                node = self.engine.apply(node, chosen.action)

    def told(self) -> str:
        """What kinds of motives there were, and what was done."""
        people = {m.character for m in self.found}
        several = {m.character for m in self.found if len(m.plan) > 1}
        lengths = [sum(len(m.plan) == n for m in self.found) for n in range(1, self.limits.budget + 1)]
        consents = sum(any(self._asks(action, m.character) for action in m.plan[1:]) for m in self.found)
        kinds: dict[str, int] = {}
        for m in self.done:
            kind = self.program.events[m.action].name.partition("(")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
        deeds = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        return (
            f"    {len(self.found)} motives of {len(people)} people ({len(several)} with several actions); by length"
            f" {lengths}; {sum(lengths[2:])} of 3 or more; others consent in {consents}\n    done: {deeds}"
        )

    def _asks(self, action: int, character: int) -> bool:
        return any(other != character for other in self.program.events[action].consenting)


def measurements() -> Iterator[Measurement]:
    program = ground(load_text(town()))
    print(f"{program.action_count} ground actions, {program.character_count} people")
    for name, limits in LIMITS.items():
        story = Story(program, limits)
        start = story.engine.initial
        first, *fresh = story.fresh()
        yield Measurement(f"prepare the town, {name}", (first,))
        yield Measurement(f"motives of one of 12 minds, {name}, fresh", tuple(fresh))
        yield Measurement(f"motives of one of 12 minds, {name}, later", tuple(story.turns()))
        assert start == story.engine.initial
        print(story.told())


if __name__ == "__main__":
    main(measurements(), __doc__)
