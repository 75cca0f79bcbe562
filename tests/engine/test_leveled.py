"""The engine with beliefs to a depth agrees with the unbounded one as deep as it goes."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, event, given, settings

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.engine.leveled import reads_deeper_than_it_writes
from dreamwright.errors import DreamwrightError, EventError
from dreamwright.grounding import ground
from dreamwright.language import load_text
from strategies import courses, worlds

DEPTH = 3


def outcome(engine: Engine, node: int, action: int) -> int | str:
    try:
        return engine.apply(node, action)
    except EventError as error:
        return error.diagnostics[0].code


def compare(exact: Engine, node: int, leveled: Engine, level: int, depth: int = DEPTH, where: str = "") -> None:
    """Values here and in every mind to a depth, and what is possible where minds are still known."""
    assert exact.vector(node) == leveled.vector(level), where
    if depth == 0:
        return
    assert exact.possible_actions(node) == leveled.possible_actions(level), where
    for character in exact.characters:
        inside = f"{where}>{exact.program.world.entities[character].name}"
        compare(exact, exact.mind(node, character), leveled, leveled.mind(level, character), depth - 1, inside)


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(worlds(), courses())
def test_leveled_engine_agrees_to_its_depth(text: str, course: list[int]) -> None:
    """After every action all values and beliefs are the same, down to the depth that is kept."""
    try:
        program = ground(load_text(text))
        exact = Engine(program)
        node = exact.initial
    except DreamwrightError:
        return
    leveled = LeveledEngine(program, DEPTH)
    level = leveled.initial  # no world that is at rest in full may be without rest here
    assume(not any(reads_deeper_than_it_writes(e) for e in program.events))
    compare(exact, node, leveled, level)
    for choice in course:
        possible = exact.possible_actions(node)
        if not possible:
            return
        action = possible[choice % len(possible)]
        then, then_level = outcome(exact, node, action), outcome(leveled, level, action)
        if isinstance(then, str) or isinstance(then_level, str):
            event("an event failed")
            return
        node, level = then, then_level
        compare(exact, node, leveled, level, where=f"after {program.events[action].name}")
    event("compared to the end")


def test_triggers_about_beliefs_come_to_rest_where_beliefs_end() -> None:
    """A trigger that only corrects a belief has nothing to correct at the deepest level, and does not fire for ever."""
    program = ground(
        load_text(
            """
            type place; entity Hall : place; entity Yard : place; entity Ann : character; entity Bea : character;
            property at(c : character) : place;
            at(Ann) = Hall; at(Bea) = Yard;
            action go() { effect: at(Bea) = Hall; consenting: Bea; };
            trigger follow() {
                precondition: believes(Ann, at(Ann)) != at(Bea);
                effect: believes(Ann, at(Ann)) = at(Bea);
            };
            """
        )
    )
    engine = LeveledEngine(program, 1)
    at = next(p for p in program.world.properties if p.name == "at")
    ann = program.world.entities[0]
    assert str(engine.read(engine.mind(engine.initial, 0), at, (ann,))) == str(program.world.entities[3])
