"""Carrying out an intended action: it happens if it is possible in truth, or else it was an attempt, and teaches.

Each atom of the action's precondition that is false in truth shows as false to the actor and to whoever watches. On a
boolean fluent that settles its value; of any other they only learn that it is not what they thought, and it becomes
unknown to them. Who was already right about a fluent stays right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.story.happening import Fact, Happening, Lessons

TRYING = 1
"""Minutes that an attempt takes, or a proposal that is refused."""


def carry_out(engine: Engine, intended: Happening) -> Happening:
    """What comes of an intended action, given as a happening that changes nothing yet.

    A fault of the world (division by zero, triggers that never rest) keeps an action from happening too. To the people
    in the story that is an attempt that teaches nothing, or nothing at all when nobody acted; its author finds the
    fault in `problem`.
    """
    node, action = intended.before, intended.event
    assert action is not None
    try:
        if engine.possible(node, action):
            after, triggers = engine.apply(node, action), engine.fired(node, action)
            return intended if after == node and not triggers else replace(intended, after=after, triggers=triggers)
        assert intended.actor is not None, "an occasion brings about only what is possible"
        after, learned = teach(engine, node, action, intended.actor, intended.perceivers)
        return replace(intended, kind="attempt", duration=TRYING, after=after, learned=learned)
    except EventError as problem:
        watching = () if intended.actor is None else intended.perceivers
        return replace(intended, kind="attempt", duration=TRYING, problem=problem, perceivers=watching)


def teach(engine: Engine, node: int, action: int, actor: int, watching: Iterable[int]) -> tuple[int, Lessons]:
    """The node after an action that is impossible in `node` was tried there, and what each character learned.

    The actor comes away believing that it cannot be done: where not knowing would still leave it possible to their
    mind (an atom such as `at(Door) != Yard`), the trying has shown them the value itself.
    """
    false_atoms = engine.false_atoms(node, action)
    lessons: list[tuple[int, tuple[Fact, ...]]] = []
    for character in dict.fromkeys((actor, *watching)):
        vague = [_vaguely(fact) for fact in _misjudged(engine, node, character, false_atoms)]
        node, learned = _tell(engine, node, character, vague)
        if character == actor and engine.possible(engine.mind(node, actor), action):
            node, plain = _tell(engine, node, actor, _misjudged(engine, node, actor, false_atoms))
            learned = plain or learned
        if learned:
            lessons.append((character, tuple(learned)))
    return node, tuple(lessons)


def _misjudged(engine: Engine, node: int, character: int, facts: Sequence[Fact]) -> list[Fact]:
    mind = engine.mind(node, character)
    return [(p, arguments, value) for p, arguments, value in facts if engine.read(mind, p, arguments) != value]


def _vaguely(fact: Fact) -> Fact:
    property_, arguments, _ = fact
    return fact if property_.type.name == "boolean" else (property_, arguments, None)


def _tell(engine: Engine, node: int, character: int, facts: list[Fact]) -> tuple[int, list[Fact]]:
    """Tell them, unless there is nothing to tell or the world's own triggers fail on the news."""
    if not facts:
        return node, []
    try:
        return engine.tell(node, character, facts), facts
    except EventError:
        return node, []
