"""Who was where, when.

Nothing in a world says which of its properties is the place of somebody, so it is read off their form: one argument,
which may be a character; values that are things, not people; an action that changes it. Of those that fit, one named
`at`, `location` and the like counts first, then one whose name or type says that it is about places (`is_place`).
Without such a one nothing is shown: moods drawn as places would be worse.
"""

from __future__ import annotations

from itertools import groupby

from dreamwright.debrief.model import Stay, Track, Whereabouts
from dreamwright.debrief.telling import Teller
from dreamwright.grounding import Fluent, Program
from dreamwright.history import History
from dreamwright.language.world import Entity, Property
from dreamwright.voices.names import is_place

NAMES = ("at", "location", "place", "where", "position", "room", "in")
"""What a property is likely called that says where somebody is, likeliest first."""


def place_fluents(program: Program) -> dict[int, Fluent]:
    """The fluent that says where each character is, by character; left out who has none."""
    assigned = {assignment.fluent for event in program.events for assignment in event.assignments}
    fitting = [f for f in program.fluents if f.index in assigned and _may_be_place(program, f)]
    fitting.sort(key=lambda fluent: _rank(fluent.property))
    found: dict[int, Fluent] = {}
    for fluent in fitting:
        character = fluent.arguments[0]
        assert isinstance(character, Entity)
        found.setdefault(character.index, fluent)
    return dict(sorted(found.items()))


def _may_be_place(program: Program, fluent: Fluent) -> bool:
    arguments, property_ = fluent.arguments, fluent.property
    if fluent.kind != "entity" or len(arguments) != 1:
        return False
    about = arguments[0]
    if not (isinstance(about, Entity) and about.is_character):
        return False
    things = any(not e.is_character for e in program.world.entities_of(property_.type))
    return things and (property_.name.lower() in NAMES or is_place(property_))


def _rank(property_: Property) -> tuple[int, int]:
    name = property_.name.lower()
    return NAMES.index(name) if name in NAMES else len(NAMES), property_.index


def whereabouts(teller: Teller, history: History) -> Whereabouts | None:
    """Where everybody was; None if the world has no places, or nobody in it."""
    fluents = place_fluents(history.program)
    if not fluents:
        return None
    minutes = [0, *(happening.minute for happening in history.happenings)]
    vectors = history.truths()
    seen: dict[Entity, None] = {}
    tracks: list[Track] = []
    for character, fluent in fluents.items():
        stays: list[Stay] = []
        for _, group in groupby(enumerate(vectors), key=lambda pair: pair[1][fluent.index]):
            (first, vector), *_ = moments = list(group)
            last = moments[-1][0] + 1
            place = history.author_value(fluent.index, vector[fluent.index])
            start, end = minutes[first], minutes[last] if last < len(minutes) else minutes[-1]
            if isinstance(place, Entity):
                seen[place] = None
            if start < end or last == len(minutes):
                stays.append(Stay(_named(teller, place), teller.point(start), teller.point(end)))
        tracks.append(Track(teller.character(character), tuple(stays)))
    tracks.sort(key=lambda track: track.who != teller.name(teller.subject))
    places = tuple(teller.name(place) for place in sorted(seen, key=lambda place: place.index))
    names = dict.fromkeys(fluent.property.name for fluent in fluents.values())
    return Whereabouts(", ".join(names), places, tuple(tracks))


def _named(teller: Teller, place: object) -> str | None:
    return teller.name(place) if isinstance(place, Entity) else None
