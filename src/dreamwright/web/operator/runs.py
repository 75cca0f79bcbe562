"""What operators and observers are sent about runs: those in the chronicle, and how the live story has branched."""

from __future__ import annotations

from typing import Literal

from dreamwright.web.operator.views import Belief, Side
from dreamwright.web.wire import Wire


class Branch(Wire):
    """A branch of a run: which other it begins in and after how many of that one's records, and how many entries it
    has come to."""

    label: str
    parent: str | None
    fork: int
    length: int


class Run(Wire):
    """A run in the chronicle, with all its branches, each after the one that it begins in."""

    name: str
    title: str
    is_dream: bool
    subject: str | None
    """Whom a person played."""
    seed: int
    created: str
    """When, in ISO 8601; empty if that is not known."""
    branches: list[Branch]
    damaged: str = ""
    """What is wrong with it, if it cannot be read."""
    is_live: bool = False
    """Whether it is the run of the story that one has been invited to."""


class Runs(Wire):
    """The runs in the chronicle, the latest first, and how many there are before those."""

    runs: list[Run]
    more: int


class Line(Wire):
    """An entry of a run in words. `layer`: where it lies, in a dream of several."""

    number: int
    time: str
    layer: str
    text: str


class Opened(Wire):
    """A branch that was opened: some of its entries, and how it stands at its end."""

    branch: Branch
    title: str
    lines: list[Line]
    end: Side


class Compared(Wire):
    """Two branches beside each other: how many entries they share (None: one is all of the other, or they are the
    same), what came after that in each, how each stands at its end, and what is truly so there and is not the same."""

    one: Opened
    other: Opened
    shared: int | None
    beliefs: list[Belief]
    more: int
    elsewhere: bool
    """Whether they end in different layers, or are of different worlds, so that what is so cannot be compared."""


Kind = Literal["beginning", "parting", "live", "unmade", "kept", "what-if"]
"""parting: where others branch off. live: the story as it stands. unmade: what was taken back. kept: another branch in
the chronicle. what-if: somebody's scratch branch."""


class Twig(Wire):
    """A point in the tree of what was, is and might be. `parent`: the key of the one before it. `run`: the label of a
    kept branch. `depth`: how many partings away from the live story it lies."""

    key: str
    parent: str | None
    kind: Kind
    depth: int
    time: str
    text: str
    run: str = ""


class Tree(Wire):
    """How the live story has branched, and its run in the chronicle, if it has one."""

    run: str | None
    twigs: list[Twig]
