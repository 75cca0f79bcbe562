"""Finding patterns while a story runs.

A pattern that has begun is kept as a *beginning*: which of its steps have happened, and for whom its variables stand.
Each happening is offered to every beginning, the furthest first, and lastly begins patterns anew. A beginning that a
happening carries on goes no further with it again. Of several beginnings of one pattern that have come equally far
with the same entities the latest counts, so a betrayal is told with the last promise before it and told once; only
what waits for the end of the story is kept side by side. So what is kept is bounded by the entities, not by the story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding import Argument
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Condition
from dreamwright.grounding.ground import ground_condition
from dreamwright.language.patterns import free_variables
from dreamwright.language.syntax import Expression
from dreamwright.language.world import Deed, Entity, Event, Parameter, Pattern, Step, Variable
from dreamwright.sifting.signs import SIGNS, Fortunes, doer_of, kept_from
from dreamwright.story import Happening

Bound = Mapping[Variable, Argument]
"""For which entity each variable stands, in the order of the pattern's parameters."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that was found."""

    pattern: Pattern
    entities: tuple[Argument, ...]
    """For what its parameters stand."""
    happenings: tuple[int, ...]
    """By index, one for each step; the end of the story is none."""

    @property
    def who(self) -> dict[str, Argument]:
        """For what its variables stand, by name."""
        names = (parameter.name for parameter in self.pattern.parameters)
        return dict(zip(names, self.entities, strict=True))


@dataclass(slots=True)
class _Beginning:
    """A pattern some of whose steps have happened."""

    bound: Bound
    happenings: tuple[int, ...]
    minute: int
    """When the last of them happened."""
    secrets: tuple[tuple[int, Mapping[int, Code]], ...] = ()
    """From whom the last step was hidden, and what of it."""
    done: set[tuple[object, ...]] = field(default_factory=set)
    """With whom it has been carried on already."""


class Sifter:
    """Looks for patterns in a story as it goes on. Always the same from the same happenings."""

    def __init__(self, engine: Engine, patterns: Iterable[Pattern]) -> None:
        self.engine = engine
        self.patterns: Sequence[Pattern] = tuple(patterns)
        self._fortunes = Fortunes(engine)
        self._searches = [_Search(engine, pattern, self._fortunes) for pattern in self.patterns]
        self._minute = 0

    def copy(self) -> Sifter:
        """The same, to go on from separately: for a story that forks."""
        twin = Sifter(self.engine, ())
        twin.patterns, twin._minute = self.patterns, self._minute
        twin._fortunes = self._fortunes.copy()
        twin._searches = [search.copy(twin._fortunes) for search in self._searches]
        return twin

    def feed(self, happening: Happening) -> list[Match]:
        """What the next happening completes, in the order of the patterns."""
        self._fortunes.feed(happening)
        self._minute = happening.minute
        return [match for search in self._searches for match in search.feed(happening)]

    def ending(self) -> list[Match]:
        """What would be complete if the story ended here; it may go on all the same."""
        return [match for search in self._searches for match in search.ending(self._minute)]


def sift(engine: Engine, happenings: Iterable[Happening], patterns: Iterable[Pattern]) -> list[Match]:
    """All that is found in a story, in the order in which it is completed; what lasts to the end comes last."""
    sifter = Sifter(engine, patterns)
    found = [match for happening in happenings for match in sifter.feed(happening)]
    return found + sifter.ending()


class _Search:
    """Looks for one pattern."""

    def __init__(self, engine: Engine, pattern: Pattern, fortunes: Fortunes) -> None:
        self._engine = engine
        self._pattern = pattern
        self._fortunes = fortunes
        self._steps = [_Finder(engine, pattern, step, fortunes) for step in pattern.steps]
        self._waiting: list[dict[tuple[object, ...], _Beginning]] = [{} for _ in pattern.steps]
        """For each step the beginnings that wait for it, by their entities (`_key`)."""

    def copy(self, fortunes: Fortunes) -> _Search:
        twin = _Search(self._engine, self._pattern, fortunes)
        twin._waiting = [
            {key: replace(begun, done={*begun.done}) for key, begun in waiting.items()} for waiting in self._waiting
        ]
        return twin

    def feed(self, happening: Happening) -> Iterator[Match]:
        for place in reversed(range(len(self._steps))):
            if place:
                yield from self._carry_on(place, happening)
            else:
                for bound in self._steps[0].found(happening, {}):
                    yield from self._arrive(0, happening, bound, ())

    def _carry_on(self, place: int, happening: Happening) -> Iterator[Match]:
        """Offer a happening to all that wait for a step."""
        step = self._steps[place]
        last = self._steps[place - 1]
        waiting = self._waiting[place]
        for key, begun in list(waiting.items()):
            within = step.step.within
            if within is not None and happening.minute - begun.minute > within:
                del waiting[key]
                continue
            is_over = False
            for bound in step.found(happening, begun.bound):
                reached = tuple(bound.values())
                if reached not in begun.done:
                    begun.done.add(reached)
                    is_over |= len(bound) == len(begun.bound)
                    yield from self._arrive(place, happening, bound, begun.happenings)
            if is_over or not last.lasts(happening, begun):
                del waiting[key]

    def _arrive(self, place: int, happening: Happening, bound: Bound, before: tuple[int, ...]) -> Iterator[Match]:
        """A step has happened."""
        happenings = (*before, happening.index)
        if place + 1 == len(self._steps):
            yield self._match(bound, happenings)
            return
        step = self._steps[place]
        if step.holds_meanwhile(happening.after, bound):
            waiting = self._waiting[place + 1]
            key = self._key(place + 1, bound, happenings)
            waiting.pop(key, None)  # the latest counts, and comes last
            waiting[key] = _Beginning(bound, happenings, happening.minute, step.secrets(happening, bound))

    def _key(self, place: int, bound: Bound, happenings: tuple[int, ...]) -> tuple[object, ...]:
        entities = tuple(bound.items())
        return (entities, happenings) if self._steps[place].step.deed.kind == "end" else (entities,)

    def ending(self, minute: int) -> Iterator[Match]:
        if self._pattern.lasts:
            within = self._steps[-1].step.within
            for begun in self._waiting[-1].values():
                if within is None or minute - begun.minute <= within:
                    yield self._match(begun.bound, begun.happenings)

    def _match(self, bound: Bound, happenings: tuple[int, ...]) -> Match:
        return Match(self._pattern, tuple(bound[p] for p in self._pattern.parameters), happenings)


class _Finder:
    """Tells whether a happening is a step of a pattern, and for whom."""

    def __init__(self, engine: Engine, pattern: Pattern, step: Step, fortunes: Fortunes) -> None:
        self.step = step
        self._engine = engine
        self._pattern = pattern
        self._fortunes = fortunes
        self._free = [p for p in pattern.parameters if p in _needed(step)]
        self._grounded: dict[tuple[int, tuple[object, ...]], Condition] = {}

    def found(self, happening: Happening, bound: Bound) -> Iterator[Bound]:
        """Every way in which a happening is this step, given what is bound already; each once."""
        seen: set[tuple[object, ...]] = set()
        for with_deed in self._deeds(self.step.deed, happening, bound):
            for complete in self._completed(happening, with_deed):
                ordered = {p: complete[p] for p in self._pattern.parameters if p in complete}
                key = tuple(ordered.items())
                if key not in seen and self._holds(happening, ordered):
                    seen.add(key)
                    yield ordered

    def lasts(self, happening: Happening, begun: _Beginning) -> bool:
        """Whether a beginning that is past this step outlives a happening that does not carry it on."""
        if any(True for deed in self.step.unless for _ in self._deeds(deed, happening, begun.bound)):
            return False
        truth = self._engine.vector(happening.after)
        for who, secret in begun.secrets:
            mind = self._engine.vector(self._engine.mind(happening.after, who))
            if any(mind[fluent] == code == truth[fluent] for fluent, code in secret.items()):
                return False
        return self.holds_meanwhile(happening.after, begun.bound)

    def holds_meanwhile(self, node: int, bound: Bound) -> bool:
        """Whether what must hold until the next step holds in a node."""
        return all(self._true(condition, node, bound) for condition in self.step.meanwhile)

    def secrets(self, happening: Happening, bound: Bound) -> tuple[tuple[int, Mapping[int, Code]], ...]:
        """From whom this step is hidden, and what of it."""
        whom = [_number(_value(who, bound)) for sign, who in self.step.signs if sign == "hidden" and who is not None]
        return tuple((who, kept_from(self._engine, happening, who)) for who in whom)

    # ------------------------------------------------------------------------------------ deeds
    def _deeds(self, deed: Deed, happening: Happening, bound: Bound) -> Iterator[Bound]:
        """Every way in which a happening is a deed, with the variables that the deed names."""
        if deed.kind == "end" or happening.event is None:
            return
        if happening.kind != ("attempt" if deed.kind == "attempt" else "action"):
            return
        events = self._engine.program.events
        for number in (happening.event, *happening.triggers):
            event = events[number]
            if deed.kind == "event" and deed.name == event.event.name:
                yield from _all_bound(deed.arguments, event.arguments, bound)
            elif _is_such(deed, event.event, is_trigger=number != happening.event):
                yield from self._tagged(deed, happening, event.arguments, bound)

    def _tagged(self, deed: Deed, happening: Happening, arguments: Sequence[Argument], bound: Bound) -> Iterator[Bound]:
        """Every way in which somebody does it to others who are among the arguments."""
        number = doer_of(self._engine, happening)
        doer = None if number is None else self._engine.program.world.entities[number]
        if deed.doer is not None:
            if doer is None:
                return
            started = _with(bound, deed.doer, doer)
            if started is None:
                return
            bound = started
        concerned = [a for a in dict.fromkeys(arguments) if a is not doer]
        for others in permutations(concerned, len(deed.others)):
            yield from _all_bound(deed.others, others, bound)

    def _completed(self, happening: Happening, bound: Bound) -> Iterator[Bound]:
        """With the variables that only conditions and signs name, as far as the signs show."""
        free = next((p for p in self._free if p not in bound), None)
        for sign, who in self.step.signs:
            is_due = free is None if who is None else _is_bound(who, bound)
            if is_due and not self._shows(happening, sign, who, bound):
                return
        if free is None:
            yield bound
            return
        for entity in self._engine.program.world.entities_of(free.type):
            extended = _with(bound, free, entity)
            if extended is not None:
                yield from self._completed(happening, extended)

    def _shows(self, happening: Happening, sign: str, who: Parameter | None, bound: Bound) -> bool:
        if who is None:
            others = (c for c in self._engine.program.world.characters if c not in bound.values())
            return any(self._shows(happening, sign, other, bound) for other in others)
        character = _number(_value(who, bound))
        if sign in ("low", "high"):
            return self._fortunes.shows(sign, character)
        return SIGNS[sign](self._engine, happening, character)

    # ------------------------------------------------------------------------------------ conditions
    def _holds(self, happening: Happening, bound: Bound) -> bool:
        before, after = happening.before, happening.after
        return all(self._true(c, before, bound) for c in self.step.before) and all(
            self._true(c, after, bound) for c in self.step.after
        )

    def _true(self, condition: Expression, node: int, bound: Bound) -> bool:
        """Whether a condition holds; one that divides by zero does not."""
        key = (id(condition), tuple(bound.values()))
        found = self._grounded.get(key)
        if found is None:
            found = self._grounded[key] = ground_condition(self._engine.program, condition, dict(bound))
        try:
            return self._engine.holds(node, found)
        except EventError:
            return False


def _is_such(deed: Deed, event: Event, *, is_trigger: bool) -> bool:
    """Whether an event is of a kind that is not named: one with a tag, or any that is no mere consequence."""
    if deed.kind == "tag":
        return deed.name in event.attributes.tags
    return deed.kind != "event" and not is_trigger


def _all_bound(wanted: Sequence[Parameter | None], given: Sequence[Argument], bound: Bound) -> Iterator[Bound]:
    """What is bound when every wanted thing, in order, is the given one."""
    if len(wanted) != len(given):
        return
    found: Bound | None = bound
    for parameter, argument in zip(wanted, given, strict=True):
        if parameter is not None and found is not None:
            found = _with(found, parameter, argument)
    if found is not None:
        yield found


def _with(bound: Bound, parameter: Parameter, argument: Argument) -> Bound | None:
    """What is bound when a parameter stands for an argument; None if it cannot."""
    if not isinstance(parameter, Variable):
        return bound if type(parameter) is type(argument) and parameter == argument else None
    if parameter in bound:
        return bound if bound[parameter] == argument else None
    fits = argument.is_a(parameter.type) if isinstance(argument, Entity) else parameter.type.name == "boolean"
    if not fits or (isinstance(argument, Entity) and argument in bound.values()):
        return None
    return {**bound, parameter: argument}


def _is_bound(parameter: Parameter | None, bound: Bound) -> bool:
    return not isinstance(parameter, Variable) or parameter in bound


def _value(parameter: Parameter, bound: Bound) -> Parameter:
    return bound[parameter] if isinstance(parameter, Variable) else parameter


def _number(character: Parameter) -> int:
    assert isinstance(character, Entity)
    return character.index


def _needed(step: Step) -> set[Variable]:
    """The variables that must be bound when a step has happened."""
    named = [*(who for _, who in step.signs)]
    found = {parameter for parameter in named if isinstance(parameter, Variable)}
    for condition in (*step.before, *step.after, *step.meanwhile):
        found |= free_variables(condition)
    return found
