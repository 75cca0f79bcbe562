"""A moment of a story as its subject has it, put together from their percepts and beliefs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from dreamwright.language.world import Entity
from dreamwright.playing.commands import COMMANDS
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.view import View
from dreamwright.story import Happening, Percept, Story
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised
from dreamwright.web.wire import Entry, Living, Mind, Place, Verb

JOURNAL = 40
"""Entries of the journal that are shown."""

_NOT_HERE = ("save", "restore", "restart", "transcript", "quit", "actions", "again", "map", "journal", "help")
"""Commands that the page has no use for."""


class Sight:
    """What somebody sees of the story that they are in. Asked between turns, by the story's one writer."""

    def __init__(self, session: DreamSession) -> None:
        self._session = session
        self._minds: tuple[Story, View, list[Mind]] | None = None
        self._seen: list[tuple[Happening, Percept | None]] = []

    def living(self) -> Living:
        """This moment."""
        session = self._session
        view = session.view()
        journal, earlier = self._journal()
        return Living(
            name=session.narrator.name(session.subject),
            place=None if view.place is None else capitalised(session.describer.name(view.place)),
            now=f"{session.story.now:%A, %H:%M}",
            here=self._here(view),
            have=session.describer.inventory(view).text,
            verbs=self._verbs(),
            commands=self._commands(view),
            places=places_of(view, session.narrator, session.describer.name),
            minds=self._others(view),
            journal=journal,
            earlier=earlier,
            offer=session.offer is not None and session.offer in view.actions(),
            asking=session.question is not None,
            can_undo=bool(session.marks) and session.dream.stage.back.allowed,
            held=session.pacing.held,
            paused=session.pacing.paused,
            slow=session.pacing.slow,
        )

    def _here(self, view: View) -> list[str]:
        said = self._session.describer.surroundings(view, self._session.story.now)
        return [paragraph.text for paragraph in said if paragraph.style != "heading"]

    def _verbs(self) -> list[Verb]:
        choices = self._session.choices()
        return [Verb(verb=verb, choices=[choice.command for choice in group])
                for verb, group in groupby(choices, key=lambda choice: choice.verb)]  # fmt: skip

    def _commands(self, view: View) -> list[str]:
        names = [command.names[0] for command in COMMANDS if command.names[0] not in _NOT_HERE]
        near = view.at(view.place) if view.place is not None else []
        near += [thing for holder in (view.subject, *near) if holder.is_character for thing in view.held_by(holder)]
        called = [self._session.narrator.name(entity, article=None) for entity in near]
        return [*names, *dict.fromkeys(f"examine {name}" for name in called)]

    # ------------------------------------------------------------------------------------------ the others
    def _others(self, view: View) -> list[Mind]:
        """What they think of everybody; thought through again only when something has changed their mind."""
        story = self._session.story
        if self._minds is None or self._minds[0] is not story or not view.agrees_with(self._minds[1]):
            others = [entity for entity in view.characters if entity is not view.subject]
            here = view.at(view.place) if view.place is not None else []
            others.sort(key=lambda entity: entity not in here)
            self._minds = (story, view, [self._mind(view, entity, entity in here) for entity in others])
        return self._minds[2]

    def _mind(self, view: View, other: Entity, here: bool) -> Mind:
        thinker = self._session.thinker
        return Mind(
            name=capitalised(self._session.describer.name(other)),
            here=here,
            thoughts=_texts(thinker.concerning(view, other)),
            beliefs=_texts(thinker.mind(view, other)),
        )

    # ------------------------------------------------------------------------------------------ the journal
    def _journal(self) -> tuple[list[Entry], int]:
        percepts = self._percepts()
        return [self._entry(percept) for percept in percepts[-JOURNAL:]], max(0, len(percepts) - JOURNAL)

    def _percepts(self) -> list[Percept]:
        """What they have perceived where they are; of what was there the last time, nothing is worked out again."""
        story, seen = self._session.story, self._seen
        happenings = story.happenings
        known = next((i for i, (a, b) in enumerate(zip(seen, happenings, strict=False)) if a[0] is not b), len(seen))
        del seen[min(known, len(happenings)) :]
        seen += [(h, story.percept(h, self._session.subject.index)) for h in happenings[len(seen) :]]
        skipped = self._session.pacing.skipped
        return [p for _, p in seen if p is not None and p.event is not None and p not in skipped]

    def _entry(self, percept: Percept) -> Entry:
        clock = self._session.story.clock
        time = clock.time(percept.minute)
        return Entry(
            day=f"Day {clock.day(percept.minute)}, {time:%A}",
            time=f"{time:%H:%M}",
            text=self._session.teller.event(percept) or "",
        )


def _texts(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def places_of(view: View, narrator: Narrator, called: Callable[[Entity], str]) -> list[Place]:
    """Every place that can be reached from here, as a mind has it, nearest first. `called`: how people are named."""
    if view.place is None:
        return []
    found: list[Place] = []
    views = {view.place: view}
    waiting = [view.place]
    for place in waiting:  # grows while it is walked
        exits = views[place].exits
        people = [capitalised(called(entity)) for entity in view.at(place) if entity.is_character]
        name = capitalised(narrator.name(place, article=None))
        ways = [exit_.place.name for exit_ in exits]
        found.append(Place(key=place.name, name=name, here=place is view.place, people=people, ways=ways))
        waiting += [exit_.place for exit_ in exits if exit_.place not in views]
        views = {exit_.place: exit_.there for exit_ in exits} | views
    return found
