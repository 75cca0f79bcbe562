"""The bundled stage `blackout`: an exercise with a list of injects, that a director keeps believable."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from dreamwright.cli.worlds import locate
from dreamwright.dream import Dream, Event, Happened, Stage, load_stage
from dreamwright.exercise import Exercise, injects_of, read_injects, written
from dreamwright.language.files import text_source
from dreamwright.story import Clock


@cache
def stage() -> Stage:
    return load_stage(locate("blackout", stages=True))


@cache
def unattended(seed: int, *, directed: bool = True) -> tuple[Exercise, tuple[Event, ...]]:
    """An exercise that nobody plays, to its end, and all that happened in it."""
    director = stage().director if directed else replace(stage().director, means=())
    exercise = Exercise(Dream(replace(stage(), director=director), seed))
    events = []
    while (event := exercise.advance()) is not None:
        events.append(event)
    return exercise, tuple(events)


def strange(exercise: Exercise, events: tuple[Event, ...]) -> int:
    """How often something happened that gives the exercise away."""
    ground = exercise.level.engine.program.events
    happened = [e.happening.event for e in events if isinstance(e, Happened) and e.happening.event is not None]
    return sum("strange" in ground[event].event.attributes.tags for event in happened)


def test_nothing_is_wrong_with_it() -> None:
    """The stage and its list raise no warning, and every inject is for an objective."""
    assert stage().warnings == ()
    found = injects_of(stage())
    assert found.warnings == ()
    assert len(found.injects) >= 12
    assert all(inject.objective and inject.channel + inject.sender for inject in found.injects)
    assert sum(bool(inject.expected) for inject in found.injects) == len(found.injects)
    assert len({inject.objective for inject in found.injects}) >= 5


def test_its_list_is_exported_and_imported_as_the_same_list() -> None:
    """The bundled list survives a round trip."""
    injects, program = injects_of(stage()).injects, stage().layers[0].program
    text = written(injects, Clock(program.world.start))
    assert read_injects(text_source(text, "again.csv"), program).injects == injects


@pytest.mark.parametrize("seed", [1, 2])
def test_unattended_it_comes_to_its_end(seed: int) -> None:
    """Injects are sent at their time or as soon as they are possible; not all that is expected is done, but most is."""
    exercise, events = unattended(seed, directed=False)
    assert exercise.dream.ending == "ended"
    assert exercise.level.story.problems == {}
    statuses = exercise.statuses()
    sent = [status for status in statuses if status.sent is not None]
    assert len(sent) >= 11
    assert sum(s.sent is not None and s.sent.minute == s.inject.minute for s in sent) >= 8
    answers = [answer.state for status in sent for answer in status.answers]
    assert answers.count("done") >= 8
    assert answers.count("done") < len(answers)
    assert strange(exercise, events) == 0, "what gives an exercise away never comes by itself"


def test_a_ceiling_keeps_the_director_from_giving_it_away() -> None:
    """The director breaks things that can break; without a ceiling it breaks them on cue, and the subject sees it."""
    exercise, events = unattended(1)
    assert exercise.dream.ending == "ended"
    assert strange(exercise, events) == 0
    caused = [e for e in events if isinstance(e, Happened) and e.happening.source == "director"]
    assert caused
    unbound = replace(stage(), director=replace(stage().director, ceiling=None))
    dream = Dream(unbound, 1)
    while dream.advance() is not None:
        pass
    assert dream.ending == "lucid"
