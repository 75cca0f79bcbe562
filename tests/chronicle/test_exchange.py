"""A run in one file, and a world without its author's files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from chronicle.lives import DEPTH, begin, deeds, new_story, play, undo
from dreamwright.chronicle import Branch, Recorder, Setting, Telling, open_chronicle
from dreamwright.chronicle.exchange import export_run, import_run
from dreamwright.chronicle.verify import first_difference, verify
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import load_program
from dreamwright.language import load
from story.stories import VILLAGE

CHOICES = [3, 1, 4, 1, 5, 9, 2, 6]


@pytest.fixture
def played(address: str) -> str:
    """A chronicle with a run of two branches and an undo."""
    with open_chronicle(address) as chronicle:
        story = new_story()
        branch = begin(chronicle, story)
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            undo(story)
            recorder.keep(story)
        fork = chronicle.fork(branch, deeds(story)[3], "second")
        other = Telling.of(fork).story()
        with chronicle.write(fork) as writer:
            play(other, [8, 8], Recorder(writer, other))
    return address


def test_a_run_goes_through_a_file(played: str, tmp_path: Path) -> None:
    """All of it, byte for byte, logs and branches included; another run of the same name becomes the next number."""
    file = tmp_path / "night.story"
    with open_chronicle(played) as chronicle, open_chronicle(str(tmp_path / "other.db")) as other:
        run = chronicle.find("village-1").run
        export_run(chronicle, run, file)
        labels = [import_run(there, file).label for there in (other, chronicle)]
        assert labels == ["village-1", "village-2"]
        for there, name in ((other, "village-1"), (chronicle, "village-2")):
            for branch in chronicle.branches(run):
                copy = there.find(f"{name}/{branch.name}")
                assert list(copy.log()) == list(branch.log())
                assert (copy.hash, copy.world, copy.setting) == (branch.hash, branch.world, branch.setting)
                assert verify(copy) is None
        again = tmp_path / "again.story"
        export_run(other, other.find("village-1").run, again)
        assert again.read_bytes() == file.read_bytes()


def test_files_that_are_no_whole_runs(played: str, tmp_path: Path) -> None:
    """Cut short, changed in one letter, or something else: refused, and nothing of it stays."""
    file = tmp_path / "night.story"
    with open_chronicle(played) as chronicle:
        export_run(chronicle, chronicle.find("village-1").run, file)
        content = file.read_bytes()
        lines = content.splitlines(keepends=True)
        wrong = [
            b"",
            b"[]\n",
            b"\xff\xfe",
            gzip.compress(content),
            content[:-5],
            b"".join(lines[:-1]),
            b"".join(lines[:5] + lines[6:]),
            content.replace(b'"minute":1', b'"minute":2', 1),
            content + b"{}\n",
            b"[" * 100_000,
        ]
        for text in wrong:
            file.write_bytes(text)
            with pytest.raises(DreamwrightError):
                import_run(chronicle, file)
        assert [run.name for run in chronicle.runs()] == ["village-1"]
        with pytest.raises(DreamwrightError):
            import_run(chronicle, tmp_path / "none.story")
        with pytest.raises(DreamwrightError):
            export_run(chronicle, chronicle.find("village-1").run, tmp_path / "none" / "night.story")
    assert [path.name for path in tmp_path.glob("*.story")] == ["night.story"]


def test_a_run_comes_out_the_same_again(played: str) -> None:
    """Replayed from its source; where a line is not what comes out, that line is named."""
    with open_chronicle(played) as chronicle:
        for branch in chronicle.every_branch():
            seen: list[int] = []
            assert verify(branch, lambda record, of, seen=seen: seen.append(record.position)) is None
            assert seen == list(range(branch.length))
        # The same log under another seed is what an engine that decides otherwise would leave behind.
        branch.database.rows("UPDATE run SET seed = '6'")
        branch = chronicle.find("village-1")
        difference = verify(branch)
        assert difference is not None
        assert difference.recorded == next(branch.records(difference.position)).text != difference.found


def test_where_two_stories_part(played: str) -> None:
    """A fork parts where it was made, or later; a story does not part from itself."""
    with open_chronicle(played) as chronicle:
        one, other = chronicle.find("village-1"), chronicle.find("village-1/second")
        position = first_difference(one, other)
        assert position is not None
        lines = [[record.text for record in branch.records()] for branch in (one, other)]
        assert lines[0][:position] == lines[1][:position] and lines[0][position] != lines[1][position]
        assert first_difference(one, one) is None
        shorter = chronicle.fork(one, 4)
        assert first_difference(one, shorter) is None


# ------------------------------------------------------------------------------------------------ worlds
def write_world(folder: Path) -> Path:
    """The village in three files, one of them in another folder."""
    types, rest = VILLAGE.split("entity Hall", 1)
    for name in ("worlds", "parts"):
        (folder / name).mkdir()
    (folder / "parts" / "types.world").write_text(types)
    (folder / "worlds" / "village.world").write_text('import "../parts/types.world";\nentity Hall' + rest)
    return folder / "worlds" / "village.world"


def begin_at(chronicle_address: str, path: Path) -> tuple[str, str]:
    with open_chronicle(chronicle_address) as chronicle:
        program = load_program(path)
        story = new_story(program)
        setting = Setting(story.seed, "Ada", story.limits, DEPTH)
        branch = chronicle.begin("village", WorldSource.of(program.world), setting, str(path))
        with chronicle.write(branch) as writer:
            play(story, CHOICES, Recorder(writer, None))
        return branch.label, story.hash


def test_a_world_needs_no_files_of_its_author(tmp_path: Path) -> None:
    """Imports included: the files may be gone."""
    path, address = write_world(tmp_path), str(tmp_path / "c.db")
    label, digest = begin_at(address, path)
    for file in tmp_path.rglob("*.world"):
        file.unlink()
    with open_chronicle(address) as chronicle:
        branch = chronicle.find(label)
        source = chronicle.source(branch.world)
        assert list(source.files) == ["village.world", "../parts/types.world"]
        assert verify(branch) is None
        assert Telling.of(branch).story().hash == digest


def test_standard_files_are_kept_too(tmp_path: Path) -> None:
    """What `std:` gave then is what it gives again, whatever this version ships."""
    path = tmp_path / "a.world"
    name = sorted(p.stem for p in (Path(load.__code__.co_filename).parents[1] / "worlds" / "std").glob("*.world"))[0]
    path.write_text(f'import "std:{name}";\nentity Ada : character;\n')
    source = WorldSource.of(load(path))
    assert f"std:{name}" in source.files
    later = dict(source.files)
    later[f"std:{name}"] += "\nentity OfThatTime : character;\n"
    program = WorldSource("", later).program()
    assert "OfThatTime" in [entity.name for entity in program.world.entities]
    assert WorldSource.of(program.world).files.keys() == later.keys()


@pytest.mark.parametrize("name", ["../../x.world", "/etc/x.world", "std:../x", "a\0b", "..", "c:\\x"])
def test_names_lead_nowhere_else(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run from elsewhere cannot write outside the folder that is made for it."""
    monkeypatch.setenv("DREAMWRIGHT_CACHE", str(tmp_path / "deep" / "er" / "cache"))
    before = set(tmp_path.rglob("*.world"))
    with pytest.raises(DreamwrightError):
        WorldSource("", {"a.world": "entity Ada : character;", name: "type x;", "std:": ""}).program()
    outside = set(tmp_path.rglob("*.world")) - before
    assert all((tmp_path / "deep" / "er" / "cache") in path.parents for path in outside)


def test_what_was_edited_is_told(tmp_path: Path) -> None:
    """File by file, in lines."""
    path = write_world(tmp_path)
    before = WorldSource.of(load(path))
    path.write_text(path.read_text().replace("daily at 20:00", "daily at 21:00"))
    after = WorldSource.of(load(path))
    assert before.changes(before) == []
    assert before.changes(after) == ["village.world: +1 -1 lines"]
    bare = WorldSource("", {"village.world": before.files["village.world"]})
    assert before.changes(bare) == ["../parts/types.world: gone"]
    assert bare.changes(before) == ["../parts/types.world: new"]


def test_a_story_goes_on_in_an_edited_world(tmp_path: Path) -> None:
    """On a branch with a world of its own, whose replay changes worlds where the story did."""
    path, address = write_world(tmp_path), str(tmp_path / "c.db")
    label, _ = begin_at(address, path)
    path.write_text(path.read_text().replace("utility(Bo): if", "utility(Bo): if(rung()) 5 elseif"))
    program = load_program(path)
    with open_chronicle(address) as chronicle:
        branch = chronicle.find(label)
        story = Telling.of(branch, program).story()
        edited: Branch = chronicle.fork_on(branch, WorldSource.of(program.world), str(path))
        with chronicle.write(edited) as writer:
            play(story, CHOICES, Recorder(writer, story))
        assert edited.world != branch.world
        assert edited.hash == story.hash
        assert verify(edited) is None and verify(branch) is None
        early = chronicle.fork(edited, 2)
        assert early.world == branch.world
