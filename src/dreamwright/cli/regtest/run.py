"""Playing the tests of a test file, and telling what failed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol

from dreamwright.cli.regtest.script import Check, Script, Step, Test, read_script
from dreamwright.cli.worlds import bundled, locate
from dreamwright.errors import DreamwrightError, Source
from dreamwright.language.texts import read_text


class Game(Protocol):
    """What a test plays: it answers each command with the lines it says."""

    @property
    def over(self) -> bool: ...

    def start(self) -> list[str]: ...

    def enter(self, command: str) -> list[str]: ...


@dataclass(slots=True)
class Failure:
    """One failed check: after which command, and why."""

    check: Check
    command: str | None
    reason: str

    def __str__(self) -> str:
        where = f"after '> {self.command}'" if self.command is not None else "at the start"
        return f"{self.check.span}: {self.check.span.text}\n    {self.reason} {where}"


@dataclass(slots=True)
class Report:
    """What came of one test."""

    failures: list[Failure] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)


def play_test(test: Test, script: Script, game: Game, *, vital: bool = False) -> Report:
    """Play one test in a fresh game; `vital`: end at the first failure."""
    report = Report()
    for command, checks in _commands(test, script):
        if command is not None and game.over:
            report.transcript.append(f"> {command}")
            lines = ["(The game is over.)"]
        else:
            lines = game.start() if command is None else game.enter(command)
            report.transcript += [*([f"> {command}"] if command is not None else []), *lines]
        for check in checks:
            reason = check.failure(lines)
            if reason is None:
                continue
            report.failures.append(Failure(check, command, reason))
            report.transcript.append(f"*** {check.span.text}: {reason}")
            if vital or check.vital:
                return report
    return report


def _commands(test: Test, script: Script) -> Iterator[tuple[str | None, Sequence[Check]]]:
    """Every command with its checks: the start, the precommands, the test's own with inclusions opened."""
    yield None, test.steps[0].checks
    for command in (*script.precommands, *test.precommands):
        yield command, ()
    yield from _opened(test.steps[1:], script)


def _opened(steps: Sequence[Step], script: Script) -> Iterator[tuple[str | None, Sequence[Check]]]:
    for step in steps:
        if step.include is not None:
            yield from _opened(script.tests[step.include].steps[1:], script)
        else:
            yield step.command, step.checks


def run_files(
    files: Sequence[Path], only: Sequence[str], *, list_only: bool = False, vital: bool = False, verbose: bool = False
) -> int:
    """Run the chosen tests of the files; the exit code: 1 if any failed or none was found."""
    played = failed = 0
    for file in files:
        script = read_script(Source(str(file), read_text(file)))
        for test in _chosen(script, only):
            print(f"* {test.name}", flush=True)
            played += 1
            if not list_only:
                report = play_test(test, script, _game(script, test, file), vital=vital)
                _print_report(report, verbose)
                failed += bool(report.failures)
    if not played:
        print(f"error[no-tests]: no test fits {', '.join(only)}", file=sys.stderr)
        return 1
    if list_only:
        return 0
    print(f"{played} tests: {played - failed} passed, {failed} failed" if failed else f"{played} tests passed")
    return int(failed > 0)


def _chosen(script: Script, only: Sequence[str]) -> list[Test]:
    """The tests that a pattern names; partial ones only by more than `*`."""
    return [
        test
        for test in script.tests.values()
        if any(fnmatchcase(test.name, pattern) and not (test.partial and pattern == "*") for pattern in only)
    ]


def _print_report(report: Report, verbose: bool) -> None:
    if verbose:
        print("\n".join(f"  {line}" for line in report.transcript))
    for failure in report.failures:
        print(f"  {failure}")


def _game(script: Script, test: Test, file: Path) -> Game:
    """A fresh game as the file and the test set it: a world beside the test file, or a bundled one."""
    from dreamwright.playing.opening import SilentGame

    settings = {**script.settings, **test.settings}
    if "world" not in settings:
        raise DreamwrightError.of(
            "test-world", f"test '{test.name}' says no world to play", hint="add `** world: nightfall`", span=test.span
        )
    named = settings["world"]
    beside = file.parent / named
    path = locate(named) if named in bundled() and not beside.is_file() else locate(str(beside))
    return SilentGame(path, settings.get("as"), int(settings.get("seed", "0")))
