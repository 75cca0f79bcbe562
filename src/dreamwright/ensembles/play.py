"""One run, and a batch of them: from a job and a seed to a row. Pure: no row depends on what else was run, or where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from dreamwright import __version__
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.dream import Dream, Happened, Moved, Stage, load_stage
from dreamwright.dream.keep import source_of
from dreamwright.dream.stage import Engines
from dreamwright.engine import LeveledEngine
from dreamwright.ensembles.job import Job, Run, Way
from dreamwright.ensembles.variants import varied
from dreamwright.ensembles.watching import Probe, Probes, Watch
from dreamwright.errors import DreamwrightError, WorldError
from dreamwright.exercise import Exercise
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.garbage import uncollected
from dreamwright.grounding.without import without
from dreamwright.planning.motives import renewed
from dreamwright.sifting import find_pattern
from dreamwright.story import Story

Row = dict[str, Any]

MOST_NODES = 150_000
"""States that an engine may hold when a run begins; with more, the next run gets a fresh one. Runs share an engine
since what one has thought through the next need not, and it changes nothing else."""

KEPT_VARIANTS = 16
"""How many worlds a process keeps open."""


def open_source(path: Path) -> WorldSource:
    """All texts of a world's or stage's file. Raises WorldError or StageError if it is not well."""
    return source_of(load_stage(path)) if path.suffix == ".stage" else WorldSource.of(load_program(path).world)


@contextmanager
def loaded(source: WorldSource) -> Iterator[Program | Stage]:
    """The program of a world, or the stage."""
    with source.laid_out() as (main, standard):
        yield load_stage(main, standard) if main.suffix == ".stage" else load_program(main, standard)


def source_for(job: Job, values: Sequence[str]) -> WorldSource:
    """The source with a value for each factor of a job. Raises DreamwrightError (ensemble-vary)."""
    return varied(job.source, _mains(job), job.factors, values) if job.factors else job.source


@lru_cache(maxsize=4)
def _mains(job: Job) -> Mapping[str, str]:
    """For each layer the name of its world's main file; a world alone is the layer ""."""
    if not job.is_stage:
        return {"": job.files[0][0]}
    names = {text: name for name, text in job.files}
    with loaded(job.source) as stage:
        assert isinstance(stage, Stage)
        return {layer.name: names[layer.program.world.sources[0].text] for layer in stage.layers}


# ------------------------------------------------------------------------------------------------ batches
def play_batch(job: Job, runs: Sequence[Run]) -> list[Row]:
    """The rows of some runs. Raises DreamwrightError, also if this is not the version of the job."""
    if job.version != __version__:
        raise DreamwrightError.of(
            "ensemble-different", f"a worker has Dreamwright {__version__}, and the runs are asked of {job.version}"
        )
    return [play_run(job, run) for run in runs]


def play_run(job: Job, run: Run) -> Row:
    """The row of one run."""
    values = job.values(run)
    with uncollected():
        measured = variant(job, values).run(run.seed)
    factors = dict(zip((f.target for f in job.factors), values, strict=True))
    head = {"run": run.number, "seed": run.seed}
    return {**head, **{f.target: _cell(f.is_numeric, factors[f.target]) for f in job.factors}, **measured}


def _cell(is_numeric: bool, value: str) -> float | str:
    return float(value) if is_numeric else value


@lru_cache(maxsize=KEPT_VARIANTS)
def variant(job: Job, values: tuple[str, ...]) -> WorldVariant | StageVariant:
    """A variant, ready to be run. Raises WorldError, StageError, or DreamwrightError (ensemble-vary)."""
    try:
        with loaded(source_for(job, values)) as found:
            return StageVariant(job, found) if isinstance(found, Stage) else WorldVariant(job, found)
    except WorldError as error:
        if not values:
            raise
        first = error.diagnostics[0]
        written = ", ".join(f"{f.target}={v}" for f, v in zip(job.factors, values, strict=True))
        raise DreamwrightError.of("ensemble-vary", f"with {written}: {first.message}", hint=first.hint) from error


def check(job: Job) -> dict[str, str]:
    """What each measure that is taken in the end is: boolean, number or entity.

    Raises what any of the variants, or the measures, are wrong with, before anything is run.
    """
    kinds: dict[str, str] = {}
    for combination in range(len(job.combinations)):
        for probes in variant(job, job.values(Run(combination, combination, job.first_seed))).ready():
            kinds.update(probes.kinds)
    return kinds


# ------------------------------------------------------------------------------------------------ worlds
class WorldVariant:
    """A world that is run."""

    def __init__(self, job: Job, program: Program) -> None:
        self._job = job
        self._program = program
        self._probes: Probes | None = None

    def ready(self) -> tuple[Probes, ...]:
        """What measures a run. Raises DreamwrightError if something cannot be measured."""
        return (self._ready(),)

    def _ready(self) -> Probes:
        if self._probes is None:
            self._engine = LeveledEngine(self._program)
        elif len(self._engine.nodes) > MOST_NODES:
            self._engine = renewed(self._engine)
        else:
            return self._probes
        self._probes = Probes(self._engine, self._job.measures, self._job.until)
        return self._probes

    def story(self, seed: int) -> Story:
        """The story that a run is of."""
        return Story(self._ready().engine, seed)

    def run(self, seed: int) -> Row:
        """What is measured of the story of a seed."""
        job, story = self._job, self.story(seed)
        assert self._probes is not None
        watch = Watch(self._probes, job.every)
        watch.look(story.node, 0)
        last = min(job.minutes, story.clock.last)
        while not watch.over and (happening := story.advance(last)) is not None:
            watch.happened(happening, happening.minute)
        ended = "until" if watch.over else "time" if story.minute >= last else "over"
        minute = story.minute if watch.over else last  # where nothing more can happen, time passes all the same
        head = {"ended": ended, "minutes": minute, "happenings": watch.happenings, "story": watch.story}
        return {**head, **watch.row(minute)}


# ------------------------------------------------------------------------------------------------ stages
class StageVariant:
    """A stage on which dreams are run. A measure is about the layer that it names, or the first that it fits."""

    def __init__(self, job: Job, stage: Stage) -> None:
        self._job = job
        self._stage = stage
        self._engines: Engines = {}
        self._probes: dict[str, Probes] = {}

    def ready(self) -> tuple[Probes, ...]:
        """What measures a run. Raises DreamwrightError if something cannot be measured."""
        self._ready()
        return tuple(self._probes.values())

    def dream(self, seed: int) -> Dream:
        """The dream that a run is of."""
        self._ready()
        return Dream(replace(self._stage, engines=self._engines), seed)

    def _ready(self) -> None:
        if self._engines and sum(len(engine.nodes) for engine in self._engines.values()) <= MOST_NODES:
            return
        lines = self._stage.limits.lines
        engines = {layer.name: LeveledEngine(without(layer.program, lines)) for layer in self._stage.layers}
        self._engines = {(name, tuple(sorted(lines))): engine for name, engine in engines.items()}
        placed = [(_placed(m.text, engines, m.way), m) for m in self._job.measures]
        until = None if self._job.until is None else _placed(self._job.until, engines, "first")
        self._probes = {
            name: Probes(
                engine,
                [replace(m, text=text) for (layer, text), m in placed if layer == name],
                until[1] if until is not None and until[0] == name else None,
            )
            for name, engine in engines.items()
        }

    def run(self, seed: int) -> Row:
        """What is measured of the dream of a seed. Its minutes are those that the subject lives through."""
        minutes, dream = self._job.minutes, self.dream(seed)
        watches = {name: Watch(probes, self._job.every) for name, probes in self._probes.items()}
        exercise = Exercise(dream)
        peak, over = 0.0, False
        while not over and dream.lived < minutes:
            event = exercise.advance(dream.top.story.minute + minutes - dream.lived)
            if event is None:
                break
            minute = min(dream.lived, minutes)
            if isinstance(event, Happened):
                watches[event.level.layer.name].happened(event.happening, minute)
            elif isinstance(event, Moved) and event.entered is not None:
                watches[event.entered.layer.name].look(event.entered.story.node, minute)
            over = any(watch.over for watch in watches.values())
            peak = max(peak, dream.suspicion)
        minute = min(dream.lived, minutes)
        row: Row = {
            "ended": "until" if over else dream.ending or "time",
            "minutes": minute,
            "happenings": len(dream.events),
            "story": dream.hash[:16],
            "suspicion": dream.suspicion,
            "peak": peak,
            "layer": dream.top.layer.name,
        }
        for watch in watches.values():
            row.update(watch.row(minute))
        return row


def _placed(text: str, engines: Mapping[str, LeveledEngine], way: Way) -> tuple[str, str]:
    """The layer that an expression, or a pattern, is about, and it without the layer's name.

    Raises WorldError or DreamwrightError with what is wrong with it in the first layer, if it fits none.
    """
    layer, colon, rest = text.partition(":")
    if colon and layer.strip() in engines:
        return layer.strip(), rest.strip()
    problem: DreamwrightError | None = None
    for name, engine in engines.items():
        try:
            find_pattern(engine.program.world, text) if way == "count" else Probe(engine, text)
            return name, text
        except DreamwrightError as error:
            problem = problem or error
    assert problem is not None, "a stage has a layer"
    raise problem
