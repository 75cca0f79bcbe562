"""`dreamwright check`: everything that is wrong with a world or a stage, or that can never matter in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from dreamwright.cli.worlds import locate
from dreamwright.errors import Diagnostic, DreamwrightError

_COUNTED = {
    "layers": ("layer", "layers"),
    "entities": ("entity", "entities"),
    "fluents": ("fluent", "fluents"),
    "actions": ("ground action", "ground actions"),
    "triggers": ("ground trigger", "ground triggers"),
}

MOST_TOLD = 30
"""How much of what is wrong with a script is printed. Of a file of something else every line is wrong."""


@dataclass(slots=True)
class Finding:
    """What came of checking one world; `counts` is empty if it does not load."""

    world: str
    problems: list[Diagnostic] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def of(self, severity: str) -> list[Diagnostic]:
        return [problem for problem in self.problems if problem.severity == severity]


def check_worlds(named: Sequence[str], *, strict: bool = False, as_json: bool = False) -> int:
    """Check each world and print what is found; the exit code: 1 on errors, and with `strict` on warnings."""
    failed = False
    for name in named:
        finding = check_world(name)
        failed |= bool(finding.of("error") or (strict and finding.of("warning")))
        if as_json:
            print(json.dumps(_as_data(finding), ensure_ascii=False), flush=True)
        else:
            _print(finding)
    return int(failed)


def check_world(named: str) -> Finding:
    """Everything there is to find about one world or stage."""
    finding = Finding(named)
    begun = perf_counter()
    try:
        _look_into(finding)
    except DreamwrightError as error:
        finding.problems += error.diagnostics
    finding.seconds = perf_counter() - begun
    return finding


def _look_into(finding: Finding) -> None:
    """Phase after phase; one that fails ends it, since what follows would only be about its mistakes."""
    from dreamwright.checking import check_program
    from dreamwright.engine import LeveledEngine
    from dreamwright.grounding import ground
    from dreamwright.language import load
    from dreamwright.voices import check_texts

    if finding.world.endswith(".stage"):
        _look_into_stage(finding)
        return
    world = load(locate(finding.world))
    finding.problems += [*world.warnings, *check_texts(world)]
    program = ground(world)
    finding.problems += program.warnings
    finding.counts = {
        "entities": len(world.entities),
        "fluents": len(program.fluents),
        "actions": len(program.actions),
        "triggers": len(program.triggers),
    }
    finding.problems += check_program(program)
    _ = LeveledEngine(program).initial  # raises if the initial triggers never rest


def _look_into_stage(finding: Finding) -> None:
    """A stage itself; its worlds are checked by themselves."""
    from dreamwright.dream import load_stage
    from dreamwright.exercise import injects_of

    stage = load_stage(locate(finding.world, stages=True))
    finding.problems += [*stage.warnings, *injects_of(stage).warnings]
    finding.counts = {"layers": len(stage.layers)}


def _print(finding: Finding) -> None:
    for problem in finding.problems:
        print(problem.render(), end="\n\n")
    print(f"{finding.world}: {_summary(finding)}", flush=True)


def _summary(finding: Finding) -> str:
    parts = [
        _count(len(finding.of(severity)), severity, f"{severity}s")
        for severity in ("error", "warning")
        if finding.of(severity)
    ]
    parts = parts or ["no problems"]
    counts = [_count(finding.counts[key], *words) for key, words in _COUNTED.items() if key in finding.counts]
    return f"{', '.join(parts)}; {', '.join([*counts, f'{finding.seconds:.1f} s'])}"


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _as_data(finding: Finding) -> dict[str, Any]:
    return {
        "world": finding.world,
        "errors": [_diagnostic(problem) for problem in finding.of("error")],
        "warnings": [_diagnostic(problem) for problem in finding.of("warning")],
        "counts": finding.counts,
        "seconds": round(finding.seconds, 3),
    }


def _diagnostic(problem: Diagnostic) -> dict[str, Any]:
    data: dict[str, Any] = {"code": problem.code, "message": problem.message}
    if problem.span is not None:
        line, column = problem.span.source.position(problem.span.start)
        data |= {"file": problem.span.source.name, "line": line, "column": column}
    return data | {"expected": problem.expected, "hint": problem.hint}


def check_script(world: str, script: str, *, as_json: bool = False) -> int:
    """Check a sequence of events against a world, line by line; the exit code: 1 if a line is impossible or unknown."""
    from dreamwright.checking.script import check_script as check
    from dreamwright.checking.script import lines_of
    from dreamwright.grounding import ground
    from dreamwright.language import load
    from dreamwright.language.files import read_source

    program = ground(load(locate(world)))
    source = read_source(Path(script), script)
    finding = Finding(world, check(program, source))
    if as_json:
        print(json.dumps({"script": script} | _as_data(finding), ensure_ascii=False))
        return int(bool(finding.of("error")))
    for problem in finding.problems[:MOST_TOLD]:
        print(problem.render(), end="\n\n")
    if len(finding.problems) > MOST_TOLD:
        print(f"... and {len(finding.problems) - MOST_TOLD} more", end="\n\n")
    lines = _count(len([*lines_of(source)]), "line", "lines")
    print(f"{script} in {world}: {_found(finding)} in {lines}")
    return int(bool(finding.of("error")))


def _found(finding: Finding) -> str:
    codes = [problem.code for problem in finding.problems]
    return ", ".join(f"{codes.count(code)} {code}" for code in dict.fromkeys(codes)) or "no problems"


def check_stories(named: Sequence[str], stories: int, happenings: int, *, as_json: bool = False) -> int:
    """Play stories of each world and print their plot holes; the exit code: 1 if there are any."""
    from dataclasses import asdict

    from dreamwright.checking.stories import plot_holes
    from dreamwright.grounding import ground
    from dreamwright.language import load

    failed = False
    for name in named:
        holes = plot_holes(ground(load(locate(name))), stories, happenings)
        failed |= bool(holes)
        if as_json:
            data = {"world": name, "stories": stories, "holes": [asdict(hole) for hole in holes]}
            print(json.dumps(data, ensure_ascii=False), flush=True)
            continue
        for hole in holes:
            again = f" ({hole.times} times)" if hole.times > 1 else ""
            print(f"plot hole[{hole.kind}] seed {hole.seed}, minute {hole.minute}{again}: {hole.message}")
        count = _count(len(holes), "plot hole", "plot holes") if holes else "no plot holes"
        print(f"{name}: {count} in {_count(stories, 'story', 'stories')}", flush=True)
    return int(failed)
