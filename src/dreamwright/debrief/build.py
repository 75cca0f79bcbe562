"""From a branch of a chronicle to its debrief."""

from __future__ import annotations

from dataclasses import replace

from dreamwright.chronicle import Branch, Telling
from dreamwright.debrief.codes import NO_SUBJECT
from dreamwright.debrief.mistakes import mistakes, unknown
from dreamwright.debrief.model import Debrief, Turning
from dreamwright.debrief.numbers import numbers, relationships
from dreamwright.debrief.objectives import objectives
from dreamwright.debrief.patterns import patterns
from dreamwright.debrief.sides import both_sides
from dreamwright.debrief.telling import Teller
from dreamwright.debrief.turning import Effort, Progress, Search
from dreamwright.debrief.whereabouts import place_fluents, whereabouts
from dreamwright.errors import DreamwrightError, Source, did_you_mean
from dreamwright.exercise import progress as progress_of
from dreamwright.exercise import read_injects
from dreamwright.grounding import Program
from dreamwright.history import History
from dreamwright.language.world import Entity
from dreamwright.story import Story


def debrief_of(
    branch: Branch,
    named: str | None = None,
    effort: Effort | None = None,
    progress: Progress | None = None,
    injects: Source | None = None,
) -> Debrief:
    """The debrief of a branch through the eyes of whom a person played, or of somebody named.

    `effort` is how hard to look for turning points (None: not at all); an interrupt meanwhile (KeyboardInterrupt) ends
    the looking, and what was found stays. `injects` is the table of an exercise's injects. Raises DreamwrightError:
    debrief-subject, no-such-character, what is wrong with the injects, and as `Telling.story` does.
    """
    telling = Telling.of(branch)
    program = telling.engine.program
    played = None if telling.subject is None else program.world.entities[telling.subject]
    subject = _subject(program, played, named, branch.label)
    teller = Teller(telling.engine, subject, subject if subject is played else None)
    story = telling.story()
    known = without_turning(teller, story, branch.label)
    if injects is not None:
        fed = progress_of(read_injects(injects, program).injects, program, story.happenings, story.minute, over=True)
        known = replace(known, objectives=objectives(teller, fed))
    # Last, and with nothing read from the engine afterwards: an interrupt may come at any moment.
    return replace(known, turning=Search(teller, story, effort or Effort(seeds=0), progress).found())


def without_turning(teller: Teller, story: Story, label: str) -> Debrief:
    """All of a debrief but its turning points."""
    history = History(story.engine, story.happenings)
    world = story.engine.program.world
    days = both_sides(teller, history.happenings, _Place(teller))
    wrong = mistakes(teller, history)
    return Debrief(
        title=world.title or label,
        run=label,
        subject=teller.called(teller.subject),
        second_person=teller.reader is not None,
        seed=story.seed,
        begins=teller.clock.start.isoformat(timespec="minutes"),
        ends=teller.clock.time(story.minute).isoformat(timespec="minutes"),
        minutes=story.minute,
        happenings=history.end,
        missed=sum(entry.missed for day in days for scene in day.scenes for entry in scene.entries),
        days=days,
        whereabouts=whereabouts(teller, history),
        mistaken=wrong.of_subject,
        mistakes=wrong.told,
        mistakes_left_out=wrong.left_out,
        unknown=unknown(teller, history),
        numbers=numbers(teller, history),
        relationships=relationships(teller, history),
        turning=Turning(0, 0, 0, 0, "not sought", ()),
        patterns=patterns(teller, history),
    )


class _Place:
    """Where the subject is in a node, in words."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._fluent = place_fluents(teller.program).get(teller.subject.index)

    def __call__(self, node: int) -> str | None:
        if self._fluent is None:
            return None
        place = self._teller.engine.read(node, self._fluent.property, self._fluent.arguments)
        return self._teller.name(place) if isinstance(place, Entity) else None


def _subject(program: Program, played: Entity | None, named: str | None, label: str) -> Entity:
    """Through whose eyes: as told, else whom a person played, else the world's subject."""
    characters = {entity.name: entity for entity in program.world.characters}
    if named is None:
        subject = played or program.world.subject
        if subject is None:
            names = ", ".join(characters)
            message = f"nobody is played in '{label}', and its world names no subject"
            raise DreamwrightError.of(NO_SUBJECT, message, hint=f"say through whose eyes: `--as NAME`, of {names}")
        return subject
    for name, entity in characters.items():
        if named.casefold() in (name.casefold(), (entity.attributes.name or "").casefold()):
            return entity
    hint = did_you_mean(named, list(characters)) or f"there is {', '.join(characters)}"
    raise DreamwrightError.of("no-such-character", f"there is no character '{named}' in this world", hint=hint)
