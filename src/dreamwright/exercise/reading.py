"""Lists of injects: from the text of a table to an `InjectList` in which everything is looked up in a world."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import zip_longest

from dreamwright.errors import Diagnostic, Source, Span, WorldError, did_you_mean
from dreamwright.exercise.codes import InjectError, problem, warning
from dreamwright.exercise.injects import COLUMNS, NEEDED, Deed, Expected, Inject, InjectList, deed
from dreamwright.exercise.table import Cell, read_table
from dreamwright.grounding import Program
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Entity, Variable
from dreamwright.story import Clock

TIMES = "'day 2 08:30', '2027-01-15 08:30', or '+2:15' after the beginning"
LONGEST_WITHIN = 100_000
"""Minutes."""

_DAY = re.compile(r"day\s+([0-9]{1,5})\s*,?\s+([0-9]{1,2}):([0-9]{2})", re.IGNORECASE)
_AFTER = re.compile(r"\+\s*([0-9]{1,5}):([0-9]{2})")
_BEFORE = re.compile(r"[\s,]+or\s+before\s*\Z", re.IGNORECASE)
_WITHIN = re.compile(r"[\s,]+within\s+([0-9]{1,6})\s*(minutes?|min|m|hours?|h)?\s*\Z", re.IGNORECASE)
_OR = re.compile(r"(?<=\))\s*or\s+", re.IGNORECASE)


def read_injects(source: Source, program: Program, lines: Collection[str] = ()) -> InjectList:
    """The injects of a table. Raises InjectError with everything that is wrong with it.

    `lines` are the tags that never happen.
    """
    return _Reader(source, program, lines).injects()


def forbidden(event: GroundEvent, lines: Collection[str]) -> str | None:
    """Why an event may not be fed in under these limits, in words; None if it may."""
    crossed = [tag for tag in event.event.attributes.tags if tag in lines]
    return f"it has the tag '{crossed[0]}', which never happens here" if crossed else None


class _Reader:
    def __init__(self, source: Source, program: Program, lines: Collection[str]) -> None:
        self.source = source
        self.program = program
        self.lines = lines
        self.clock = Clock(program.world.start)
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []
        self.ground = {action.index: deed(action.name) for action in program.actions}

    def injects(self) -> InjectList:
        rows = read_table(self.source)
        if not rows:
            hint = f"the first line names the columns: {', '.join(COLUMNS)}"
            raise InjectError(problem("inject-empty", "this holds no list of injects", hint=hint))
        headings = self._headings(rows[0])
        if self.problems:
            raise InjectError(self.problems)
        found = [self._inject(row, headings) for row in rows[1:]]
        if self.problems:
            raise InjectError(self.problems)
        return InjectList(tuple(inject for inject in found if inject is not None), tuple(self.warnings))

    # ------------------------------------------------------------------------------------------ columns
    def _headings(self, row: list[Cell]) -> list[str]:
        """The name of each column: as it is known here, or as it is written."""
        names: list[str] = []
        for cell in row:
            name = " ".join(cell.text.replace("_", " ").split())
            known = name.casefold() if name.casefold() in COLUMNS else name
            if known and known in names:
                self._wrong("inject-column", f"the column '{known}' stands here twice", cell)
            names.append(known)
        missing = [name for name in COLUMNS if name not in names]
        for name in NEEDED:
            if name in missing:
                near = [n for n in names if n and n not in COLUMNS and did_you_mean(n, [name])]
                hint = f"call '{near[0]}' so, if that is meant" if near else None
                span = row[0].span.to(row[-1].span)
                self.problems.append(problem("inject-column", f"there is no column '{name}'", span,
                                             expected=f"the columns {', '.join(COLUMNS)}", hint=hint))  # fmt: skip
        for cell, name in zip(row, names, strict=True):
            hint = did_you_mean(name, missing) if name and name not in COLUMNS and missing else None
            if hint is not None:
                message = f"the column '{name}' means nothing here, and is only kept"
                self.warnings.append(warning("inject-column", message, cell.span, hint=hint))
        return names

    def _wrong(
        self, code: str, message: str, cell: Cell | Span, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        span = cell.span if isinstance(cell, Cell) else cell
        self.problems.append(problem(code, message, span, expected=expected, hint=hint))

    # ------------------------------------------------------------------------------------------ a row
    def _inject(self, row: list[Cell], headings: list[str]) -> Inject | None:
        nowhere = Cell("", row[-1].span)
        cells: dict[str, Cell] = {}
        for name, cell in zip_longest(headings, row):
            if cell is not None and cell.text and not name:
                hint = "put a cell that holds a comma or a semicolon in quotes"
                self._wrong("inject-table", "there is no column for this", cell, hint=hint)
                return None
            if name:
                cells[name] = cell or nowhere
        before = len(self.problems)
        texts = {name: cell.text for name, cell in cells.items()}
        minute = self._minute(cells["time"])
        event = self._event(cells["event"])
        if event is not None:
            self._parties(event, cells)
        expected = self._expected(cells["expected action"]) if "expected action" in cells else ()
        if len(self.problems) > before or minute is None or event is None:
            return None
        return Inject(
            minute,
            event.name,
            texts.get("channel", ""),
            texts.get("from", ""),
            texts.get("to", ""),
            expected,
            texts.get("objective", ""),
            tuple((name, text) for name, text in texts.items() if name not in COLUMNS and text),
        )

    def _minute(self, cell: Cell) -> int | None:
        try:
            minute = self._read_time(cell.text)
        except (OverflowError, ValueError):
            minute = None
        if minute is None:
            shown = f"'{cell.text}' is no time" if cell.text else "an inject needs a time"
            self._wrong("inject-time", shown, cell, expected=TIMES)
        elif minute < 0:
            start = f"{self.clock.start:%Y-%m-%d %H:%M}"
            self._wrong("inject-time", f"'{cell.text}' is before the beginning, which is {start}", cell)
        elif minute > self.clock.last:
            self._wrong("inject-time", f"'{cell.text}' is later than any day there is", cell)
        else:
            return minute
        return None

    def _read_time(self, text: str) -> int | None:
        """The minute that a text says. Raises ValueError, OverflowError if there is no such date."""
        if (found := _DAY.fullmatch(text)) is not None:
            return self.clock.minute(int(found[1]), _minutes(found[2], found[3], 23))
        if (found := _AFTER.fullmatch(text)) is not None:
            return _minutes(found[1], found[2])
        at = datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M")
        return (at - self.clock.start) // timedelta(minutes=1)

    # ------------------------------------------------------------------------------------------ the event
    def _event(self, cell: Cell) -> GroundEvent | None:
        if not cell.text:
            self._wrong("inject-event", "an inject needs an event", cell)
            return None
        try:
            event = self.program.events[self.program.action(cell.text)]
        except WorldError as unknown:
            free = [action.name for action in self.program.actions if not action.consenting]
            hint = did_you_mean(cell.text, free)
            self._wrong("inject-event", unknown.diagnostics[0].message, cell, hint=hint)
            return None
        if event.consenting:
            who = self.program.world.entities[event.consenting[0]].name
            self._wrong("inject-event", f"{event.name} takes {who}, who has to want it", cell,
                        expected="an action without `consenting:`")  # fmt: skip
            return None
        reason = forbidden(event, self.lines)
        if reason is not None:
            self._wrong("inject-line", f"{event.name} cannot be fed in: {reason}", cell)
        if event.event.attributes.schedule:
            message = f"the world itself also has {event.event.name} come about, by its own schedule"
            hint = "leave the time to one of the two: take `schedule:` out of the world, or the inject out of the list"
            self.warnings.append(warning("inject-scheduled", message, cell.span, hint=hint))
        return event

    def _parties(self, event: GroundEvent, cells: dict[str, Cell]) -> None:
        """Where the event has a parameter called as one of these columns, the cell says the same."""
        for parameter, argument in zip(event.event.parameters, event.arguments, strict=True):
            name = parameter.name if isinstance(parameter, Variable) else ""
            if name not in ("channel", "from", "to") or name not in cells or not isinstance(argument, Entity):
                continue
            said = cells[name].text.casefold()
            called = (argument.name, argument.attributes.name or argument.name)
            if said and said not in [word.casefold() for word in called]:
                self._wrong("inject-party", f"'{name}' is {called[1]} in {event.name}", cells[name],
                            expected=f"'{called[1]}', or nothing")  # fmt: skip

    # ------------------------------------------------------------------------------------------ what is expected
    def _expected(self, cell: Cell) -> tuple[Expected, ...]:
        parts = [part.strip() for part in re.split(r"[;\n]", cell.text)]
        found = [self._one_expected(part, cell) for part in parts if part]
        return tuple(one for one in found if one is not None)

    def _one_expected(self, text: str, cell: Cell) -> Expected | None:
        rest, before = text, False
        if (found := _BEFORE.search(rest)) is not None:
            rest, before = rest[: found.start()], True
        within = None
        if (found := _WITHIN.search(rest)) is not None:
            rest = rest[: found.start()]
            hours = (found[2] or "").casefold().startswith("h")
            within = int(found[1]) * (60 if hours else 1)
            if not 1 <= within <= LONGEST_WITHIN:
                self._wrong("inject-expected", "so long nobody waits", _within(cell, text),
                            expected=f"from 1 to {LONGEST_WITHIN} minutes")  # fmt: skip
                return None
        deeds = [self._deed(part, cell) for part in _OR.split(rest)]
        known = tuple(one for one in deeds if one is not None)
        return Expected(known, within, before) if len(known) == len(deeds) else None

    def _deed(self, text: str, cell: Cell) -> Deed | None:
        span = _within(cell, text.strip())
        found = deed(text)
        if found is None:
            expected = "such as 'send(Ann, _)', 'give(Ann, Bo) or keep(Ann) within 60', with ';' between several"
            self._wrong("inject-expected", f"'{text.strip()}' is no action", span, expected=expected)
            return None
        fitting = [event for event in self.program.actions if self._fits(found, event)]
        if not fitting:
            self._wrong("inject-expected", f"nobody can ever do {found}", span, hint=self._nearest(found))
        elif not any(event.consenting for event in fitting):
            self._wrong("inject-expected", f"{found} is nobody's: it comes about by itself", span)
        else:
            return found
        return None

    def _fits(self, wanted: Deed, event: GroundEvent) -> bool:
        ground = self.ground[event.index]
        return ground is not None and wanted.fits(ground)

    def _nearest(self, wanted: Deed) -> str | None:
        """A hint: how an action of that name is written, or an action whose name is like it."""
        done = [event for event in self.program.actions if event.consenting]
        named = [event for event in done if event.event.name == wanted.action]
        if not named:
            return did_you_mean(wanted.action, list(dict.fromkeys(event.event.name for event in done)))
        parameters = ", ".join(_parameters(named[0]))
        near = did_you_mean(str(wanted), [event.name for event in named])
        return near or f"it is {wanted.action}({parameters})"


def _parameters(event: GroundEvent) -> Iterator[str]:
    for parameter in event.event.parameters:
        yield f"{parameter.name} : {parameter.type.name}" if isinstance(parameter, Variable) else str(parameter)


def _minutes(hours: str, minutes: str, most: int | None = None) -> int:
    """Minutes of `8:30`. Raises ValueError if there is no such time."""
    if int(minutes) > 59 or (most is not None and int(hours) > most):
        raise ValueError("no such time")
    return int(hours) * 60 + int(minutes)


def _within(cell: Cell, text: str) -> Span:
    """Where a part of a cell's text stands; the whole cell if it is written otherwise there."""
    at = cell.span.text.find(text)
    return cell.span if at < 0 else Span(cell.span.source, cell.span.start + at, cell.span.start + at + len(text))
