"""Lists of injects: what a table says is read, in whatever way a spreadsheet wrote it; what is wrong is told in place.

Every code has a tiny list that raises it, `problems/CODE.csv`, beside the message it must give, `CODE.txt`. After a
deliberate change of wording run `DREAMWRIGHT_BLESS=1 pytest tests/exercise/test_reading.py` and read what changed.
"""

from __future__ import annotations

import csv
import os
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamwright.dream import load_stage
from dreamwright.errors import Diagnostic, Source
from dreamwright.exercise import Deed, Expected, Inject, InjectError, injects_of, read_injects, written
from dreamwright.exercise.codes import INJECT_CODES
from dreamwright.exercise.table import read_table, write_table
from dreamwright.grounding import load_program
from dreamwright.language.files import bytes_source, read_source
from dreamwright.story import Clock

PROBLEMS = Path(__file__).parent / "problems"
LISTS = sorted([*PROBLEMS.glob("inject-*.csv"), *PROBLEMS.glob("inject-*.stage")])
PROGRAM = load_program(PROBLEMS / "desk.world")
CLOCK = Clock(PROGRAM.world.start)


def diagnostics_of(source: Source, lines: tuple[str, ...] = ()) -> tuple[Diagnostic, ...]:
    try:
        return read_injects(source, PROGRAM, lines).warnings
    except InjectError as error:
        return error.diagnostics


def of_stage(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(InjectError) as caught:
        injects_of(load_stage(path))
    return caught.value.diagnostics


def read(text: str) -> tuple[Inject, ...]:
    return read_injects(bytes_source(text.encode(), "my.csv"), PROGRAM).injects


# ---------------------------------------------------------------------------------------------- what is wrong
@pytest.mark.parametrize("table", LISTS, ids=[path.stem for path in LISTS])
def test_problem_is_told_in_the_blessed_words(table: Path) -> None:
    """Each problem list raises the code it is named for, in exactly the blessed words."""
    lines = ("fire",) if table.stem == "inject-line" else ()
    diagnostics = of_stage(table) if table.suffix == ".stage" else diagnostics_of(read_source(table, table.name), lines)
    told = "\n\n".join(diagnostic.render() for diagnostic in diagnostics) + "\n"
    blessed = table.with_suffix(".txt")
    if os.environ.get("DREAMWRIGHT_BLESS"):
        blessed.write_text(told, "utf-8")
    assert table.stem in {diagnostic.code for diagnostic in diagnostics}
    assert told == blessed.read_text("utf-8")


def test_every_code_has_a_list() -> None:
    """No code of lists of injects is without one that raises it."""
    assert set(INJECT_CODES) == {path.stem for path in LISTS}


def test_an_unquoted_comma_is_told_as_what_it_is() -> None:
    """`call(Bo, Ann)` without quotes falls into two cells, and the message says what to do."""
    [found] = diagnostics_of(Source("my.csv", "time,event\nday 1 09:00,call(Bo, Ann)\n"))
    assert found.hint == "put a cell that holds a comma or a semicolon in quotes"


def test_a_slip_in_the_name_of_a_column_is_warned_of() -> None:
    """A column that looks like a known one is kept, and said to mean nothing."""
    [found] = diagnostics_of(Source("my.csv", "time,event,objectve\nday 1 09:00,fire(Quay),Alarm\n"))
    assert (found.severity, found.hint) == ("warning", "did you mean 'objective'?")


@given(st.text(alphabet="time,event;\t\"'\n()_=day 1 0:fire(Quay)", max_size=80))
def test_no_table_gives_a_traceback(text: str) -> None:
    """Whatever a table holds, there is a list or a diagnosis with a place."""
    for head in ("", "time,event,expected action\n"):
        source = Source("my.csv", head + text)
        for found in diagnostics_of(source):
            assert found.code in INJECT_CODES and found.render()


# ---------------------------------------------------------------------------------------------- what spreadsheets write
PLAIN = (
    'time,event,channel,from,to,expected action,objective\n+0:30,"call(Bo, Ann)",radio,Bo,Ann Bell,"send(Ann, _)",A\n'
)

SEPARATED = """time|event|channel|from|to|expected action|objective
+0:30|call(Bo, Ann)|radio|Bo|Ann Bell|send(Ann,_)|A
"""


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\n\n,,,,,,\n"),
        PLAIN.replace("+0:30", "'+0:30"),
        PLAIN.replace("+0:30", "day 1 08:30"),
        PLAIN.replace("+0:30", "Day  1 8:30"),
        PLAIN.replace("+0:30", "2027-03-01 08:30"),
        PLAIN.replace("time,event", " TIME ,Event").replace("expected action", "Expected_Action"),
        "sep=;\n" + SEPARATED.replace("|", ";"),
        SEPARATED.replace("|", "\t").rstrip(),
        'objective,to,from,channel,event,time,expected action\n'
        'A,Ann Bell,Bo,radio,"call(Bo, Ann)",+0:30,"send(Ann, _)"\n',
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_was_saved(text: str) -> None:
    """Byte order mark, line ends, empty rows, separators, order and spelling of headings make no difference."""
    assert read(text) == (
        Inject(30, "call(Bo, Ann)", "radio", "Bo", "Ann Bell", (Expected((Deed("send", ("Ann", "_")),)),), "A"),
    )


def test_what_is_expected_can_be_one_of_several_within_a_time_or_before() -> None:
    """`or`, `within`, `or before` and `;` are read, in any letters, and minutes are the unit."""
    [inject] = read(
        'time,event,expected action\n+1:00,fire(Quay),"send(Ann, Quay) OR send(Ann, Mill) within 2 hours or before;'
        '\nput_out(_, Quay) within 45 minutes"\n'
    )
    quay, mill = Deed("send", ("Ann", "Quay")), Deed("send", ("Ann", "Mill"))
    assert inject.expected == (Expected((quay, mill), 120, True), Expected((Deed("put_out", ("_", "Quay")),), 45))


def test_columns_that_mean_nothing_here_are_kept() -> None:
    """A column for the controllers' own use survives."""
    [inject] = read("No.,time,event,Remarks\n7,+1:00,fire(Quay),ask Bo first\n")
    assert inject.others == (("No.", "7"), ("Remarks", "ask Bo first"))
    assert read(written([inject], CLOCK)) == (inject,)


# ---------------------------------------------------------------------------------------------- written and read again
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\"',;=+-@\t"), max_size=12).map(
    str.strip
)
deeds = st.sampled_from([Deed("send", ("Ann", "_")), Deed("send", ("_", "Mill")), Deed("put_out", ("Bo", "Quay"))])
expectations = st.builds(
    Expected,
    st.lists(deeds, min_size=1, max_size=3).map(tuple),
    st.none() | st.integers(1, 100_000),
    st.booleans(),
)
injects = st.builds(
    Inject,
    st.integers(0, 100_000),
    st.sampled_from(["fire(Quay)", "fire(Mill)", "gust()"]),
    cells,
    cells,
    cells,
    st.lists(expectations, max_size=3).map(tuple),
    cells,
    cells.map(lambda text: (("Remarks", text),) if text else ()),
)


@given(st.lists(injects, max_size=5).map(tuple))
def test_a_list_that_is_written_and_read_is_the_same_list(found: tuple[Inject, ...]) -> None:
    """Export and import are each other's inverse."""
    assert read(written(found, CLOCK)) == found


@given(st.lists(injects, max_size=5))
def test_nothing_that_is_written_is_a_formula(found: list[Inject]) -> None:
    """No cell begins with what a spreadsheet would run."""
    for row in csv.reader(StringIO(written(found, CLOCK))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=4))
def test_tables_are_read_as_the_standard_library_reads_them(rows: list[list[str]]) -> None:
    """The reader that knows places agrees with the one that does not."""
    rows = [["head", "of it"], *rows]
    text = write_table(rows)
    expected = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text))]
    found = [[cell.text for cell in row] for row in read_table(Source("my.csv", text))]
    harmless = [[cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@") else cell for cell in row]
                for row in expected]  # fmt: skip
    assert found == [row for row in harmless if any(row)]
