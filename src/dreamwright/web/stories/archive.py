"""The runs of the chronicle as operators read them: listed, opened, compared; their debriefs, and their files.

Nobody is asked to think again for it: a branch is told again from its records, in engines of the archive's own. What
was read last is kept in mind, so that one may leaf through it. For one thread.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from dreamwright.chronicle import Agreement, Branch, Chronicle, Telling
from dreamwright.chronicle import Run as KeptRun
from dreamwright.chronicle.exchange import export_run
from dreamwright.chronicle.verify import first_difference
from dreamwright.debrief import as_html, debrief_of, dream_debrief_of
from dreamwright.dream import Happened, Unmade
from dreamwright.dream.keep import read_dream, stage_of
from dreamwright.dream.stage import Stage
from dreamwright.engine import Engine, LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program
from dreamwright.language.world import Entity
from dreamwright.story import Story
from dreamwright.voices import Narrator
from dreamwright.voices.happened import HappenedTeller
from dreamwright.web.operator import runs as wire
from dreamwright.web.operator.views import Side
from dreamwright.web.stories.minds import compared
from dreamwright.web.stories.told import Record, is_worth_telling, level_after, place_of, title_of, when

MOST_RUNS = 200
"""Runs that are listed, the latest."""
MOST_ENTRIES = 20_000
"""Entries of a branch that is opened here."""
PAGE = 200
"""Lines that are shown of it at once."""
MOST_FOLLOWED = 60
"""Lines of each of two branches that are shown from where they part."""
MOST_BELIEFS = 60
IN_MIND = 4
"""Branches, and worlds, that are kept in mind."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Account:
    """A branch told again: a line for each entry (of one that is not worth telling, without text), how it ends, whose
    story it was there (`subject`) and what is true (`node`)."""

    title: str
    lines: list[wire.Line]
    end: Side
    engine: Engine
    subject: Entity | None
    node: int


class Archive:
    """Reads one chronicle."""

    def __init__(self, chronicle: Chronicle) -> None:
        self._chronicle = chronicle
        self._accounts = _Recent[tuple[str, str], Account]()
        self._stages = _Recent[str, Stage]()
        self._engines = _Recent[tuple[str, int], LeveledEngine]()

    # ------------------------------------------------------------------------------------------ listing
    def runs(self, live: str | None) -> wire.Runs:
        """All runs, the latest first. `live`: the name of the one that goes on here."""
        found = self._chronicle.runs()[::-1]
        return wire.Runs(runs=[self._listed(run, live) for run in found[:MOST_RUNS]],
                         more=max(0, len(found) - MOST_RUNS))  # fmt: skip

    def _listed(self, run: KeptRun, live: str | None) -> wire.Run:
        setting = run.setting
        title, branches, damaged = run.name, [], ""
        try:
            found = self._chronicle.branches(run)
            title = self._chronicle.source(found[0].world).title
            branches = [_branch(branch) for branch in found]
        except DreamwrightError as error:  # the others may be well
            damaged = error.diagnostics[0].message
        return wire.Run(
            name=run.name,
            title=title,
            is_dream=setting.agreed is not None,
            subject=setting.subject,
            seed=setting.seed,
            created=run.created,
            branches=branches,
            damaged=damaged,
            is_live=run.name == live,
        )

    def branches(self, run: str) -> list[wire.Branch]:
        """The branches of a run."""
        return [_branch(branch) for branch in self._chronicle.branches(self._chronicle.find(run).run)]

    # ------------------------------------------------------------------------------------------ opening
    def opened(self, label: str, before: int | None = None) -> wire.Opened:
        """A branch, and its entries up to the one numbered `before` (None: to the last).

        Raises DreamwrightError, ValueError.
        """
        branch = self._chronicle.find(label)
        account = self._account(branch)
        stop = len(account.lines) if before is None else min(before, len(account.lines))
        return _opened(branch, account, account.lines[max(0, stop - PAGE) : stop])

    def debrief(self, label: str) -> str:
        """What its subject lived through, and beside it what really happened, as one HTML page that stands alone."""
        branch = self._chronicle.find(label)
        _see_whether_it_is_short(branch)
        return as_html(debrief_of(branch) if branch.setting.agreed is None else dream_debrief_of(branch))

    def export(self, label: str) -> bytes:
        """The run with all its branches, as `dreamwright import` reads it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "run"
            export_run(self._chronicle, self._chronicle.find(label).run, path)
            return path.read_bytes()

    # ------------------------------------------------------------------------------------------ comparing
    def compared(self, label: str, other_label: str) -> wire.Compared:
        """Two branches beside each other. Raises DreamwrightError, ValueError."""
        one, other = self._chronicle.find(label), self._chronicle.find(other_label)
        first, second = self._account(one), self._account(other)
        shared = first_difference(one, other)
        start = min(len(first.lines), len(second.lines)) if shared is None else shared
        same_world = one.world == other.world and first.subject is not None and first.subject is second.subject
        beliefs = []
        if same_world and first.subject is not None:
            narrator = Narrator(first.engine.program.world)
            ends = (first.engine, first.node), (second.engine, second.node)
            beliefs = [b for b in compared(first.engine, narrator, first.subject, *ends) if b.differs]
        follow = slice(start, start + MOST_FOLLOWED)
        return wire.Compared(
            one=_opened(one, first, first.lines[follow]),
            other=_opened(other, second, second.lines[follow]),
            shared=shared,
            beliefs=beliefs[:MOST_BELIEFS],
            more=max(0, len(beliefs) - MOST_BELIEFS),
            elsewhere=not same_world,
        )

    # ------------------------------------------------------------------------------------------ telling again
    def _account(self, branch: Branch) -> Account:
        _see_whether_it_is_short(branch)
        read = self._of_dream if branch.setting.agreed is not None else self._of_story
        return self._accounts.get((branch.label, branch.hash), lambda: read(branch))

    def _of_dream(self, branch: Branch) -> Account:
        stage = self._stages.get(branch.world, lambda: replace(stage_of(branch), engines={}))
        dream = read_dream(branch, stage)
        record, level = Record(dream), dream.visited[0]
        lines = [wire.Line(number=0, time="", layer="", text=_heading(branch))]
        for number, event in enumerate(dream.events, 1):
            level = level_after(event, level)
            where = event.level if isinstance(event, Happened | Unmade) else level
            layer = title_of(where) if len(stage.layers) > 1 else ""
            text = record.text(event) if where is level or is_worth_telling(event) else ""  # who sleeps waits
            lines.append(wire.Line(number=number, time=record.time(event, level), layer=layer, text=text))
        top = dream.top
        end = _end_of(top.story, top.engine, top.layer.subject, dream.ending)
        return Account(stage.title, lines, end, top.engine, top.layer.subject, top.story.node)

    def _of_story(self, branch: Branch) -> Account:
        key = branch.world, branch.setting.depth
        engine = self._engines.get(key, lambda: LeveledEngine(self._program(branch), branch.setting.depth))
        story = Telling(branch, engine).story()
        world, teller = engine.program.world, HappenedTeller(engine)
        lines = [wire.Line(number=happening.index, time=when(story.clock.time(happening.minute)), layer="",
                           text=" ".join(teller.lines(happening))) for happening in story.happenings]  # fmt: skip
        subject = None if story.subject is None else world.entities[story.subject]
        return Account(
            world.title or branch.run.name, lines, _end_of(story, engine, subject), engine, subject, story.node
        )

    def _program(self, branch: Branch) -> Program:
        return self._chronicle.source(branch.world).program()


class _Recent(Generic[K, V]):
    """What was asked for last."""

    def __init__(self) -> None:
        self._known: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        if key not in self._known:
            self._known[key] = make()
        self._known.move_to_end(key)
        if len(self._known) > IN_MIND:
            self._known.popitem(last=False)
        return self._known[key]


def _see_whether_it_is_short(branch: Branch) -> None:
    if branch.length > MOST_ENTRIES:
        raise ValueError(f"that is too long to be read here: `dreamwright show {branch.label}` reads it")


def _branch(branch: Branch) -> wire.Branch:
    parent = None if branch.parent is None else branch.parent.label
    return wire.Branch(label=branch.label, parent=parent, fork=branch.parent_length, length=branch.length)


def _opened(branch: Branch, account: Account, lines: list[wire.Line]) -> wire.Opened:
    told = [line for line in lines if line.text]
    return wire.Opened(branch=_branch(branch), title=account.title, lines=told, end=account.end)


def _heading(branch: Branch) -> str:
    agreed = branch.setting.agreed or Agreement()
    limits = [f"never {tag}" for tag in agreed.lines] + [f"{tag} out of sight" for tag in agreed.veils]
    within = f", within limits: {', '.join(limits)}" if limits else ""
    return f"A dream, seed {branch.setting.seed}{within}."


def _end_of(story: Story, engine: Engine, subject: Entity | None, ending: str | None = None) -> Side:
    """How it stands. What the subject suspects there would have to be thought through again: the debrief tells it."""
    place = "" if subject is None else place_of(engine, subject, story.node)
    return Side(now=f"{story.now:%A, %H:%M}", place=place, suspicion=None, mood="", ending=ending, happened=[])
