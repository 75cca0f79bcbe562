"""The snippets of a documentation page, and how each kind is put to the test.

The first word after a fence says what the block is, the second names a file in the page's own folder of work:

- `world FILE`: is appended to FILE, which must load and ground after each such block without an error or a warning;
- `text FILE`, `python FILE`: is written to FILE;
- `console`: each line beginning with `$ ` is run, and what follows is what it prints (`...` is anything);
- anything else is only read.

`python tests/pages.py PAGE...` writes what commands print now into their blocks, where these say something else.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamwright.grounding import ground
from dreamwright.language import load

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIME = re.compile(r"\d+\.\d s(?=,|\)?$)", re.MULTILINE)
"""How long something took, before a comma or the end of a line; it is never twice the same."""
PATIENCE = 60
"""Seconds for one command."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind, its file if it names one, its body, and where it stands in the page."""

    kind: str
    file: str | None
    body: str
    line: int
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page that have a kind, in order; `start` and `end` enclose the body."""
    return [
        Block(match[1], match[2], match[3], page.count("\n", 0, match.start()) + 1, match.start(3), match.end(3))
        for match in FENCE.finditer(page)
    ]


def turns(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it is said to print."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run(command: str, folder: Path) -> str:
    """What a command prints, on both streams, in a plain terminal eighty columns wide."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment |= {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    environment["DREAMWRIGHT_CHRONICLE"] = str(folder / ".chronicle" / "chronicle.db")
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def agree(said: str, printed: str) -> bool:
    """Whether output is what the page says: a line `...` stands for any lines, and inside a line for any text."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(re.escape("..."), ".*") + r"\n"
        for line in said.splitlines()
    )
    return re.fullmatch(rf"{pattern}\n*", printed) is not None


def prepare(block: Block, folder: Path) -> None:
    """Do what a block asks for before anything is run: write its file, or add to it."""
    if block.file is None:
        return
    path = folder / block.file
    if block.kind == "world":
        with path.open("a") as world:
            world.write(block.body + "\n")
    else:
        path.write_text(block.body)


def try_world(path: Path) -> None:
    """Load and ground a world file; WorldError if it is not well, AssertionError if there are warnings."""
    program = ground(load(path))
    assert not program.warnings, "\n".join(warning.render() for warning in program.warnings)


def refresh(page: Path) -> None:
    """Write into the console blocks of a page what their commands print now."""
    text = page.read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        renewed = []
        rest = 0
        for block in blocks(text):
            prepare(block, folder)
            if block.kind == "console":
                renewed += [text[rest : block.start], _renewed(block.body, folder)]
                rest = block.end
    page.write_text("".join([*renewed, text[rest:]]))


def _renewed(body: str, folder: Path) -> str:
    """What is said already stays where it still agrees."""
    renewed = ""
    for command, said in turns(body):
        printed = run(command, folder)
        renewed += f"$ {command}\n" + (said if agree(said, printed) else TIME.sub("... s", f"{printed.rstrip()}\n"))
    return renewed


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        refresh(Path(argument))
