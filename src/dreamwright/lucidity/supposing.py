"""Supposing: states that a subject imagines, and what they would have perceived if things had been so.

A *hypothesis* is a state T in which the subject's own mind is what they really believed. An event is taken in T by the
engine's one transition function, and what comes of it in the subject's mind there is what they would have perceived. If
that is what they did perceive, the hypothesis accounts for it. So nothing about seeing, being told, surprise or
triggers is decided here a second time.

States are imagined in a store of their own, into which only minds are ever copied: whoever works with it cannot reach
the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.engine.match import Vector
from dreamwright.errors import EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Condition, Path, Value, fetches
from dreamwright.planning import Limits
from dreamwright.planning.motives import reasons_for, space_of
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.space import Space
from dreamwright.story import Percept
from dreamwright.story.attempt import teach
from dreamwright.story.occasions import occasions

MOST_VECTORS = 40_000
"""Value vectors that supposing may leave behind before it starts again with an empty store."""

DEPTH = 2
"""How deep a belief is copied from an engine that keeps them without limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """What somebody believes, apart from any store: values, and the beliefs they take others to have."""

    values: Vector
    minds: tuple[Belief, ...] | None


class Copier:
    """Copies beliefs out of an engine, each once. Equal parts are the same object."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: dict[tuple[int, int], Belief] = {}

    def belief(self, node: int) -> Belief:
        """What the one believes whose mind is this node."""
        engine = self.engine
        return self._copy(node, engine.levels.level[node] if isinstance(engine, LeveledEngine) else DEPTH)

    def _copy(self, node: int, level: int) -> Belief:
        key = (node, level)
        found = self._known.get(key)
        if found is None:
            engine = self.engine
            minds = tuple(self._copy(engine.mind(node, c), level - 1) for c in engine.characters) if level > 0 else None
            found = self._known[key] = Belief(engine.vector(node), minds)
        return found


class Imagination:
    """A store of imagined states of one program, and the reasons of those in them. Many subjects may share one."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.program = engine.program
        self.limits = limits
        depth = engine.depth - 1 if isinstance(engine, LeveledEngine) else DEPTH
        self._pattern = LeveledEngine(engine.program, max(0, depth))
        self._pattern.events = engine.events
        self._space = space_of(engine)
        self._concern: dict[tuple[int, int], frozenset[int]] = {}
        self._renew()
        self.by_itself = frozenset(action for o in occasions(self.program) for group in o.actions for action in group)
        """The actions of nobody's that come by schedule or rate."""

    def _renew(self) -> None:
        self.engine = self._pattern.sibling()
        self._space = self.engine.memory[Space] = Space(self.engine, self._space)
        self.reasons: Reasons = reasons_for(self.engine, self.limits)
        self.links = self._space.relevance.links
        self.facts = self._space.relevance.facts
        self._adopted: dict[Belief, int] = {}

    def rest(self) -> None:
        """Between two observations: forget what was imagined, if it has become much."""
        if len(self.engine.vectors) > MOST_VECTORS:
            self._renew()

    # ------------------------------------------------------------------------------------------ states
    def node(self, belief: Belief) -> int:
        """The state that somebody believes in."""
        found = self._adopted.get(belief)
        if found is None:
            minds = None if belief.minds is None else tuple([self.node(mind) for mind in belief.minds])
            found = self._adopted[belief] = self.engine.state(belief.values, minds)
        return found

    def standing(self, belief: Belief, character: int) -> int:
        """The hypothesis that all is as somebody believes, who believes it."""
        node = self.node(belief)
        if belief.minds is None:
            return node
        minds = list(self.engine.levels.minds[node])
        minds[character] = self.engine.levels.cut(node)
        return self.engine.state(belief.values, tuple(minds))

    def suppose(self, node: int, changes: Mapping[tuple[Path, int], Code]) -> int:
        """The same with other values for some fluents, here or in minds. Whose mind it is knows it, and nobody else."""
        if not changes:
            return node
        values = list(self.engine.vector(node))
        inside: dict[int, dict[tuple[Path, int], Code]] = {}
        for (path, fluent), code in changes.items():
            if path:
                mind = inside.setdefault(path[0], {})
                mind[path[1:], fluent] = code
                if path[1:2] != path[:1]:
                    mind[path, fluent] = code
            else:
                values[fluent] = code
        if self.engine.levels.level[node] == 0:
            return self.engine.state(tuple(values))
        minds = [
            self.suppose(mind, inside[c]) if c in inside else mind
            for c, mind in enumerate(self.engine.levels.minds[node])
        ]
        return self.engine.state(tuple(values), tuple(minds))

    def reader(self, node: int) -> Callable[[Path, int], Code]:
        """Reads fluents of a state, also in the minds in it."""

        def read(path: Path, fluent: int) -> Code:
            at = node
            for character in path:
                at = self.engine.mind(at, character)
            return self.engine.vector(at)[fluent]

        return read

    def other(self, fluent: int, code: Code) -> Code:
        """Another value that a fluent may have, known rather than unknown; None if there is no other."""
        return next((value for value in self.program.domains[fluent].values if value not in (code, None)), None)

    def possible(self, node: int, action: int) -> bool:
        """Whether an action is possible; one whose precondition cannot be read is not."""
        try:
            return self.engine.possible(node, action)
        except EventError:
            return False

    def notices(self, node: int, action: int, character: int) -> bool:
        """Whether somebody would perceive an action taken in a state: they see it or take part."""
        if character in self.program.events[action].consenting:
            return True
        try:
            return self.engine.observes(node, action, character)
        except EventError:
            return True  # it cannot be taken: whoever supposes it is no wiser

    def after(self, node: int, action: int) -> int | None:
        """The state after an action, or None when taking it is an error of the world."""
        try:
            return self.engine.apply(node, action)
        except EventError:
            return None

    def concern(self, event: int, character: int) -> frozenset[int]:
        """The fluents of the state itself that an event reads or sets, or that decide whether somebody sees it."""
        found = self._concern.get((event, character))
        if found is None:
            ground = self.program.events[event]
            items: list[Condition | Value] = [ground.precondition, ground.observing[character]]
            for assignment in ground.assignments:
                items += [assignment.condition, assignment.value]
            read = {fluent for item in items for path, fluent in fetches(item) if not path}
            found = frozenset(read | {a.fluent for a in ground.assignments if not a.path})
            self._concern[event, character] = found
        return found

    # ------------------------------------------------------------------------------------------ perceiving
    def perceiving(self, node: int, percept: Percept, character: int) -> int | None:
        """The state after what somebody perceived, had it come about in a hypothesis; None: there it could not."""
        action = percept.event
        if percept.kind == "action":
            assert action is not None
            if not self.possible(node, action) or not self.notices(node, action, character):
                return None
            return self.after(node, action)
        if percept.kind == "attempt":
            assert action is not None
            actor = character if percept.actor is None else percept.actor
            try:
                if self.engine.possible(node, action):
                    return None
                return teach(self.engine, node, action, actor, (character,))[0]
            except EventError:
                return node  # a fault of the world: an attempt that teaches nothing
        return node

    def mind_values(self, node: int, character: int) -> Vector:
        """The values of what somebody believes in a state."""
        return self.engine.vector(self.engine.mind(node, character))
