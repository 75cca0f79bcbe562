"""A test file: its settings and its tests, read line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, did_you_mean

_SETTINGS = ("world", "seed", "as", "precommand")


@dataclass(frozen=True, slots=True)
class Check:
    """One line that an answer is held against. At least `count` times somewhere in it; `inverse`: not at all."""

    span: Span
    text: str
    pattern: re.Pattern[str] | None
    inverse: bool = False
    vital: bool = False
    count: int = 1

    def failure(self, lines: Sequence[str]) -> str | None:
        """Why the lines fail this check, or None."""
        found = sum(self._occurrences(line) for line in lines)
        if self.inverse:
            return "found, and should not be" if found >= self.count else None
        if found >= self.count:
            return None
        return f"found only {found} of {self.count} times" if found else "not found"

    def _occurrences(self, line: str) -> int:
        return len(self.pattern.findall(line)) if self.pattern else line.count(self.text)


@dataclass(frozen=True, slots=True)
class Step:
    """A command typed (None: what the game says at the start), or a test to include; then the checks."""

    span: Span
    command: str | None = None
    include: str | None = None
    checks: list[Check] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Test:
    """One play from the beginning."""

    __test__ = False  # not one of pytest's

    name: str
    span: Span
    steps: list[Step]
    settings: dict[str, str] = field(default_factory=dict)
    precommands: list[str] = field(default_factory=list)

    @property
    def partial(self) -> bool:
        """Meant to be included by others only."""
        return self.name.startswith(("-", "_"))


@dataclass(frozen=True, slots=True)
class Script:
    """A whole test file."""

    source: Source
    tests: dict[str, Test]
    settings: dict[str, str]
    precommands: list[str]


def read_script(source: Source) -> Script:
    """Read a test file. Raises DreamwrightError with every line that does not fit."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self._script = Script(source, {}, {}, [])
        self._test: Test | None = None
        self._problems: list[Diagnostic] = []

    def read(self) -> Script:
        offset = 0
        for line in self._script.source.text.splitlines(keepends=True):
            start = offset + len(line) - len(line.lstrip())
            text = line.strip()
            offset += len(line)
            if text and not text.startswith("#"):
                self._line(text, Span(self._script.source, start, start + len(text)))
        self._check_includes()
        if self._problems:
            raise DreamwrightError(self._problems)
        return self._script

    def _line(self, text: str, span: Span) -> None:
        if text.startswith("**"):
            self._setting(text[2:], span)
        elif text.startswith("*"):
            self._begin(text[1:].strip(), span)
        elif self._test is None:
            self._problem("test-outside", "this stands before the first test", span, "begin a test with `* its name`")
        elif text.startswith(">"):
            self._test.steps.append(self._step(text[1:], span))
        else:
            check = self._check(text, span)
            if check is not None:
                self._test.steps[-1].checks.append(check)

    def _setting(self, text: str, span: Span) -> None:
        key, colon, value = (part.strip() for part in text.partition(":"))
        if key not in _SETTINGS or not colon:
            expected = ", ".join(f"`** {name}: ...`" for name in _SETTINGS)
            self._problem("test-setting", f"'{key}' is no setting", span, did_you_mean(key, _SETTINGS), expected)
        elif key == "precommand":
            (self._script if self._test is None else self._test).precommands.append(value)
        elif key == "seed" and not re.fullmatch(r"-?\d+", value):
            self._problem("test-setting", f"the seed '{value}' is no whole number", span)
        else:
            (self._script if self._test is None else self._test).settings[key] = value

    def _begin(self, name: str, span: Span) -> None:
        if not name:
            self._problem("test-name", "this test has no name", span)
        elif name in self._script.tests:
            self._problem("test-name", f"there are two tests named '{name}'", span)
        self._test = self._script.tests[name] = Test(name, span, [Step(span)])

    def _step(self, text: str, span: Span) -> Step:
        mode = re.match(r"{([^}]*)}", text)
        if mode is None:
            return Step(span, command=text.strip())
        if mode[1] == "include":
            return Step(span, include=text[mode.end() :].strip())
        message = f"{mode[0]} input is not for a text in the terminal"
        self._problem("test-input", message, span, expected="`>{include} test`")
        return Step(span)

    def _check(self, text: str, span: Span) -> Check | None:
        inverse = vital = False
        count = 1
        while mark := re.match(r"!|{([a-z]+)(?:=(\d+))?}", text):
            match mark[0], mark[1]:
                case ("!", _) | (_, "invert"):
                    inverse = True
                case _, "vital":
                    vital = True
                case _, "count" if mark[2]:
                    count = int(mark[2])
                case _:
                    self._problem(
                        "test-check",
                        f"{mark[0]} is no mark of a check here",
                        span,
                        expected="!, {invert}, {vital} or {count=N}",
                    )
                    return None
            text = text[mark.end() :].strip()
        return self._built(text, span, inverse, vital, count)

    def _built(self, text: str, span: Span, inverse: bool, vital: bool, count: int) -> Check | None:
        pattern = None
        if text.startswith("/"):
            text = text[1:].strip()
            try:
                pattern = re.compile(text)
            except re.error as error:
                self._problem("test-check", f"this is no regular expression: {error}", span)
                return None
        if not text:
            self._problem("test-check", "this check looks for nothing", span)
            return None
        return Check(span, text, pattern, inverse, vital, count)

    def _check_includes(self) -> None:
        tests = self._script.tests
        for test in tests.values():
            for step in test.steps:
                if step.include is not None and step.include not in tests:
                    hint = did_you_mean(step.include, list(tests))
                    self._problem("test-include", f"there is no test '{step.include}'", step.span, hint)
                elif step.include is not None and _includes(tests, step.include, test.name, set()):
                    self._problem("test-include", f"'{test.name}' includes itself", step.span)

    def _problem(
        self, code: str, message: str, span: Span, hint: str | None = None, expected: str | None = None
    ) -> None:
        self._problems.append(Diagnostic(code, message, span, expected, hint))


def _includes(tests: dict[str, Test], name: str, wanted: str, seen: set[str]) -> bool:
    if name == wanted:
        return True
    if name in seen or name not in tests:
        return False
    seen.add(name)
    return any(_includes(tests, s.include, wanted, seen) for s in tests[name].steps if s.include is not None)
