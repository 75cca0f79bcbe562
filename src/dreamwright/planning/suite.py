"""A suite: a folder of settings to plan for, listed in a CSV file, with their worlds and known solutions beside it.

The columns `name, problem, goal, author_limit, character_limit, epistemic_limit` say what is to be solved;
`best_planner, mean_visited, mean_generated, mean_ms` are what others published about it. Other columns are passed over.
A world lies beside the CSV file or in `problems/`, a known solution in `solutions/NAME.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, did_you_mean
from dreamwright.language.files import read_source
from dreamwright.planning.limits import Limits

COLUMNS = ("name", "problem", "goal", "author_limit", "character_limit", "epistemic_limit")
"""Columns that a suite must have."""

PUBLISHED = ("mean_visited", "mean_generated", "mean_ms")
"""Columns of others' figures, numbers or empty."""

_CELL = re.compile(r'[ \t]*+(?:"(?P<quoted>(?:[^"]|"")*)"[ \t]*|(?P<plain>(?!")[^,]*))(?:,|$)')


@dataclass(frozen=True, slots=True)
class Published:
    """What others published about a setting: their best planner, states visited and generated, milliseconds."""

    best_planner: str = ""
    mean_visited: float | None = None
    mean_generated: float | None = None
    mean_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A world with a goal and limits. `given` is the number of actions of a known solution, where there is one."""

    name: str
    world: Path
    goal: float
    limits: Limits
    given: int | None = None
    published: Published = field(default_factory=Published)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of the table and where it stands."""

    text: str
    span: Span


_Row = dict[str, _Cell]


def read_suite(place: Path) -> list[Setting]:
    """The settings of a suite, in the order of its file. `place` is the folder, or the CSV file itself.

    Raises DreamwrightError: suite-missing, suite-columns, suite-value, suite-name, suite-world, and what
    `language.files` says of files that cannot be read.
    """
    source, rows = _table(place)
    columns = rows[0] if rows else []
    head = [cell.text for cell in columns]
    missing = [column for column in COLUMNS if column not in head]
    if missing:
        raise DreamwrightError(_without(missing, columns, source))
    reader = _Reader(Path(source.name).parent)
    settings = [reader.setting(dict(zip(head, row, strict=False)), row[0]) for row in rows[1:]]
    if not settings and not reader.problems:
        raise DreamwrightError.of("suite-missing", f"'{source.name}' lists no settings")
    if reader.problems:
        raise DreamwrightError(reader.problems)
    return [setting for setting in settings if setting is not None]


def chosen(settings: Sequence[Setting], patterns: Sequence[str]) -> list[Setting]:
    """The settings whose name fits a pattern (`*` and `?` allowed), all without one.

    Raises DreamwrightError (suite-name) for a pattern that fits none.
    """
    for pattern in patterns:
        if not any(fnmatchcase(setting.name, pattern) for setting in settings):
            hint = did_you_mean(pattern, [setting.name for setting in settings])
            raise DreamwrightError.of("suite-name", f"no setting of this suite is called '{pattern}'", hint=hint)
    return [s for s in settings if not patterns or any(fnmatchcase(s.name, pattern) for pattern in patterns)]


def _table(place: Path) -> tuple[Source, list[list[_Cell]]]:
    """The rows of the suite's file: of several files, the first that has the columns of a suite."""
    if place.is_dir():
        files = sorted(place.glob("*.csv"))
    elif place.exists():
        files = [place]
    else:
        raise DreamwrightError.of("suite-missing", f"there is no folder '{place}'", hint=_neighbour(place))
    if not files:
        hint = f"a suite is a table of settings with the columns {', '.join(COLUMNS)}"
        raise DreamwrightError.of("suite-missing", f"there is no CSV file in '{place}'", hint=hint)
    tables = [(source, _rows(source)) for source in (read_source(file, str(file)) for file in files)]

    def has_columns(table: tuple[Source, list[list[_Cell]]]) -> bool:
        return bool(table[1]) and {cell.text for cell in table[1][0]} >= {*COLUMNS}

    return next(filter(has_columns, tables), tables[0])


def _neighbour(place: Path) -> str | None:
    folders = [str(path) for path in sorted(place.parent.iterdir()) if path.is_dir()] if place.parent.is_dir() else []
    return did_you_mean(str(place), folders)


def _rows(source: Source) -> list[list[_Cell]]:
    """The cells of every line that is not empty. A quoted value cannot hold a line break."""
    rows = []
    start = 0
    for line in source.text.split("\n"):
        if line.strip():
            rows.append(_cells(source, line, start))
        start += len(line) + 1
    return rows


def _cells(source: Source, line: str, start: int) -> list[_Cell]:
    cells = []
    at = 0
    while at <= len(line):
        match = _CELL.match(line, at)
        if match is None:  # a quote that is not closed, or letters behind one
            span = Span(source, start + at, start + len(line))
            raise DreamwrightError.of("suite-value", "this quoted value does not end before the next comma", span=span)
        kind = "plain" if match["quoted"] is None else "quoted"
        text = match[kind].replace('""', '"') if kind == "quoted" else match[kind].strip()
        begin = start + match.start(kind)
        cells.append(_Cell(text, Span(source, begin, max(begin + 1, begin + len(match[kind].rstrip())))))
        at = match.end() if match[0].endswith(",") else len(line) + 1
    return cells


def _without(missing: list[str], columns: list[_Cell], source: Source) -> Diagnostic:
    hint = did_you_mean(missing[0], [cell.text for cell in columns]) if columns else None
    called = f"column '{missing[0]}'" if len(missing) == 1 else f"columns {', '.join(missing)}"
    span = columns[0].span.to(columns[-1].span) if columns else None
    message = f"'{source.name}' has no {called}"
    return Diagnostic("suite-columns", message, span, expected=f"the columns {', '.join(COLUMNS)}", hint=hint)


class _Reader:
    """Makes settings of rows, and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Diagnostic] = []
        self._names: set[str] = set()

    def setting(self, row: _Row, first: _Cell) -> Setting | None:
        """The setting of a row; None, with a problem noted, when it cannot be read."""
        before = len(self.problems)
        lacking = [column for column in COLUMNS if column not in row or not row[column].text]
        if lacking:
            self._problem("suite-value", f"this setting has no {', '.join(lacking)}", first)
            return None
        name = self._name(row["name"])
        world = self._world(row["problem"])
        goal = self._number(row["goal"])
        author, character, epistemic = (
            self._limit(row[f"{of}_limit"], least)
            for of, least in (("author", -1), ("character", 0), ("epistemic", -1))
        )
        figures = [self._number(row[column]) if column in row and row[column].text else None for column in PUBLISHED]
        if len(self.problems) > before:
            return None
        planner = row["best_planner"].text if "best_planner" in row else ""
        limits = Limits(character, epistemic, author)
        return Setting(name, world, goal, limits, self._given(name), Published(planner, *figures))

    def _name(self, cell: _Cell) -> str:
        if cell.text in self._names:
            self._problem("suite-name", f"two settings are called '{cell.text}'", cell)
        self._names.add(cell.text)
        return cell.text

    def _world(self, cell: _Cell) -> Path:
        places = [self.folder / cell.text, self.folder / "problems" / cell.text]
        found = next((path for path in places if path.is_file()), None)
        if found is None:
            near = [path.name for place in places if place.parent.is_dir() for path in sorted(place.parent.iterdir())]
            message = f"there is no world '{cell.text}' in '{self.folder}' or its folder 'problems'"
            self._problem("suite-world", message, cell, hint=did_you_mean(cell.text, near))
        return found or places[0]

    def _number(self, cell: _Cell) -> float:
        if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", cell.text):
            return float(cell.text)
        self._problem("suite-value", f"'{cell.text}' is not a number", cell)
        return 0

    def _limit(self, cell: _Cell, least: int) -> int:
        if re.fullmatch(r"-?\d{1,9}", cell.text) and int(cell.text) >= least:
            return int(cell.text)
        no_limit = ", or -1 for no limit" if least < 0 else ""
        self._problem("suite-value", f"'{cell.text}' is not a limit", cell, expected=f"a whole number from 0{no_limit}")
        return 0

    def _given(self, name: str) -> int | None:
        """Actions of the known solution: its lines that neither explain (`| ...`) nor close it (`goal(...)`)."""
        path = self.folder / "solutions" / f"{name}.txt"
        if not path.is_file():
            return None
        lines = (line.strip() for line in read_source(path, str(path)).text.splitlines())
        return sum(1 for line in lines if line and not line.startswith(("|", "goal(")))

    def _problem(
        self, code: str, message: str, cell: _Cell, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        self.problems.append(Diagnostic(code, message, cell.span, expected, hint))
