"""Many runs: the rows are a matter of the job alone, whoever makes them and in whatever order."""

import sys
from dataclasses import replace
from itertools import islice

import pytest

import dreamwright
from dreamwright.engine import LeveledEngine
from dreamwright.ensembles import Gathering, Precision, job_of, play
from dreamwright.ensembles.play import play_run
from dreamwright.ensembles.table import read
from dreamwright.ensembles.workers import Alone, Processes
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import load_program
from dreamwright.history import History
from dreamwright.sifting import find_pattern, sift
from dreamwright.story import DAY, Story
from ensembles.worlds import HARBOUR, laid_out

ASKED = {
    "vary": ["watch()=0..2", "steal=on, off"],
    "measures": {"coins": "coins(Ada)", "where": "at(Ada)", "sunk": "sunk()"},
    "first": {"sinks": "sunk()"},
    "whiles": {"afloat": "!sunk()"},
    "every": 6 * 60,
}


@pytest.fixture
def harbour(tmp_path):
    return laid_out(tmp_path)[0]


@pytest.fixture
def stage(tmp_path):
    return laid_out(tmp_path)[1]


def told(world, seed, days):
    """The story of a seed, with nothing else run."""
    story = Story(LeveledEngine(load_program(world)), seed)
    while story.advance(days * DAY) is not None:
        pass
    return story


class Backwards:
    """Workers who begin at the end, with an engine that nobody has used."""

    def rows(self, job, runs):
        for run in reversed(runs):
            yield [play_run(job, run)]

    def close(self):
        pass


class Tired(Alone):
    """Workers who are interrupted after some runs."""

    def rows(self, job, runs):
        yield from islice(super().rows(job, runs), 5)
        raise KeyboardInterrupt


def test_rows_do_not_hang_on_their_order(harbour):
    """The same table from runs in order and backwards."""
    job = job_of(harbour, 3, 3, **ASKED)
    forward, backward = Gathering(job), Gathering(job)
    forward.run(Alone())
    backward.run(Backwards())
    assert forward.table.num_rows == 3 * 6
    assert forward.table.equals(backward.table)


def test_the_same_file_from_processes(harbour, tmp_path):
    """Two processes write the file that one writes, to the byte."""
    for name, workers in (("one", 1), ("two", 2)):
        dreamwright.ensemble(harbour, runs=4, days=2, workers=workers, output=tmp_path / name, **ASKED)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_measures_are_what_the_story_says(harbour):
    """A row holds what looking back on the same story finds."""
    asked = {"measures": ["coins(Ada)"], "first": ["sunk()"], "whiles": ["rough=storms() > 2"], "every": 60}
    row = dreamwright.ensemble(harbour, runs=1, days=3, seed=5, **asked).to_pylist()[0]
    story = told(harbour, 5, 3)
    history = History(story.engine, story.happenings)
    assert row["happenings"] == len(story.happenings)
    assert row["coins(Ada)"] == history.value("coins(Ada)")
    sunk = history.holds("sunk()")
    assert row["sunk()"] == (sunk[0].cause.minute if sunk else None)
    spells = history.holds("storms() > 2")
    ends = [3 * DAY if spell.stop is None else history.cause(spell.stop).minute for spell in spells]
    assert row["rough"] == sum(end - spell.cause.minute for spell, end in zip(spells, ends, strict=True)) > 0
    by_noon = sum(happening.minute <= 4 * 60 for happening in story.happenings)
    assert row["coins(Ada) through time"][4] == history.value("coins(Ada)", by_noon)
    assert len(row["coins(Ada) through time"]) == 3 * 24 + 1


def test_patterns_are_counted(harbour):
    """The count of a pattern is how often sifting finds it."""
    text = harbour.read_text() + "pattern thief(a : character) { event: crime by a; };\n"
    harbour.write_text(text)
    row = dreamwright.ensemble(harbour, runs=1, days=3, patterns=["thief"]).to_pylist()[0]
    story = told(harbour, 0, 3)
    pattern = find_pattern(story.engine.program.world, "thief")
    assert row["thief"] == len(sift(story.engine, story.happenings, [pattern])) > 0


def test_until_ends_a_run(harbour):
    """A run ends at the minute at which it comes to hold."""
    rows = dreamwright.ensemble(harbour, runs=8, days=20, until="sunk()", first=["sunk()"]).to_pylist()
    assert {row["ended"] for row in rows} == {"until"}
    assert all(row["minutes"] == row["sunk()"] for row in rows)


@pytest.mark.parametrize(
    ("factor", "edited"),
    [
        ("watch()=3", HARBOUR.replace("watch() = 1", "watch() = 3")),
        ("storms()=2", HARBOUR + "storms() = 2;"),
        ("Ada.whim=0.1", HARBOUR.replace("whim: 0.5", "whim: 0.1")),
        ("Bo.patience=0.2", HARBOUR.replace("entity Bo : character;", "entity Bo : character { patience: 0.2; };")),
        ("storm.rate=7", HARBOUR.replace("rate: 2", "rate: 7")),
        ("world.foresight=1", HARBOUR.replace("foresight: 2", "foresight: 1")),
        ("crime=off", HARBOUR.replace("precondition: thief != victim", "precondition: False & thief != victim")),
        ("storm=off", HARBOUR.replace("effect: storms()", "precondition: False; effect: storms()")),
    ],
)
def test_a_variant_is_the_edited_world(harbour, factor, edited):
    """What is varied happens as if its author had written it so."""
    varied = dreamwright.ensemble(harbour, runs=2, days=3, vary=[factor])
    harbour.write_text(edited)
    assert varied["story"].to_pylist() == dreamwright.ensemble(harbour, runs=2, days=3)["story"].to_pylist()


def test_what_is_drawn_is_drawn_once(harbour):
    """A drawn value is within its range, differs between seeds, and is the same for a seed in each ensemble."""
    asked = {"days": 1, "vary": ["storm.rate=0.5~4"], "measures": ["storms()"]}
    few = dreamwright.ensemble(harbour, runs=3, **asked)["storm.rate"].to_pylist()
    more = dreamwright.ensemble(harbour, runs=5, **asked)["storm.rate"].to_pylist()
    assert few == more[:3]
    assert len(set(more)) == 5
    assert all(0.5 <= rate <= 4 for rate in more)


def test_an_interrupt_keeps_what_is_done(harbour, tmp_path):
    """After an interrupt the file holds what was done; going on makes it what it would have been at once."""
    job = job_of(harbour, 4, 2, **ASKED)
    output = tmp_path / "results"
    with pytest.raises(KeyboardInterrupt):
        Gathering(job, output).run(Tired())
    assert read(output)[1].num_rows == 5
    with pytest.raises(DreamwrightError, match="is there already"):
        Gathering(job, output)
    Gathering(job, output, resume=True).run(Alone())
    Gathering(job, tmp_path / "at-once").run(Alone())
    assert output.read_bytes() == (tmp_path / "at-once").read_bytes()


def test_a_sudden_end_keeps_what_is_done(harbour, tmp_path):
    """What was written down when everything stopped, in the middle of a line, is gone on with."""
    job = job_of(harbour, 4, 2, **ASKED)
    output = tmp_path / "results"
    gathering = Gathering(job, output)
    rows = [play_run(job, run) for run in job.runs(0, 1)]
    gathering._journal.begin(rows)
    gathering._journal._file.close()
    part = output.with_name("results.part")
    part.write_text(part.read_text()[:-20])
    gathering = Gathering(job, output, resume=True)
    assert len(gathering._rows) == len(rows) - 1
    gathering.run(Alone())
    Gathering(job, tmp_path / "at-once").run(Alone())
    assert output.read_bytes() == (tmp_path / "at-once").read_bytes()
    assert not part.exists()


def test_runs_can_be_added_but_not_others(harbour, tmp_path):
    """More seeds go on with a file; other runs than it has do not."""
    output = tmp_path / "results"
    Gathering(job_of(harbour, 2, 2), output).run(Alone())
    Gathering(job_of(harbour, 5, 2), output, resume=True).run(Alone())
    Gathering(job_of(harbour, 5, 2), tmp_path / "at-once").run(Alone())
    assert output.read_bytes() == (tmp_path / "at-once").read_bytes()
    with pytest.raises(DreamwrightError, match="of other runs"):
        Gathering(job_of(harbour, 5, 3), output, resume=True)


def test_precise_enough(harbour):
    """Runs end when every interval is narrow enough, after a number of seeds that does not hang on the workers."""
    job = job_of(harbour, 400, 2, measures=["sunk()"])
    gathering = Gathering(job)
    assert not gathering.run(Alone(), precision=Precision(0.1))
    assert gathering.table.num_rows == 100
    other = Gathering(job)
    other.run(Backwards(), precision=Precision(0.1))
    assert gathering.table.equals(other.table)


def test_dying_processes_are_replaced(harbour):
    """Workers that die are replaced, and the table is the same."""
    job = job_of(harbour, 30, 4, **ASKED)
    gathering, killed = Gathering(job), []
    workers = Processes(2)

    def kill_one(done, total):
        if not killed:
            process = next(iter(workers._pool._processes.values()))
            process.kill()
            killed.append(process)

    gathering.run(workers, kill_one)
    workers.close()
    calm = Gathering(job)
    calm.run(Alone())
    assert killed
    assert gathering.table.equals(calm.table)


def test_dreams(stage):
    """A stage is run as dreams; a measure is about the layer it names, or the first that it fits."""
    table = dreamwright.ensemble(
        stage, runs=3, days=2, vary=["stage.subject.attention=0.2, 0.6", "deep:watch()=0, 5"],
        measures={"above": "storms()", "below": "deep: storms()"}, first={"sinks": "deep: sunk()"},
    )  # fmt: skip
    rows = table.to_pylist()
    assert [row["run"] for row in rows] == list(range(12))
    assert {row["layer"] for row in rows} == {"deep"}
    assert all(row["above"] >= 1 and row["below"] is not None and 0 <= row["peak"] <= 1 for row in rows)
    assert any(row["sinks"] is not None for row in rows if row["deep:watch()"] == 0)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"vary": ["wach()=1"]}, "ensemble-vary"),
        ({"vary": ["watch()"]}, "ensemble-vary"),
        ({"vary": ["watch()=5..1"]}, "ensemble-vary"),
        ({"vary": ["watch()=1,1"]}, "ensemble-vary"),
        ({"vary": ["watch()=Quay"]}, "ensemble-vary"),
        ({"vary": ["Adda.whim=1"]}, "ensemble-vary"),
        ({"vary": ["steal=maybe"]}, "ensemble-vary"),
        ({"vary": ["swim=off"]}, "ensemble-vary"),
        ({"measures": {"seed": "watch()"}}, "ensemble-name"),
        ({"first": ["watch()"]}, "ensemble-measure"),
        ({"patterns": ["nothing"]}, "question-name"),
        ({"measures": ["wach()"]}, "property-unknown"),
    ],
)
def test_what_cannot_be_asked(harbour, asked, code):
    """What is wrong is said before anything is run."""
    with pytest.raises(DreamwrightError) as error:
        dreamwright.ensemble(harbour, runs=1, days=1, **asked)
    assert error.value.diagnostics[0].code == code


def test_what_cannot_be_read_is_left_empty(harbour):
    """A measure that divides by zero is unknown, and a condition that does is not the case."""
    asked = {"measures": ["coins(Ada) / storms()"], "first": ["storms() / storms() > 0"], "every": 60}
    row = dreamwright.ensemble(harbour, runs=1, days=3, **asked).to_pylist()[0]
    first = next(step.minute for step in told(harbour, 0, 3).happenings if step.actor is None)
    assert row["coins(Ada) / storms()"] is not None
    assert row["coins(Ada) / storms() through time"][0] is None
    assert row["storms() / storms() > 0"] == first


def test_a_new_store_changes_nothing(harbour, monkeypatch):
    """Runs that each begin with an empty store give the rows of runs that share one."""
    shared = dreamwright.ensemble(harbour, runs=6, days=3, **ASKED)
    monkeypatch.setattr(play, "MOST_NODES", 0)
    play.variant.cache_clear()
    assert dreamwright.ensemble(harbour, runs=6, days=3, **ASKED).equals(shared)


def test_what_is_wrong_in_a_worker_is_told(harbour):
    """An error of another process arrives as what it is."""
    workers = Processes(1)
    try:
        with pytest.raises(DreamwrightError, match="a worker has Dreamwright"):
            list(workers.rows(replace(job_of(harbour, 1, 1), version="0.0"), job_of(harbour, 1, 1).runs()))
    finally:
        workers.close()


def test_any_seed(harbour):
    """Seeds that agree in 64 bits are the same."""
    far, near = (dreamwright.ensemble(harbour, runs=2, days=2, seed=seed) for seed in (2**70 + 5, 5))
    assert far.equals(near)


def test_a_missing_library_is_named(harbour, monkeypatch):
    """Who lacks a library is told what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(DreamwrightError, match="pip install 'dreamwright\\[ensemble\\]'"):
        dreamwright.ensemble(harbour, runs=1, days=1)


def test_who_lacks_a_library_is_told_before_anything_is_run(harbour, tmp_path, monkeypatch):
    """It says what to install, here and in a checkout, and leaves no file behind."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    output, ran = tmp_path / "out.parquet", []
    with pytest.raises(DreamwrightError, match="pyarrow") as error:
        dreamwright.ensemble(harbour, runs=2, days=1, output=output, progress=lambda done, of: ran.append(done))
    assert "pip install '.[ensemble]'" in str(error.value.diagnostics[0].hint)
    assert ran == [] and not list(tmp_path.glob("out*"))
