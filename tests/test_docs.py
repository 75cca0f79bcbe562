"""The documentation says what is the case: snippets run, lists are complete, generated pages are fresh."""

import ast
import re
import runpy
import tomllib

import pytest

from pages import ROOT, agree, blocks, prepare, run, try_world, turns

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_snippets(page, tmp_path):
    """Worlds in a page load and ground, and its commands print what the page says, from the first to the last."""
    for block in blocks(page.read_text()):
        place = f"{page.name}:{block.line}"
        prepare(block, tmp_path)
        if block.kind == "world" and block.file is not None:
            try_world(tmp_path / block.file)
        if block.kind == "console":
            for command, said in turns(block.body):
                printed = run(command, tmp_path)
                assert agree(said, printed), f"{place}: `{command}` prints\n{printed}\nnot\n{said}"


def test_links_lead_somewhere():
    """A relative link in a page names a file that is there."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)|<img[^>]+src=\"([^\":]+)\"", page.read_text()):
            assert (page.parent / "".join(target)).exists(), f"{page.name} links to {target}"


def floors():
    """The floors of the import contract, lowest first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [layer.strip("()") for layer in reversed(layers)]


def test_architecture_names_the_rooms():
    """The table of floors names the folders there are, in the order of the import contract."""
    page = (DOCS / "architecture.md").read_text()
    named = re.findall(r"^\| `(\w+)/?` \|", page.split("## The ideas")[0], re.MULTILINE)
    folders = {path.parent.name for path in (ROOT / "src" / "dreamwright").glob("*/*.py")}
    assert named == floors()
    assert set(named) - {"errors"} == folders


@pytest.fixture(scope="module")
def diagnostics():
    """The script that writes diagnostics.md, as a dictionary of its names."""
    return runpy.run_path(str(DOCS / "make_diagnostics.py"))


def test_diagnostics_page_is_fresh(diagnostics):
    """diagnostics.md is what `make docs` would write."""
    assert (DOCS / "diagnostics.md").read_text() == diagnostics["page"](), "run `make docs`"


def test_diagnostics_page_knows_every_code(diagnostics):
    """Every code that some call in the source names has its place on the page."""
    known = {code for codes in diagnostics["CHAPTERS"].values() for code in codes} | set(diagnostics["COMMAND_CODES"])
    assert codes_in_calls() - known == set()


def codes_in_calls():
    """What looks like a code among the first two arguments of calls that make a diagnostic."""
    makers = {"Diagnostic", "of", "problem", "warning", "_refuse", "_warning", "_problem"}
    return {
        argument.value
        for file in (ROOT / "src").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in makers
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z]+)+", str(argument.value))
    }
