"""A court full of promises and knives, and a slow, obvious way of finding patterns in what happens there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dreamwright.engine import Engine
from dreamwright.grounding import Argument
from dreamwright.language.world import Entity, Pattern
from dreamwright.sifting import patterns_of, sift
from history.tales import engine_of, happenings_of

COURT = """
type place;
entity Ann : character; entity Bo : character; entity Cy : character;
entity Hall : place; entity Yard : place;
property at(c : character) : place;
property gold(c : character) : number;
property health(c : character) : number;
property bound(c : character) : boolean;
property king() : character;
forall(c : character) (at(c) = Hall & gold(c) = 3 & health(c) = 3);
action go(c : character, p : place) {
  precondition: at(c) != p & !bound(c); effect: at(c) = p; consenting: c;
  observing(o : character): at(o) == at(c) | at(o) == p;
};
action swear(c : character, o : character) { precondition: c != o; consenting: c; tags: promise; };
action hit(c : character, o : character) {
  precondition: c != o & at(c) == at(o); effect: health(o) = health(o) - 1; consenting: c; tags: harm;
};
action heal(c : character, o : character) {
  precondition: c != o; effect: health(o) = health(o) + 1 & gold(c) = gold(c) - 1; consenting: c; tags: help;
};
action nurse(c : character, o : character) {
  precondition: c != o; effect: health(o) = health(o) + 1; consenting: c; tags: help;
};
action rob(c : character, o : character) {
  precondition: c != o; effect: gold(o) = gold(o) - 1 & gold(c) = gold(c) + 1; consenting: c;
  observing(x : character): x == c | at(x) == at(c);
  tags: theft, harm;
};
action bind(c : character, o : character) {
  precondition: c != o & !bound(o); effect: bound(o) & health(o) = health(o) - 1; consenting: c; tags: capture;
};
action loose(c : character, o : character) {
  precondition: c != o & bound(o); effect: !bound(o) & health(o) = health(o) + 1; consenting: c; tags: free;
};
action slip(c : character) { precondition: bound(c); effect: !bound(c); consenting: c; tags: escape; };
action pardon(c : character, o : character) { precondition: c != o; consenting: c; tags: forgive; };
action sell(c : character) {
  effect: forall(o : character) if(o != c) gold(o) = gold(o) - 1; consenting: c; tags: treason;
};
action poison(c : character) {
  effect: king() = c; consenting: c; observing(o : character): at(o) == at(c); tags: secret;
};
action confess(c : character) { consenting: c; tags: confess; };
action boast(c : character, o : character) {
  precondition: c != o; effect: believes(o, king() = c); consenting: c; observing(x : character): x == o | x == c;
};
action count(c : character, o : character) {
  precondition: c != o; effect: believes(c, gold(o) = 2); consenting: c; observing(x : character): x == c;
};
utility(Ann): gold(Ann) + health(Ann) + health(Bo);
utility(Bo): gold(Bo) + health(Bo) + health(Ann);
utility(Cy): gold(Cy) + health(Cy);
"""


def found(name: str, *deeds: str, world: str = COURT) -> list[tuple[str, tuple[int, ...]]]:
    """What is found of one pattern: the names of those it is about, and where."""
    engine = engine_of(world)
    patterns = [pattern for pattern in patterns_of(engine.program.world) if pattern.name == name]
    assert patterns
    matches = sift(engine, happenings_of(engine, deeds), patterns)
    return [(" ".join(map(named, match.entities)), match.happenings) for match in matches]


def named(argument: Argument | None) -> str:
    return argument.name if isinstance(argument, Entity) else str(argument)


# ------------------------------------------------------------------------------------------- the slow way
Plain = tuple[frozenset[tuple[str, str]], tuple[int, ...]]
"""For whom the variables stand, and the happenings so far."""


def slowly(engine: Engine, deeds: Sequence[tuple[str, tuple[str, ...]]], pattern: Pattern) -> list[Plain]:
    """All that is found of a pattern whose steps are events by name, step after step over the whole story.

    From the definition: a course of events goes on with the first happening that fits for those entities, unless
    something forbidden, or a later course that has come equally far with the same entities, comes before it.
    """
    arrived: list[Plain] = [(frozenset(bound.items()), ()) for bound in [{}]]
    for place, step in enumerate(pattern.steps):
        if step.deed.kind == "end":
            return [course for course in arrived if _survives(deeds, pattern, place, course, len(deeds))]
        going_on: list[Plain] = []
        for course in arrived:
            going_on += _next(deeds, pattern, place, course, arrived)
        arrived = sorted(going_on, key=lambda course: course[1][::-1])
    return arrived


def _next(
    deeds: Sequence[tuple[str, tuple[str, ...]]], pattern: Pattern, place: int, course: Plain, arrived: list[Plain]
) -> Iterator[Plain]:
    bound, happenings = course
    used: set[frozenset[tuple[str, str]]] = set()
    for index in range(happenings[-1] + 1 if happenings else 0, len(deeds)):
        if place and not _survives(deeds, pattern, place, course, index):
            return
        fitting = _fits(pattern.steps[place].deed.name, pattern.steps[place].deed.arguments, deeds[index], dict(bound))
        if fitting is not None and frozenset(fitting.items()) not in used:
            extended = frozenset(fitting.items())
            yield extended, (*happenings, index)
            if place:  # what begins a pattern begins it each time
                used.add(extended)
                if extended == bound:
                    return
        if place and any(other[0] == bound and other[1][-1] == index for other in arrived):
            return


def _survives(
    deeds: Sequence[tuple[str, tuple[str, ...]]], pattern: Pattern, place: int, course: Plain, index: int
) -> bool:
    """Whether nothing forbidden comes between the last of a course and a happening."""
    bound, happenings = course
    return not any(
        _fits(deed.name, deed.arguments, deeds[between], dict(bound)) is not None
        for deed in pattern.steps[place - 1].unless
        for between in range(happenings[-1] + 1, index)
    )


def _fits(name: str, wanted: Sequence[object], deed: tuple[str, tuple[str, ...]], bound: dict[str, str]) -> dict | None:
    if deed[0] != name:
        return None
    for parameter, given in zip(wanted, deed[1], strict=True):
        if parameter is None:
            continue
        variable = parameter.name  # type: ignore[attr-defined]
        if bound.get(variable, given) != given or (variable not in bound and given in bound.values()):
            return None
        bound[variable] = given
    return bound
