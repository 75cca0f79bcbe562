"""The documentation says what is the case: snippets run, lists are complete, generated pages are fresh."""

import re
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
