"""The RegTest format: reading test files and judging answers, on a game that answers by rote."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dreamwright.cli.regtest.run import play_test
from dreamwright.cli.regtest.script import Script, read_script
from dreamwright.errors import DreamwrightError, Source

TEXT = """\
# a comment
** world: somewhere
** seed: 3
** precommand: stand up

* echoes
Welcome
> say hello hello
hello
/h[aeiou]llo
!goodbye
{count=2} hello
{invert} /^hello
>{include} -part

* -part
> go
you say: go
"""


class Echo:
    """A game that says what it is told, until told to quit."""

    over = False

    def start(self) -> list[str]:
        return ["Welcome"]

    def enter(self, command: str) -> list[str]:
        self.over = command == "quit"
        return ["", f"you say: {command}"]


def script(text: str) -> Script:
    return read_script(Source("t.regtest", text))


def failures(text: str, vital: bool = False) -> list[str]:
    read = script(text)
    return [f.reason for f in play_test(read.tests["t"], read, Echo(), vital=vital).failures]


def test_whole_file() -> None:
    """Settings, precommands, inclusions and every kind of check."""
    read = script(TEXT)
    assert read.settings == {"world": "somewhere", "seed": "3"}
    report = play_test(read.tests["echoes"], read, Echo())
    assert not report.failures
    assert [line for line in report.transcript if line.startswith(">")] == ["> stand up", "> say hello hello", "> go"]
    assert read.tests["-part"].partial


@pytest.mark.parametrize(
    ("checks", "reasons"),
    [
        (["y"], []),
        (["zebra"], ["not found"]),
        (["!y"], ["found, and should not be"]),
        (["!/^y.u"], ["found, and should not be"]),
        (["{count=3} b"], ["found only 2 of 3 times"]),
        (["zebra", "/zebra"], ["not found", "not found"]),
        (["{vital} zebra", "/zebra"], ["not found"]),
    ],
)
def test_checks(checks: Sequence[str], reasons: list[str]) -> None:
    """Each failed check says why; a vital one ends the test."""
    assert failures("\n".join(["* t", "> bab", *checks])) == reasons


def test_vital_option() -> None:
    """With `vital` the first failure ends the test."""
    assert failures("* t\nzebra\n> x\nlion", vital=True) == ["not found"]


def test_failure_names_place_and_command() -> None:
    """A failure is found from its report alone."""
    read = script("* t\n> x\n  lion\n")
    [failure] = play_test(read.tests["t"], read, Echo()).failures
    assert str(failure) == "t.regtest:3:3: lion\n    not found after '> x'"


def test_game_over() -> None:
    """Commands after the end of the game fail their checks rather than stop the test."""
    assert failures("* t\n> quit\n> x\nyou say") == ["not found"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello", "test-outside"),
        ("** wrld: x", "test-setting"),
        ("** seed: x", "test-setting"),
        ("*", "test-name"),
        ("* t\n* t", "test-name"),
        ("* t\n>{char} x", "test-input"),
        ("* t\n{status} x", "test-check"),
        ("* t\n/(", "test-check"),
        ("* t\n!", "test-check"),
        ("* t\n>{include} u", "test-include"),
        ("* t\n>{include} u\n* u\n>{include} t", "test-include"),
    ],
)
def test_mistakes_in_test_files(text: str, code: str) -> None:
    """Every mistake in a test file is told with its place."""
    with pytest.raises(DreamwrightError) as caught:
        script(text)
    assert {d.code for d in caught.value.diagnostics} == {code}
    assert all(d.span is not None for d in caught.value.diagnostics)
