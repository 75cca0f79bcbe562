"""Whatever a path leads to, the answer is a world or a clear error; imports find their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.errors import WorldError
from dreamwright.language import load, load_text
from dreamwright.language.files import LARGEST


def refusal(path: Path | str) -> str:
    """The code of the only problem of a file."""
    with pytest.raises(WorldError) as caught:
        load(path)
    (diagnostic,) = caught.value.diagnostics
    assert Path(path).name[-200:] in diagnostic.message
    return diagnostic.code


def test_a_missing_file(tmp_path: Path) -> None:
    """A near name in the same folder is suggested."""
    (tmp_path / "nightfall.world").write_text("type place;")
    assert refusal(tmp_path / "nihgtfall.world") == "file-missing"
    with pytest.raises(WorldError, match="did you mean 'nightfall'"):
        load(tmp_path / "nihgtfall.world")
    assert refusal(tmp_path / "no" / "such.world") == "file-missing"


@pytest.mark.parametrize("name", ["a\0b.world", "x" * 5000])
def test_a_path_that_cannot_be(name: str) -> None:
    """Paths the system refuses are reported like any other."""
    assert refusal(name) == "file-unreadable"


def test_a_folder(tmp_path: Path) -> None:
    """A folder is not read."""
    assert refusal(tmp_path) == "file-unreadable"


def test_an_enormous_file(tmp_path: Path) -> None:
    """Refused by its size, before it is looked into."""
    path = tmp_path / "large.world"
    path.write_bytes(b"x" * (LARGEST + 1))
    assert refusal(path) == "file-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"type a;\0", "file-binary"),
        (b"type caf\xe9;", "file-encoding"),
        ("type a;".encode("utf-16"), "file-encoding"),
    ],
)
def test_not_a_text(tmp_path: Path, content: bytes, code: str) -> None:
    """Binary files and other encodings than UTF-8."""
    path = tmp_path / "odd.world"
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_byte_order_mark_and_any_line_ends(tmp_path: Path) -> None:
    """Files from other systems read the same, and lines count the same."""
    path = tmp_path / "marked.world"
    path.write_bytes(b"\xef\xbb\xbftype a;\r\n\r// x\rentity B : a;")
    assert load(path).entities[0].span.source.position(load(path).entities[0].span.start) == (4, 8)


def test_imports_are_relative_to_their_file_and_read_once(tmp_path: Path) -> None:
    """Two ways to one file are no clash; its declarations stand where it is first imported."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "main.world").write_text(
        'entity A : x; import "parts/b.world"; import "parts/c.world"; entity D : x; world "Main" {};'
    )
    (tmp_path / "parts" / "b.world").write_text('import "c.world"; entity B : x; world "B" {};')
    (tmp_path / "parts" / "c.world").write_text("entity C : x; property p() : boolean;")
    world = load(tmp_path / "main.world")
    assert [entity.name for entity in world.entities] == ["A", "C", "B", "D"]
    assert [Path(source.name).name for source in world.sources] == ["main.world", "b.world", "c.world"]
    assert world.title == "Main"


def test_errors_in_imported_files_name_them(tmp_path: Path) -> None:
    """The place of a problem is in the file that has it."""
    (tmp_path / "main.world").write_text('import "part.world"; p();')
    (tmp_path / "part.world").write_text("type a\ntype b;")
    with pytest.raises(WorldError) as caught:
        load(tmp_path / "main.world")
    assert [Path(d.span.source.name).name for d in caught.value.diagnostics if d.span] == ["part.world"]


def test_a_file_that_imports_itself(tmp_path: Path) -> None:
    """The shortest circle."""
    (tmp_path / "main.world").write_text('import "main.world";')
    with pytest.raises(WorldError, match="import-cycle"):
        load(tmp_path / "main.world")


@pytest.mark.parametrize("path", ["std:../std/common", "std:", "std:a/b", "no\\\\such", "std:nothing"])
def test_the_standard_library_is_one_folder(path: str) -> None:
    """`std:` leads to bundled files only."""
    with pytest.raises(WorldError, match="import-missing"):
        load_text(f'import "{path}";')


def test_utilities_of_one_character_in_two_files_clash(tmp_path: Path) -> None:
    """Within one file the last counts; across files it is an error."""
    (tmp_path / "main.world").write_text('import "part.world"; entity Ann : character; utility(Ann): 1;')
    (tmp_path / "part.world").write_text("utility(Ann): 2;")
    with pytest.raises(WorldError, match="import-clash"):
        load(tmp_path / "main.world")
