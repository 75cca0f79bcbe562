"""The map: which places lead where, as the person believes, in words."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.language.world import Entity
from dreamwright.playing.describe import Describer
from dreamwright.playing.view import View
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised, listed


def map_of(view: View, describer: Describer) -> list[Paragraph]:
    """Every place that can be reached from here, nearest first: where it leads, and who is believed to be there."""
    if view.place is None:
        return [
            Paragraph("You do not know where you are." if view.shape.place else "Places play no part in this world.")
        ]
    said: list[Paragraph] = []
    for place, _, ways in _walk(view, view.place):
        said.append(Paragraph(_entry(view, describer, place, ways), tight=bool(said)))
    return said


def way_to(view: View, target: Entity) -> tuple[Entity, ...]:
    """The places on a shortest way from here to another, without either; empty also if no way is known."""
    if view.place is None:
        return ()
    return next((passed[1:] for place, passed, _ in _walk(view, view.place) if place is target), ())


def _walk(view: View, here: Entity) -> Iterator[tuple[Entity, tuple[Entity, ...], list[Entity]]]:
    """Every place that can be reached, nearest first: the places passed on the way there, and where it leads."""
    views = {here: view}
    passed: dict[Entity, tuple[Entity, ...]] = {here: ()}
    waiting = [here]
    for place in waiting:  # grows while it is walked
        exits = views[place].exits
        yield place, passed[place], [exit_.place for exit_ in exits]
        for exit_ in exits:
            if exit_.place not in views:
                waiting.append(exit_.place)
                views[exit_.place] = exit_.there
                passed[exit_.place] = (*passed[place], place)


def _entry(view: View, describer: Describer, place: Entity, ways: list[Entity]) -> str:
    """One place: "The yard (you are here): to the hall or the street. Mara is there."."""
    here = " (you are here)" if place is view.place else ""
    leads = f"to {listed([describer.name(way) for way in ways], 'or')}" if ways else "no way on that you know of"
    people = [entity for entity in view.at(place) if entity.is_character]
    is_are = "are" if len(people) > 1 or (people and people[0].attributes.plural) else "is"
    company = f" {capitalised(describer.names(people))} {is_are} there." if people and not here else ""
    return f"{capitalised(describer.name(place))}{here}: {leads}.{company}"
