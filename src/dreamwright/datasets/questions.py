"""Sets of questions about who believes what about whom, from stories: seeded, balanced, with answers and reasons.

    for item in questions("nightfall", count=200, orders=(1, 2)):
        item["story"], item["question"], item["choices"], item["answer"]

Of each order there are as many false beliefs as true ones. Of these, as far as stories have them, as many are of what
is so as of what is not: that somebody is wrong, and another knows what they think. Beside each question are control
questions about the same story: what is really so, what was so in the beginning, and whether somebody perceived what
happened last to it. Who answers by what is so, or by what they see themselves, gets the false beliefs wrong and these
right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dreamwright.datasets.beliefs import Belief, Telling
from dreamwright.datasets.wording import Wording
from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.arithmetic import Code
from dreamwright.history import History
from dreamwright.language.files import STANDARD
from dreamwright.story import Story
from dreamwright.story.random import Random

Item = dict[str, Any]

CLASSES = ("true", "false")
HAPPENINGS = 12
"""How much has happened when a question is asked, at most."""
FEW = 2
"""Questions of one class and order about one moment of a story."""
IDLE = 40
"""Stories in a row that give nothing new to a class that is still wanted; then there is nothing more to be had."""


def questions(
    world: str | Path,
    *,
    count: int,
    orders: Sequence[int] = (1, 2),
    seed: int = 0,
    happenings: int = HAPPENINGS,
) -> list[Item]:
    """So many questions about stories of a world file or bundled world, as data.

    The same arguments give the same questions. There may be fewer than asked for where a world's people are seldom
    wrong; then too there are as many of each class. Raises WorldError, and DreamwrightError (questions-none).
    """
    bundled = STANDARD.parent / f"{world}.world"
    program = load_program(bundled if bundled.is_file() and not Path(world).is_file() else Path(world))
    found = _gathered(program, count, orders, seed, happenings)
    even = min(len(items) for items in found.values())
    if not even:
        poor = next(f"{kind} beliefs of order {order}" for (order, kind), items in found.items() if not items)
        hint = "more --happenings, or a lower --order"
        raise DreamwrightError.of("questions-none", f"there are no {poor} in the stories of this world", hint=hint)
    items = [item for number in range(even) for one in found.values() for item in one[number : number + 1]][:count]
    return [{"id": f"{Path(world).stem}-{seed}-{number}", **item} for number, item in enumerate(items)]


def _gathered(
    program: Program, count: int, orders: Sequence[int], seed: int, happenings: int
) -> dict[tuple[int, str], list[Item]]:
    """For each order and class enough questions, as far as stories have them."""
    found: dict[tuple[int, str], list[Item]] = {(order, kind): [] for order in orders for kind in CLASSES}
    wanted = -(-count // len(found))
    engine = LeveledEngine(program, max(3, max(orders) + 1))
    random, idle, number = Random(seed), 0, 0
    while idle < IDLE and any(len(items) < wanted for items in found.values()):
        story = Story(engine, random.bits())
        length = random.between(max(1, happenings // 3), happenings)
        while len(story.happenings) < length and story.advance() is not None:
            pass
        telling = Telling(History(engine, story.happenings))
        wording = Wording(telling)
        new = False
        for (order, kind), items in found.items():
            fitting = [belief for belief in telling.beliefs(order) if belief.kind == kind]
            for _ in range(min(FEW, len(fitting), wanted - len(items))):
                belief = _drawn(telling, fitting, random, of_what_is_so=len(items) % 2 == 0)
                fitting.remove(belief)
                items.append(_item(telling, wording, belief, random, number))
                new = True
        idle = 0 if new else idle + 1
        number += 1
    return found


def _drawn(telling: Telling, fitting: Sequence[Belief], random: Random, *, of_what_is_so: bool) -> Belief:
    """One of the beliefs, of what is so or of what is not if there are any."""
    truth = telling.vector(telling.history.end)
    liked = [belief for belief in fitting if (belief.value == truth[belief.fluent]) is of_what_is_so]
    return random.pick(liked or fitting)


def _item(telling: Telling, wording: Wording, belief: Belief, random: Random, number: int) -> Item:
    history, fluent = telling.history, belief.fluent
    values = _shuffled(telling.choices(belief), random)
    said = [wording.fact(fluent, value) for value in values]
    names = [wording.name(c) for c in belief.chain]
    return {
        "world": history.program.world.title,
        "story_number": number,
        "story": [*wording.beginning(belief), *(wording.happened(h, fluent) for h in history.happenings)],
        "question": wording.question(belief.chain),
        "choices": said,
        "answer": said[values.index(belief.value)],
        "reason": wording.reason(belief),
        "order": len(belief.chain),
        "class": belief.kind,
        "characters": names,
        "property": history.written(fluent),
        "controls": list(_controls(telling, wording, belief, values, said)),
    }


def _controls(
    telling: Telling, wording: Wording, belief: Belief, values: Sequence[Code], said: Sequence[str]
) -> Iterator[Item]:
    end, fluent = telling.history.end, belief.fluent
    for about, moment, question in (
        ("reality", end, "Which of these is really so?"),
        ("memory", 0, "Which of these was so in the beginning?"),
    ):
        value = telling.vector(moment)[fluent]
        if value in values:
            yield {"about": about, "question": question, "choices": list(said), "answer": said[values.index(value)]}
    *_, (last, _) = telling.changes(fluent)
    who = belief.chain[0]
    yield {
        "about": "perception",
        "question": f"Did {wording.name(who)} see this? {wording.told(last)}",
        "choices": ["Yes.", "No."],
        "answer": "Yes." if who in last.perceivers else "No.",
    }


def _shuffled(values: list[Code], random: Random) -> list[Code]:
    left, drawn = list(values), []
    while left:
        drawn.append(left.pop(random.below(len(left))))
    return drawn
