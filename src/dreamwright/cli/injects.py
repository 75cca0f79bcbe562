"""`dreamwright injects`: the list of what is fed into an exercise, checked, shown, and written as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dreamwright.cli.worlds import locate
from dreamwright.dream import load_stage
from dreamwright.errors import DreamwrightError
from dreamwright.exercise import Inject, InjectList, injects_of, read_injects, time_written, written
from dreamwright.grounding import Program, load_program
from dreamwright.language.files import read_source
from dreamwright.story import Clock

STANDARD_OUTPUT = "-"


def show_injects(named: str, table: str | None, output: str | None) -> int:
    """Check the injects of a stage (or those of another table, for a stage or a world), and show them, or write them to
    a file. Raises DreamwrightError: inject-none, and what is wrong with them; file-unwritable.
    """
    path = locate(named, stages=True)
    title, program, found = _of_stage(path, table) if path.suffix == ".stage" else _of_world(path, table)
    for warning in found.warnings:
        print(warning.render(), end="\n\n", file=sys.stderr)
    clock = Clock(program.world.start)
    if output is None:
        print(f"{title}: {_summary(found.injects)}")
        for number, inject in enumerate(found.injects, 1):
            print("\n".join(("", *_lines(number, inject, clock))))
    elif output == STANDARD_OUTPUT:
        sys.stdout.write(written(found.injects, clock))
    else:
        _write(Path(output), written(found.injects, clock))
        print(f"{output}: {_summary(found.injects)}")
    return 0


def _of_stage(path: Path, table: str | None) -> tuple[str, Program, InjectList]:
    stage = load_stage(path)
    program = stage.layers[0].program
    if table is not None:
        return stage.title, program, read_injects(read_source(Path(table), table), program, stage.limits.lines)
    if stage.injects is None:
        raise DreamwrightError.of(
            "inject-none",
            f"'{path.name}' names no list of injects",
            hint="`injects: FILE.csv` in the stage, or `--list`",
        )
    return stage.title, program, injects_of(stage)


def _of_world(path: Path, table: str | None) -> tuple[str, Program, InjectList]:
    if table is None:
        raise DreamwrightError.of(
            "inject-none", f"'{path.name}' is a world, which has no list of injects", hint="give one: `--list FILE.csv`"
        )
    program = load_program(path)
    return program.world.title or path.stem, program, read_injects(read_source(Path(table), table), program)


def _summary(injects: Sequence[Inject]) -> str:
    expected = sum(len(inject.expected) for inject in injects)
    objectives = len({inject.objective for inject in injects if inject.objective})
    counted = ((len(injects), "inject"), (expected, "expected action"), (objectives, "objective"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counted)


def _lines(number: int, inject: Inject, clock: Clock) -> Iterator[str]:
    yield f"{number:>3}  {time_written(inject.minute, clock)}  {inject.event}"
    ways = (inject.channel, inject.sender and f"from {inject.sender}", inject.receiver and f"to {inject.receiver}")
    if any(ways):
        yield f"     by: {' '.join(way for way in ways if way)}"
    for expected in inject.expected:
        yield f"     expected: {expected}"
    if inject.objective:
        yield f"     objective: {inject.objective}"
    for name, text in inject.others:
        yield f"     {name}: {text}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error
