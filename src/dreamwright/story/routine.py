"""What a character does when nothing serves them: something out of the routine their author gave them."""

from __future__ import annotations

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.story.random import Random


def routine_action(engine: Engine, node: int, character: int, avoided: frozenset[int], random: Random) -> int | None:
    """A random action of their routine that they believe possible, or None.

    First one of the named actions is drawn, then one of its instances that only they consent to; so a routine
    "wander, pray" is half prayer, however many ways lead out of the chapel. What by their own lights would leave them
    worse off they pass over, and draw again.
    """
    world = engine.program.world
    names = world.entities[character].attributes.routine
    if not names:
        return None
    mind = engine.mind(node, character)
    instances: dict[str, list[int]] = {name: [] for name in names}
    for action in engine.possible_actions(mind):
        event = engine.program.events[action]
        if event.event.name in instances and event.consenting == (character,) and action not in avoided:
            instances[event.event.name].append(action)
    groups = [group for group in instances.values() if group]
    while groups:
        group = random.pick(groups)
        action = group.pop(random.below(len(group)))
        if not _worsens(engine, mind, action, character):
            return action
        groups = [group for group in groups if group]
    return None


def _worsens(engine: Engine, mind: int, action: int, character: int) -> bool:
    try:
        before = engine.utility(mind, character)
        after = engine.utility(engine.apply(mind, action), character)
    except EventError:
        return True
    return before is not None and (after is None or after < before)
