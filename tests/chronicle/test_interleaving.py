"""Whatever is done between, the same choices give the same hash."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import postgres
from chronicle.lives import begin, choose, deeds, new_story, play, to_turn, undo
from dreamwright.chronicle import Branch, Recorder, Telling, open_chronicle
from dreamwright.chronicle.exchange import export_run, import_run
from dreamwright.story import Story

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("act"), st.integers(0, 400)),
        st.tuples(st.just("act"), st.integers(0, 400)),
        st.tuples(st.sampled_from(["undo", "fork", "switch", "resume", "exchange", "restart"]), st.integers(0, 400)),
    ),
    max_size=25,
)


class Life:
    """Branches being played, each with the choices that count for it."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._files = itertools.count()
        self._chronicle = open_chronicle(address)
        self.choices: dict[str, list[int]] = {}
        story = new_story()
        branch = begin(self._chronicle, story)
        self.choices[branch.label] = []
        self._sit(branch, story)
        to_turn(self._story)
        self._recorder.keep(self._story)

    def step(self, name: str, number: int) -> None:
        getattr(self, name)(number)
        self._recorder.keep(self._story)

    def act(self, number: int) -> None:
        choose(self._story, number)
        self._mine.append(number)

    def undo(self, number: int) -> None:
        if self._mine:
            undo(self._story)
            self._mine.pop()

    def restart(self, number: int) -> None:
        self._story = new_story(engine=self._story.engine)
        to_turn(self._story)
        self._mine.clear()

    def fork(self, number: int) -> None:
        count = number % (len(self._mine) + 1)
        positions = [*deeds(self._story), self._branch.length]
        fork = self._chronicle.fork(self._branch, positions[count])
        self.choices[fork.label] = self._mine[:count]
        self._leave()
        self._resume(fork)

    def switch(self, number: int) -> None:
        self._leave()
        self._resume(self._chronicle.find(list(self.choices)[number % len(self.choices)]))

    def resume(self, number: int) -> None:
        label = self._branch.label
        self.close()
        self._chronicle = open_chronicle(self._address)
        self._resume(self._chronicle.find(label))

    def exchange(self, number: int) -> None:
        run, name = self._branch.run, self._branch.name
        self._leave()
        file = self._folder / f"{next(self._files)}.story"
        export_run(self._chronicle, run, file)
        imported = import_run(self._chronicle, file).run
        for branch in self._chronicle.branches(run):
            label = branch.label.replace(run.name, imported.name, 1)
            self.choices[label] = list(self.choices[branch.label])
        self._resume(self._chronicle.find(f"{imported.name}/{name}"))

    def close(self) -> None:
        self._leave()
        self._chronicle.close()

    def hashes(self) -> dict[str, str]:
        """Of every branch, in the chronicle."""
        with open_chronicle(self._address) as chronicle:
            return {branch.label: _end(branch) for branch in chronicle.every_branch()}

    @property
    def _mine(self) -> list[int]:
        return self.choices[self._branch.label]

    def _resume(self, branch: Branch) -> None:
        self._sit(branch, Telling.of(branch).story())
        to_turn(self._story)

    def _sit(self, branch: Branch, story: Story) -> None:
        self._branch, self._story = branch, story
        self._writer = self._chronicle.write(branch)
        self._recorder = Recorder(self._writer, story if story.links else None)

    def _leave(self) -> None:
        self._writer.close()


def _end(branch: Branch) -> str:
    """The hash at the subject's next turn: a fork may end while others are still at it."""
    story = Telling.of(branch).story()
    to_turn(story)
    return story.hash


def check(address: str, folder: Path, steps: list[tuple[str, int]]) -> None:
    life = Life(address, folder)
    for step in steps:
        life.step(*step)
    life.close()
    assert life.hashes() == {label: play(new_story(), choices).hash for label, choices in life.choices.items()}


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_any_interleaving_in_a_file(steps: list[tuple[str, int]]) -> None:
    """Play, undo, restart, fork, resume, export and import in any order: the hash is that of the choices made."""
    with tempfile.TemporaryDirectory() as folder:
        check(str(Path(folder) / "chronicle.db"), Path(folder), steps)


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_any_interleaving_on_a_server(server: str, steps: list[tuple[str, int]]) -> None:
    """The same, on a PostgreSQL server."""
    postgres.empty(server)
    with tempfile.TemporaryDirectory() as folder:
        check(server, Path(folder), steps)


@settings(max_examples=400, deadline=None)
@given(STEPS)
@pytest.mark.slow
def test_many_interleavings(steps: list[tuple[str, int]]) -> None:
    """The same, for long."""
    with tempfile.TemporaryDirectory() as folder:
        check(str(Path(folder) / "chronicle.db"), Path(folder), steps)
