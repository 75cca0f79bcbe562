"""Any run of an ensemble again, from its seed alone: the same story, or dream, as the row is of."""

from __future__ import annotations

from typing import Any

from dreamwright.dream import Dream
from dreamwright.ensembles.job import Job
from dreamwright.ensembles.play import StageVariant, WorldVariant, variant
from dreamwright.errors import DreamwrightError
from dreamwright.exercise import Exercise
from dreamwright.story import Story


def opened(job: Job, table: Any, number: int) -> Story | Dream:
    """The story or dream of a run, as far as the run went.

    Raises DreamwrightError: ensemble-none if there is no such run, ensemble-different if it does not come out as it
    did, since the results are of another version of the program.
    """
    rows = [row for row in table.to_pylist() if row["run"] == number]
    if not rows:
        raise DreamwrightError.of("ensemble-none", f"there is no run {number} in these results")
    run = job.run(number)
    found = variant(job, job.values(run))
    if found.run(run.seed)["story"] != rows[0]["story"]:
        raise DreamwrightError.of(
            "ensemble-different", "the run comes out otherwise now", hint=f"the results are of version {job.version}"
        )
    return _story(found, run.seed, rows[0]) if isinstance(found, WorldVariant) else _dream(found, run.seed, rows[0])


def _story(found: WorldVariant, seed: int, row: dict[str, Any]) -> Story:
    story = found.story(seed)
    while len(story.happenings) < row["happenings"] and story.advance(row["minutes"]) is not None:
        pass
    return story


def _dream(found: StageVariant, seed: int, row: dict[str, Any]) -> Dream:
    dream = found.dream(seed)
    exercise = Exercise(dream)
    while len(dream.events) < row["happenings"] and dream.ending is None:
        exercise.advance(dream.top.story.minute + row["minutes"] - dream.lived)
    return dream
