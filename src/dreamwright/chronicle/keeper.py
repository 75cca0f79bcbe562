"""Keeping a story while it runs: a game does it by itself, `watch` when asked to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, Recorder, Setting
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.engine import LeveledEngine
from dreamwright.story import Story


class Keeper:
    """Writes a story to a chronicle, happening by happening. The run begins with the first thing that happens.

    `now` tells the time of day in ISO 8601, to note when a run was begun.
    """

    def __init__(
        self,
        chronicle: Chronicle,
        path: Path | None,
        now: Callable[[], str],
        branch: Branch | None = None,
        story: Story | None = None,
    ):
        self._chronicle = chronicle
        self._now = now
        self._path = path
        self._recorder = None if branch is None else Recorder(chronicle.write(branch), story)

    @property
    def label(self) -> str | None:
        """The name of what is written; None before there is anything."""
        return None if self._recorder is None else self._recorder.branch.label

    @property
    def place(self) -> str:
        """Where the chronicle is."""
        return self._chronicle.address

    def keep(self, story: Story) -> None:
        """Write what has happened since; it is durable when this returns. A story of another seed is another run.

        Raises DreamwrightError when it cannot be kept; the next call tries again.
        """
        recorder = self._recorder
        if recorder is not None and recorder.branch.setting.seed != story.seed:
            recorder.close()
            recorder = self._recorder = None
        if recorder is None:
            if not story.links:
                return
            recorder = self._recorder = self._begin(story)
        recorder.keep(story)

    def close(self) -> None:
        """Let others write to the run, and leave the chronicle."""
        if self._recorder is not None:
            self._recorder.close()
        self._chronicle.close()

    def _begin(self, story: Story) -> Recorder:
        world = story.engine.program.world
        subject = None if story.subject is None else world.entities[story.subject].name
        assert isinstance(story.engine, LeveledEngine)
        setting = Setting(story.seed, subject, story.limits, story.engine.depth)
        stem = "story" if self._path is None else self._path.stem
        origin = None if self._path is None else str(self._path.absolute())
        branch = self._chronicle.begin(stem, WorldSource.of(world), setting, origin, self._now())
        return Recorder(self._chronicle.write(branch), None)
