"""Dreams in both stores: whatever is done between, the same choices give the same dream."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import postgres
from dream.dreams import night, played, run
from dream.test_restore import choose, state
from dreamwright.chronicle import Branch, open_chronicle
from dreamwright.chronicle.exchange import export_run, import_run
from dreamwright.dream import Dream
from dreamwright.dream.keep import DreamKeeper, limits_of, read_dream, take_up
from dreamwright.dream.restore import asking_again
from dreamwright.dream.verify import verify_dream
from dreamwright.errors import DreamwrightError

SEED = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["act", "act", "wait", "unmake", "restart", "fork", "resume", "exchange"]), st.integers(0, 60)
    ),
    max_size=14,
)


class Sleeper:
    """One dream, in whatever branch it goes on, with the choices that count for it."""

    def __init__(self, address: str, folder: Path) -> None:
        self._folder = folder
        self._chronicle = open_chronicle(address)
        self.choices: list[tuple[str, int]] = []
        self.dream = played(SEED)
        self._keeper = DreamKeeper(self._chronicle, None, str)
        self._go_on()

    def step(self, name: str, number: int) -> None:
        if name in ("act", "wait", "unmake"):
            if self.dream.awaiting_subject:
                choose(self.dream, (name, number))
                self.choices.append((name, number))
        elif name == "restart":
            self.dream, self.choices = played(SEED), []
        else:
            self._take_up(self._moved(name))
        self._go_on()

    def branch(self) -> Branch:
        assert self._keeper.label is not None
        return self._chronicle.find(self._keeper.label)

    def close(self) -> None:
        self._keeper.close()

    def _moved(self, name: str) -> Branch:
        """The branch in which it goes on."""
        branch = self.branch()
        self._keeper.release()
        if name == "fork":
            return self._chronicle.fork(branch, branch.length)
        if name == "exchange":
            file = self._folder / "one.dream"
            export_run(self._chronicle, branch.run, file)
            run = import_run(self._chronicle, file).run
            return self._chronicle.find(branch.label.replace(branch.run.name, run.name, 1))
        return branch

    def _take_up(self, branch: Branch) -> None:
        self.dream = take_up(branch, night(), asking_again(night(), limits_of(branch)).agree())
        self._keeper = DreamKeeper(self._chronicle, None, str, branch, self.dream)

    def _go_on(self) -> None:
        run(self.dream, 1000)
        self._keeper.keep(self.dream)


def straight(choices: list[tuple[str, int]]) -> Dream:
    dream = played(SEED)
    run(dream, 1000)
    for choice in choices:
        choose(dream, choice)
        run(dream, 1000)
    return dream


def check(address: str, folder: Path, steps: list[tuple[str, int]]) -> None:
    sleeper = Sleeper(address, folder)
    for step in steps:
        sleeper.step(*step)
    branch, dream = sleeper.branch(), straight(sleeper.choices)
    assert branch.hash == dream.hash == sleeper.dream.hash
    assert state(read_dream(branch)) == state(dream)
    assert verify_dream(branch) is None
    sleeper.close()


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_interleaving_of_a_dream_in_a_file(steps: list[tuple[str, int]]) -> None:
    """Play, unmake, begin anew, fork, resume, export and import: the dream is that of the choices made."""
    with tempfile.TemporaryDirectory() as folder:
        check(str(Path(folder) / "chronicle.db"), Path(folder), steps)


@settings(max_examples=6, deadline=None)
@given(STEPS)
def test_any_interleaving_of_a_dream_on_a_server(server: str, steps: list[tuple[str, int]]) -> None:
    """The same, on a PostgreSQL server."""
    postgres.empty(server)
    with tempfile.TemporaryDirectory() as folder:
        check(server, Path(folder), steps)


@settings(max_examples=300, deadline=None)
@given(STEPS)
@pytest.mark.slow
def test_many_interleavings_of_a_dream(steps: list[tuple[str, int]]) -> None:
    """The same, for long."""
    with tempfile.TemporaryDirectory() as folder:
        check(str(Path(folder) / "chronicle.db"), Path(folder), steps)


def test_a_damaged_entry_is_found(tmp_path: Path) -> None:
    """What is not as it was written is neither read nor gone on with; a replay says where it parts."""
    address = str(tmp_path / "chronicle.db")
    sleeper = Sleeper(address, tmp_path)
    for number in range(3):
        sleeper.step("act", number)
    branch = sleeper.branch()
    row = {"branch": branch.id, "seq": 7}
    [(line,)] = branch.database.rows("SELECT line FROM record WHERE branch = :branch AND seq = :seq", row)
    changed = {**row, "line": line.replace('"minute":', '"minute":1')}
    branch.database.rows("UPDATE record SET line = :line WHERE branch = :branch AND seq = :seq", changed)
    for read in (read_dream, verify_dream):
        with pytest.raises(DreamwrightError, match="happening 7 is not as it was written"):
            read(branch)
    sleeper.close()


def test_a_dream_that_could_not_have_been_is_recognised(tmp_path: Path) -> None:
    """Entries of another stage, or with other limits, are no dream on this one."""
    sleeper = Sleeper(str(tmp_path / "chronicle.db"), tmp_path)
    branch = sleeper.branch()
    asking = asking_again(night(), limits_of(branch))
    asking.draw_line("falling")
    with pytest.raises(DreamwrightError, match="cannot have been dreamed so"):
        take_up(branch, night(), asking.agree())
    sleeper.close()
