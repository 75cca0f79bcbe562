"""Everything that happened in a story, to look back on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dreamwright.engine import Engine
from dreamwright.engine.match import Vector
from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, did_you_mean
from dreamwright.grounding import Argument, Program, Value
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Fetch, Path
from dreamwright.grounding.formula import Value as GroundValue
from dreamwright.history.shape import Shape, read_shape
from dreamwright.language import resolve_expression
from dreamwright.language.syntax import Believes, Constant, EntityRef, Expression, Leaf, Read
from dreamwright.language.typecheck import kind_of
from dreamwright.story import Happening

QUESTION = "<question>"
"""How messages call the text of a question."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the story in which an expression kept its value."""

    value: Value
    start: int
    """The moment from which it had it."""
    stop: int | None
    """The moment from which it no longer had it; None: it still had it at the end."""
    cause: Happening | None
    """What brought it about; None: it was so from the beginning."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression made ready to be read at any moment."""

    text: str
    expression: Expression
    kind: str
    """boolean, number or entity."""
    ground: GroundValue

    @property
    def fluent(self) -> tuple[Path, int] | None:
        """Whose mind, and which fluent, if that is all that it reads."""
        return (self.ground.path, self.ground.fluent) if isinstance(self.ground, Fetch) else None


class History:
    """What happened, with the truth and everybody's minds at each moment."""

    def __init__(self, engine: Engine, happenings: Iterable[Happening]) -> None:
        self.engine = engine
        self.happenings: Sequence[Happening] = tuple(happenings)
        self.nodes: Sequence[int] = (engine.initial, *(happening.after for happening in self.happenings))
        """The truth at each moment: one more than there are happenings."""

    @property
    def program(self) -> Program:
        return self.engine.program

    @property
    def end(self) -> int:
        """The last moment: how many things have happened."""
        return len(self.happenings)

    def until(self, moment: int) -> History:
        """The same story up to a moment. Raises DreamwrightError (question-when)."""
        if not 0 <= moment <= self.end:
            raise DreamwrightError.of("question-when", f"there is no moment {moment}: {self.end} things have happened")
        return History(self.engine, self.happenings[:moment])

    def cause(self, moment: int) -> Happening | None:
        """The happening that led to a moment; None for the beginning."""
        return self.happenings[moment - 1] if moment else None

    def mind(self, moment: int, character: int) -> int:
        """The node that a character takes to be the case at a moment."""
        return self.engine.mind(self.nodes[moment], character)

    # ------------------------------------------------------------------------------------------ by name
    def character(self, name: str) -> int:
        """The number of a character. Raises DreamwrightError (question-name) with a suggestion."""
        characters = {c.name: c.index for c in self.program.world.characters}
        spoken = {(c.attributes.name or c.name).lower(): c.index for c in self.program.world.characters}
        found = characters.get(name.strip(), spoken.get(name.strip().lower()))
        if found is None:
            hint = did_you_mean(name, [*characters]) or f"there are: {', '.join(characters)}"
            raise DreamwrightError.of("question-name", f"there is no character '{name.strip()}'", hint=hint)
        return found

    def fluent(self, text: str) -> int | None:
        """The number of the fluent that a text such as `at(Key)` names; None for one that never changes.

        Raises WorldError, and DreamwrightError (question-fact) for any other expression.
        """
        expression = resolve_expression(self.program.world, text, QUESTION)
        found = _fluent_of(expression)
        if found is None or found[0]:
            span = Span(Source(QUESTION, text), 0, len(text))
            message = "what somebody knows is the value of a property"
            raise DreamwrightError(Diagnostic("question-fact", message, span, "a property such as `at(Key)`"))
        return self.program.place(found[1].property, _arguments(found[1]))

    def written(self, fluent: int) -> str:
        """A fluent as authors write it."""
        return str(self.program.fluents[fluent])

    # ------------------------------------------------------------------------------------------ through time
    def asked(self, text: str) -> Asked:
        """An expression of the world language, of any type. Raises WorldError."""
        expression = resolve_expression(self.program.world, text, QUESTION)
        found = _fluent_of(expression)
        place = None if found is None else self.program.place(found[1].property, _arguments(found[1]))
        if found is not None and place is not None:  # read as it is: that somebody does not know is a value too
            fluent = self.program.fluents[place]
            return Asked(text, expression, fluent.kind, Fetch(found[0], place))
        return Asked(text, expression, kind_of(expression), self.program.compile_value(expression))

    def value(self, asked: Asked | str, moment: int | None = None) -> Value:
        """The value of an expression at a moment (None: the end). Raises WorldError, and EventError."""
        asked = self.asked(asked) if isinstance(asked, str) else asked
        return value_at(self.engine, asked, self.nodes[self.end if moment is None else moment])

    def spells(self, asked: Asked | str) -> tuple[Spell, ...]:
        """Each value an expression had, in order, and what changed it. Raises WorldError, and EventError."""
        asked = self.asked(asked) if isinstance(asked, str) else asked
        return self.stretches([value_at(self.engine, asked, node) for node in self.nodes])

    def holds(self, condition: str) -> tuple[Spell, ...]:
        """The stretches in which a condition held."""
        return tuple(spell for spell in self.spells(condition) if spell.value is True)

    def belief_spells(self, character: int, fluent: int) -> tuple[Spell, ...]:
        """Each value that a character believed a fluent to have."""
        return self.stretches([self.belief(moment, character, fluent) for moment in range(self.end + 1)])

    def truth(self, moment: int, fluent: int) -> Value:
        """The value of a fluent at a moment."""
        return self.author_value(fluent, self.engine.vector(self.nodes[moment])[fluent])

    def belief(self, moment: int, character: int, fluent: int) -> Value:
        """What a character believes the value of a fluent to be; None: they do not know."""
        return self.author_value(fluent, self.engine.vector(self.mind(moment, character))[fluent])

    def stretches(self, values: Sequence[Value]) -> tuple[Spell, ...]:
        """Values at each moment as spells."""
        found: list[Spell] = []
        for _, group in groupby(enumerate(values), key=lambda pair: pair[1]):
            moments = list(group)
            start, stop = moments[0][0], moments[-1][0] + 1
            found.append(Spell(moments[0][1], start, None if stop > self.end else stop, self.cause(start)))
        return tuple(found)

    def truths(self) -> list[Vector]:
        """The values of all fluents at each moment."""
        return [self.engine.vector(node) for node in self.nodes]

    def beliefs(self, character: int) -> list[Vector]:
        """The values that a character believes all fluents to have, at each moment."""
        return [self.engine.vector(self.mind(moment, character)) for moment in range(self.end + 1)]

    def author_value(self, fluent: int, code: Code) -> Value:
        return self.program.author_value(self.program.fluents[fluent].kind, code)

    # ------------------------------------------------------------------------------------------ happenings
    def happened(self, shape: Shape | str, *, tried: bool = False) -> Iterator[Happening]:
        """The happenings of a shape, in order; with `tried` also what was only tried, offered or refused.

        Raises DreamwrightError (question-event).
        """
        shape = read_shape(self.program, shape) if isinstance(shape, str) else shape
        for happening in self.happenings:
            if (tried or happening.kind == "action") and shape.fits(self.program, happening):
                yield happening


def value_at(engine: Engine, asked: Asked, node: int) -> Value:
    """The value of an expression in a node. Raises EventError."""
    match asked.ground:
        case Fetch(path=path, fluent=fluent):
            for character in path:
                node = engine.mind(node, character)
            return engine.program.author_value(asked.kind, engine.vector(node)[fluent])
    return engine.program.author_value(asked.kind, engine.value(node, asked.ground))


def _fluent_of(expression: Expression) -> tuple[Path, Read] | None:
    """The minds and the property of `believes(a, believes(b, p(x)))`; None for any other expression."""
    path: list[int] = []
    while isinstance(expression, Believes) and isinstance(expression.character, EntityRef):
        path.append(expression.character.entity.index)
        expression = expression.body
    return (tuple(path), expression) if isinstance(expression, Read) else None


def _arguments(read: Read) -> tuple[Argument, ...]:
    return tuple([_argument(leaf) for leaf in read.arguments])


def _argument(leaf: Leaf) -> Argument:
    match leaf:
        case EntityRef(entity=entity):
            return entity
        case Constant(value=value) if value is not None:
            return value
    raise AssertionError("an expression without variables")
