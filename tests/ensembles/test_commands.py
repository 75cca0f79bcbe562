"""The commands: what they print, write and refuse."""

import re
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from dreamwright.cli.main import app
from ensembles.worlds import HARBOUR, laid_out


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMWRIGHT_CHRONICLE", str(tmp_path / "kept.chronicle"))
    laid_out(tmp_path)
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


ASKED = ("--runs", "4", "--days", "2", "--workers", "1", "--measure", "storms()", "--first", "sinks=sunk()")


def test_ensemble_says_what_it_came_to(run, tmp_path):
    """The summary names every combination and effect."""
    said = run("ensemble", "harbour.world", *ASKED, "--vary", "watch()=0..1", "-o", "out.parquet").stdout
    assert re.search(r"watch\(\) = 0 +mean [\d.]+ \[[\d.]+, [\d.]+\]; median", said)
    assert "watch(): 1 instead of 0:" in said
    assert said.endswith("out.parquet: 8 runs\n")
    assert (tmp_path / "out.parquet").is_file()


def test_report_is_one_page(run, tmp_path):
    """The page holds its pictures, asks nothing of anybody else, and is the same each time."""
    run("ensemble", "harbour.world", *ASKED, "--every", "12", "--measure", "where=at(Ada)", "-o", "out.parquet")
    run("report", "out.parquet", "--svg", "pictures")
    page = (tmp_path / "out.html").read_text()
    assert page.count("<svg") == len(list((tmp_path / "pictures").glob("*.svg"))) == 4
    assert not re.search(r"(src|href)=\"(?!#)|url\((?!#)|@import", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for picture in (tmp_path / "pictures").glob("*.svg"):
        ElementTree.parse(picture)
    run("report", "out.parquet", "-o", "again.html", "--png", "both", "--svg", "both")
    assert {picture.suffix for picture in (tmp_path / "both").iterdir()} == {".png", ".svg"}
    assert (tmp_path / "again.html").read_text() == page


def without_files(said):
    return [line.split(": `dreamwright open")[0] for line in said.splitlines()]


def test_compare_pairs_runs(run, tmp_path):
    """Two versions of a world, run with the same seeds: what changed, and where to read of it."""
    (tmp_path / "new.world").write_text(HARBOUR.replace("rate: 2", "rate: 6"))
    for name in ("harbour", "new"):
        run("ensemble", f"{name}.world", *ASKED, "-o", f"{name}.parquet")
    said = run("compare", "harbour.parquet", "new.parquet").stdout
    assert "4 pairs of runs; in 0 of them the same happened" in said
    assert re.search(r"storms\(\) \(in the end\)\n  mean [\d.]+, then [\d.]+: \+", said)
    assert "`dreamwright open harbour.parquet" in said
    by_worlds = run("compare", "harbour.world", "new.world", *ASKED).stdout
    assert without_files(by_worlds) == without_files(said)
    assert "edited: harbour.world: +1 -1 lines" in said
    same = run("compare", "harbour.parquet", "harbour.parquet").stdout
    assert "in 4 of them the same happened" in same


@pytest.mark.parametrize("world", ["harbour.world", "dream.stage"])
def test_any_run_can_be_opened(run, world):
    """A run of an ensemble, with what was varied in it, is a kept story that replays to its hash."""
    run("ensemble", world, *ASKED, "--vary", "watch()=0..1", "-o", "out.parquet")
    said = run("open", "out.parquet", "5").stdout
    assert said.startswith("out-5-1: ")
    assert "come out the same" in run("replay", "--verify", "out-5-1").stdout


def test_what_is_refused(run, tmp_path):
    """Files that hold no results, and results that are there already."""
    from dreamwright.errors import DreamwrightError

    (tmp_path / "no.parquet").write_text("nothing")
    for words in (("report", "no.parquet"), ("report", "none.parquet"), ("open", "no.parquet", "1")):
        with pytest.raises(DreamwrightError, match="ensemble-file"):
            run(*words)
    run("ensemble", "harbour.world", *ASKED, "-o", "out.parquet")
    with pytest.raises(DreamwrightError, match="ensemble-there"):
        run("ensemble", "harbour.world", *ASKED, "-o", "out.parquet")
    with pytest.raises(DreamwrightError, match="it is a folder"):
        run("ensemble", "harbour.world", *ASKED, "-o", ".")
    for words in (("--days", "inf"), ("--days", "nan"), ("--runs", "0"), ("--every", "inf"), ("--precision", "-1")):
        refused = run("ensemble", "harbour.world", *ASKED, *words, "-o", "other.parquet")
        assert refused.exit_code == 2
        assert words[0] in refused.stderr
    with pytest.raises(DreamwrightError, match="ensemble-none"):
        run("open", "out.parquet", "99")
