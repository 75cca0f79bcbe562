"""A grounded world is kept, and used only while nothing that went into it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.engine import Engine
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.cache import cache_folder

WORLD = """
import "people.world";
property lit() : boolean;
action light(c : character) { precondition: !lit(); effect: lit(); consenting: c; };
utility(Ann): if(lit()) 1 else 0;
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DREAMWRIGHT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "people.world").write_text("entity Ann : character;")
    path = tmp_path / "small.world"
    path.write_text(WORLD)
    return path


def actions(program: Program) -> list[str]:
    engine = Engine(program)
    return [program.events[a].name for a in engine.possible_actions(engine.initial)]


def kept() -> list[Path]:
    return sorted(cache_folder().glob("*.program"))


def test_kept_program_does_the_same(world: Path) -> None:
    """A program from the cache behaves as the one that was grounded."""
    first = load_program(world)
    assert len(kept()) == 1
    assert actions(load_program(world)) == actions(first) == ["light(Ann)"]


@pytest.mark.parametrize("name", ["small.world", "people.world"])
def test_changed_source_is_noticed(world: Path, name: str) -> None:
    """An edit of the file, or of one it imports, is seen at once."""
    load_program(world)
    edited = world.parent / name
    edited.write_text(edited.read_text() + "\nentity Bo : character;")
    assert actions(load_program(world)) == ["light(Ann)", "light(Bo)"]


@pytest.mark.parametrize("content", [b"", b"\x80\x05nonsense", b"\x80\x05]."])
def test_broken_file_is_passed_over(world: Path, content: bytes) -> None:
    """A kept file that is torn or not ours is replaced."""
    load_program(world)
    kept()[0].write_bytes(content)
    assert actions(load_program(world)) == ["light(Ann)"]
    assert kept()[0].stat().st_size > len(content)


def test_no_folder_no_cache(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, worlds load as ever."""
    monkeypatch.setenv("DREAMWRIGHT_CACHE", str(world))  # a file, not a folder
    assert actions(load_program(world)) == ["light(Ann)"]


def test_changed_code_is_noticed(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other code has kept is not used, so that nobody who works on grounding is shown yesterday's."""
    first = load_program(world)
    monkeypatch.setattr("dreamwright.grounding.cache._code", lambda: "other code")
    assert actions(load_program(world)) == actions(first)
    assert b"other code" in kept()[0].read_bytes()
