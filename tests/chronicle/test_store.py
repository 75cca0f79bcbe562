"""What a chronicle keeps, in a file and on a server."""

from __future__ import annotations

import json

import pytest

from chronicle.lives import ADA, PROGRAM, SEED, begin, choose, deeds, new_story, play, undo
from dreamwright.chronicle import Recorder, Telling, open_chronicle
from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.story import chronicle_line, encode

CHOICES = [3, 1, 4, 1, 5, 9, 2, 6]


def believed(engine: LeveledEngine, node: int) -> list[tuple[str, object]]:
    """What Ada believes, by names."""
    values = engine.fluent_values(engine.mind(node, ADA))
    return [(property_.name, getattr(value, "name", value)) for property_, _, value in values]


def code_of(error: pytest.ExceptionInfo[DreamwrightError]) -> str:
    return error.value.diagnostics[0].code


def test_a_story_comes_back_as_it_was(address: str) -> None:
    """Every line, the hashes, and the story itself: it goes on as the one that was kept."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        with chronicle.write(begin(chronicle, story)) as writer:
            play(story, CHOICES, Recorder(writer, None))
    with open_chronicle(address, must_exist=True) as chronicle:
        branch = chronicle.find("village-1")
        lines = [encode(chronicle_line(PROGRAM, happening)) for happening in story.happenings]
        assert [record.text for record in branch.records()] == lines
        assert [record.line["action"] for record in branch.records(2, 4)] == [
            json.loads(t)["action"] for t in lines[2:4]
        ]
        assert branch.hash == story.hash
        again = Telling.of(branch).story()
        assert play(again, [7, 8]).hash == play(story, [7, 8]).hash


def test_what_is_told_again_is_the_truth(address: str) -> None:
    """`Telling.happenings` gives the same happenings, with the same truth and minds at each."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            play(story, CHOICES, Recorder(writer, None))
        telling = Telling.of(branch)
        again = list(telling.happenings())
        assert len(again) == len(story.happenings)
        for one, other in zip(story.happenings, again, strict=True):
            assert (one.kind, one.minute, one.triggers, one.perceivers) == (
                other.kind,
                other.minute,
                other.triggers,
                other.perceivers,
            )
            assert believed(telling.engine, other.after) == believed(story.engine, one.after)
        assert len(list(telling.happenings(3))) == 3


def test_an_undo_stays_visible(address: str) -> None:
    """The log shows what was taken back; the story is without it."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            before = branch.log_length
            undo(story)
            recorder.keep(story)
            choose(story, 100)
            recorder.keep(story)
        kinds = [entry.kind for entry in branch.log()]
        assert kinds.count("undo") == 1 and kinds[before] == "undo"
        assert branch.hash == story.hash
        assert branch.length < branch.log_length


def test_a_fork_shares_its_past(address: str) -> None:
    """It writes no record, is not touched by what its parent does later, and may be forked again."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            at = deeds(story)[5]
            hashes = [branch.hash_at(n) for n in range(branch.length + 1)]
            fork = chronicle.fork(branch, at, "second")
            for _ in range(6):
                undo(story)
            recorder.keep(story)
            play(story, [11, 12, 13], recorder)
        assert (fork.label, fork.parent.label, fork.log_length) == ("village-1/second", "village-1", 0)
        assert fork.hash == hashes[at]
        inner = chronicle.fork(fork, 2)
        assert inner.hash == hashes[2]
        other = Telling.of(fork).story()
        with chronicle.write(fork) as writer:
            play(other, CHOICES[5:], Recorder(writer, other))
        assert fork.hash == hashes[-1] != branch.hash
        assert [b.label for b in chronicle.every_branch()] == ["village-1", "village-1/second", "village-1/fork-1"]
        assert chronicle.fork(branch, 0).hash == hashes[0]


@pytest.mark.parametrize("at", [-1, 10_000])
def test_a_fork_begins_where_something_is(address: str, at: int) -> None:
    """Beyond the end, or before the beginning, there is nothing to fork."""
    with open_chronicle(address) as chronicle:
        branch = begin(chronicle, new_story())
        with pytest.raises(DreamwrightError) as error:
            chronicle.fork(branch, at)
        assert code_of(error) == "fork-place"
        for name in ("main", "two words", "", "../x"):
            with pytest.raises(DreamwrightError):
                chronicle.fork(branch, 0, name)


def test_one_process_writes(address: str) -> None:
    """A second writer is refused while anybody may read; then it may."""
    with open_chronicle(address) as chronicle, open_chronicle(address) as other:
        branch = begin(chronicle, new_story())
        story = new_story()
        with chronicle.write(branch) as writer:
            play(story, CHOICES[:2], Recorder(writer, None))
            for second in (chronicle, other):
                with pytest.raises(DreamwrightError) as error:
                    second.write(second.find("village-1"))
                assert code_of(error) == "chronicle-busy"
            assert other.find("village-1").hash == story.hash
        other.write(other.find("village-1")).close()


def test_runs_are_named_and_found(address: str) -> None:
    """Numbers go up; a name that is nearly right gets a suggestion."""
    with open_chronicle(address) as chronicle:
        with pytest.raises(DreamwrightError) as error:
            chronicle.latest()
        assert code_of(error) == "no-such-run"
        for _ in range(3):
            begin(chronicle, new_story())
        assert [run.name for run in chronicle.runs()] == ["village-1", "village-2", "village-3"]
        assert chronicle.latest().label == "village-3"
        chronicle.write(chronicle.find("village-1/main")).close()
        assert chronicle.latest().label == "village-1"
        with pytest.raises(DreamwrightError, match="did you mean 'village-"):
            chronicle.find("vilage-2")
        assert chronicle.find("village-2").setting.seed == SEED


def test_what_is_removed_is_gone(address: str) -> None:
    """A run goes with its branches; a branch that others share stays; texts go with the last run that needs them."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            play(story, CHOICES, Recorder(writer, None))
        keep = begin(chronicle, story)
        fork = chronicle.fork(branch, 3)
        with chronicle.write(fork) as writer:
            other = Telling.of(fork).story()
            play(other, CHOICES, Recorder(writer, other))
        chronicle.fork(fork, fork.length, "inner")
        with pytest.raises(DreamwrightError, match="inner"):
            chronicle.remove(fork)
        chronicle.remove(branch)
        assert [b.label for b in chronicle.every_branch()] == [keep.label]
        assert chronicle.source(keep.world).files["village.world"]
        chronicle.remove(keep)
        with pytest.raises(DreamwrightError):
            chronicle.source(keep.world)


def test_a_record_that_was_changed_is_found(address: str) -> None:
    """A line that is not as it was hashed is refused, with the way out; so is a pulse."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            play(story, CHOICES, Recorder(writer, None))
        length = branch.length
        for column, value in (("line", '{"action":null}'), ("pulse", "{}"), ("position", 77)):
            statement = f"UPDATE record SET {column} = :value WHERE branch = :branch AND seq = :seq"
            kept = branch.database.rows(f"SELECT {column} FROM record WHERE seq = {length - 2}")[0][0]
            values = {"value": value, "branch": branch.id, "seq": length - 2}
            branch.database.rows(statement, values)
            for attempt in (lambda: list(branch.records()), lambda: chronicle.write(branch), Telling.of(branch).story):
                with pytest.raises(DreamwrightError) as error:
                    attempt()
                assert code_of(error) == "chronicle-damaged"
            values["value"] = kept
            branch.database.rows(statement, values)
        assert branch.hash == story.hash
        chronicle.write(branch).close()
