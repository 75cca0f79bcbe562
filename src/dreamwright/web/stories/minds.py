"""Two minds side by side, and what somebody wants now: asked for by operators, worked out on demand."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.dream import Level
from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.language.world import Entity
from dreamwright.planning import Limits, Motive, motives
from dreamwright.playing.shape import shape_of
from dreamwright.voices import Narrator
from dreamwright.voices.outline import outline, reason
from dreamwright.voices.words import capitalised
from dreamwright.web.operator.views import Belief, Minds, Want, Wants

DEEPEST = 3
"""Minds within minds."""
MOST_BELIEFS = 240
MOST_WANTS = 5
SECONDS = 2.0
"""For which somebody's motives are looked for."""


def minds(level: Level, left: str, right: str) -> Minds:
    """Two minds of a level beside each other. Each is a path of characters' names, outermost first, with "/" between:
    `Mara/Tom` is what Mara believes that Tom believes, the empty path the truth. Raises ValueError for a path of
    nobody."""
    engine = level.engine
    narrator = Narrator(engine.program.world)
    paths = _path(level, left), _path(level, right)
    nodes = [_node(engine, level.story.node, path) for path in paths]
    beliefs = compared(engine, narrator, level.layer.subject, (engine, nodes[0]), (engine, nodes[1]))
    differing = sum(belief.differs for belief in beliefs)
    names = [_title(narrator, path) for path in paths]
    return Minds(left=names[0], right=names[1], differing=differing, beliefs=beliefs[:MOST_BELIEFS],
                 more=max(0, len(beliefs) - MOST_BELIEFS))  # fmt: skip


def compared(
    engine: Engine, narrator: Narrator, subject: Entity, left: tuple[Engine, int], right: tuple[Engine, int]
) -> list[Belief]:
    """Whatever can change, as it is in two nodes; what differs first."""
    found = []
    for fluent in shape_of(engine.program, subject).changing:
        key = fluent.property, fluent.arguments
        values = left[0].read(left[1], *key), right[0].read(right[1], *key)
        said = [capitalised(narrator.fact(*key, value)) for value in values]
        found.append(Belief(left=said[0], right=said[1], differs=values[0] != values[1]))
    return sorted(found, key=lambda belief: not belief.differs)


def _path(level: Level, path: str) -> list[Entity]:
    people = {entity.name: entity for entity in level.engine.program.world.characters}
    names = [name for name in path.split("/") if name]
    if len(names) > DEEPEST:
        raise ValueError(f"minds are shown {DEEPEST} deep")
    missing = [name for name in names if name not in people]
    if missing:
        raise ValueError(f"there is nobody called '{missing[0]}' in this layer")
    return [people[name] for name in names]


def _node(engine: Engine, node: int, path: Sequence[Entity]) -> int:
    try:
        for character in path:
            node = engine.mind(node, character.index)
    except EventError as error:
        raise ValueError(str(error)) from None
    return node


def _title(narrator: Narrator, path: Sequence[Entity]) -> str:
    """ "The truth", "What Mara believes", "What Mara believes that Tom believes"."""
    if not path:
        return "The truth"
    return f"What {' that '.join(f'{narrator.name(character)} believes' for character in path)}"


# ------------------------------------------------------------------------------------------------ reasons
def wants(level: Level, who: str) -> Wants:
    """What somebody has reasons for now. Raises ValueError if there is nobody of that name."""
    [character] = _path(level, who) or [level.layer.subject]
    engine, story = level.engine, level.story
    narrator = Narrator(engine.program.world)
    name = capitalised(narrator.name(character))
    limits: Limits | None = story.limits
    try:
        found = motives(engine, story.node, character.index, limits, SECONDS)
    except EventError as error:
        return Wants(who=name, wants=[], more=0, unknown=f"They cannot think it through: {error}.")
    shown = [_want(engine, narrator, character, motive) for motive in found[:MOST_WANTS]]
    return Wants(who=name, wants=shown, more=max(0, len(found) - MOST_WANTS))


def _want(engine: Engine, narrator: Narrator, character: Entity, motive: Motive) -> Want:
    events = [engine.program.events[action] for action in motive.plan]
    steps = [(event.event, event.arguments) for event in events]
    return Want(
        steps=outline(narrator, steps),
        before=motive.before,
        after=motive.after,
        why=reason(narrator, character, steps[:1], motive.before, motive.after),
    )
