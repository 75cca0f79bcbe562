"""Pictures of a debrief, as SVG to stand inside a page: numbers through time, and who was where.

Lines are drawn by leather; its colours, fonts and sizes are left to the page's style sheet, which knows about paper and
dark screens. Each picture has a title and a description for those who do not see it; the page has a table beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from dreamwright.debrief.model import Numbers, Series, Stay, Whereabouts
from dreamwright.story import DAY, Clock
from dreamwright.voices.words import number

WIDTH, HEIGHT = 360, 170
"""Of a small chart, in units of its own."""

MOST_TICKS = 4
STEPS = (5, 15, 30, 60, 120, 180, 360, 720, DAY)
"""Minutes between marks on the axis of time; beyond that, whole numbers of days."""

LABEL, LANE, BAR, LINE = 150, 26, 20, 810
"""Of the timeline: widths of names and of a day, heights of a lane and of a bar in it."""

LETTER = 7.0
"""Units that a letter on a bar takes, more or less."""

TINTS = ("#a6cee3", "#fdbf6f", "#b2df8a", "#fb9a99", "#cab2d6", "#ffff99", "#d9d9d9", "#80cdc1")
"""Of bars, light enough for black letters; places beyond these share theirs and are told apart by number."""

INK, QUIET, EDGE, ACCENT = "#1b1b1f", "#55555e", "#c4c4cc", "#0b5394"
"""Colours where no style sheet reaches."""

MOST_STRIPS = 14
"""Days that get a strip of the timeline each; of longer stories several days share one."""


# ---------------------------------------------------------------------------------------------------- numbers
def charts(numbers: Numbers, clock: Clock, minutes: int, prefix: str) -> Iterator[tuple[Series, str]]:
    """A small chart for each series, all with the same axes. `prefix` begins the ids in them."""
    values = [reading.value for series in numbers.series for reading in series.readings]
    low, high = min(0.0, *values), max(values)
    if low == high:
        high = low + 1.0
    for place, series in enumerate(numbers.series):
        yield series, _chart(numbers.title, series, clock, max(1, minutes), (low, high), f"{prefix}-{place}")


def _chart(title: str, series: Series, clock: Clock, minutes: int, limits: tuple[float, float], name: str) -> str:
    import leather

    chart = leather.Chart()
    chart.set_x_scale(TimeScale(clock, minutes))
    chart.add_y_scale(*limits)
    chart.add_y_axis(tick_formatter=lambda value, *_: f"{float(value):g}")
    chart.add_line(_steps(series, minutes))
    drawn = _tidy(chart.to_svg(width=WIDTH, height=HEIGHT))
    return _finished(drawn, WIDTH, HEIGHT, "chart", name, f"{title}: {series.of}", _described(series))


class TimeScale:
    """A scale of leather's for the time of a story: all of it and no more, marked at round times of day."""

    def __init__(self, clock: Clock, minutes: int) -> None:
        self._clock = clock
        self._minutes = minutes

    def contains(self, minute: int) -> bool:
        return 0 <= minute <= self._minutes

    def project(self, minute: int, left: float, right: float) -> Decimal:
        """Where a minute is between two ends of an axis."""
        return Decimal(left) + (Decimal(right) - Decimal(left)) * Decimal(minute) / self._minutes

    def ticks(self) -> list[int]:
        return ticks(self._clock, 0, self._minutes)

    def format_tick(self, minute: int, place: int, count: int) -> str:
        return tick_label(self._clock, minute)


def _steps(series: Series, minutes: int) -> list[tuple[int, float]]:
    """The corners of a line that keeps its height until the value changes."""
    corners: list[tuple[int, float]] = []
    for reading in series.readings:
        if corners:
            corners.append((reading.at.minute, corners[-1][1]))
        corners.append((reading.at.minute, reading.value))
    return [*corners, (minutes, corners[-1][1])]


def _described(series: Series) -> str:
    values = [reading.value for reading in series.readings]
    return (
        f"{number(values[0])} at first, {number(values[-1])} at the end, between {number(min(values))} and "
        f"{number(max(values))}; {len(values) - 1} change{'' if len(values) == 2 else 's'}."
    )


_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")


def _tidy(svg: str) -> Element:
    """A chart as a tree, without its namespace (a page has none), with no more digits than one can see, and plain
    colours and letters."""
    short = _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", svg)
    root = ElementTree.fromstring(short.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))
    for background in root.iter("rect"):
        background.set("fill", "none")
    for text in root.iter("text"):
        text.attrib |= {"fill": QUIET, "font-family": "sans-serif", "font-size": "12"}
    for line in root.iter("line"):
        line.set("stroke", EDGE)
    for path in root.iter("path"):
        path.set("stroke", ACCENT)
    return root


# ---------------------------------------------------------------------------------------------------- time
def ticks(clock: Clock, start: int, end: int) -> list[int]:
    """Minutes between two, at round times of day, that are marked on an axis: at most five."""
    step = next((step for step in STEPS if (end - start) // step <= MOST_TICKS), None)
    if step is None:
        step = DAY * -(-(end - start) // (DAY * MOST_TICKS))
    midnight = clock.minute(1, 0)
    first = midnight + -(-(start - midnight) // step) * step
    return list(range(first, end + 1, step)) or [start]


def tick_label(clock: Clock, minute: int) -> str:
    """ "14:00", or "Day 2" at midnight."""
    time = clock.time(minute)
    return f"Day {clock.day(minute)}" if (time.hour, time.minute) == (0, 0) else f"{time:%H:%M}"


# ---------------------------------------------------------------------------------------------------- who was where
def timelines(
    whereabouts: Whereabouts, clock: Clock, minutes: int, prefix: str = "timeline"
) -> Iterator[tuple[str, str]]:
    """A strip for each day (of a long story, for several days), headed: a lane for each character.

    `prefix` begins the ids in them.
    """
    days = clock.day(minutes)
    together = -(-days // MOST_STRIPS)
    for first in range(1, days + 1, together):
        last = min(days, first + together - 1)
        start = max(0, clock.minute(first, 0))
        end = min(minutes, clock.minute(last + 1, 0))
        if end > start:
            heading = f"Day {first}" if first == last else f"Days {first} to {last}"
            yield heading, _strip(whereabouts, clock, (start, end), heading, f"{prefix}-{first}")


def _strip(whereabouts: Whereabouts, clock: Clock, window: tuple[int, int], heading: str, name: str) -> str:
    height = LANE * len(whereabouts.tracks) + 24
    root = Element("svg")
    start, end = window

    def across(minute: int) -> float:
        return LABEL + (minute - start) / (end - start) * LINE

    for minute in ticks(clock, start, end):
        x = f"{across(minute):.1f}"
        SubElement(root, "line", {"class": "grid", "x1": x, "x2": x, "y1": "0", "y2": str(height - 20), "stroke": EDGE})
        _text(root, "tick", (x, height - 6), tick_label(clock, minute), "middle")
    for row, track in enumerate(whereabouts.tracks):
        top = row * LANE
        lane = SubElement(root, "g")
        _text(lane, "who", (str(LABEL - 8), top + 16), _fitting(track.who, LABEL - 10), "end")
        for stay in track.stays:
            if stay.place is not None and stay.since.minute < end and stay.until.minute > start:
                left, right = across(max(start, stay.since.minute)), across(min(end, stay.until.minute))
                _bar(lane, whereabouts.places.index(stay.place), stay, (left, right), top)
    described = f"A lane for each of {len(whereabouts.tracks)} characters; the table below says the same."
    return _finished(root, LABEL + LINE + 20, height, "timeline", name, f"Who was where: {heading}", described)


def _bar(lane: Element, place: int, stay: Stay, ends: tuple[float, float], top: int) -> None:
    left, right = ends
    width = max(1.0, right - left)
    bar = SubElement(lane, "rect", {"class": "place", "x": f"{left:.1f}", "y": str(top + 2), "stroke": INK})
    bar.attrib |= {
        "width": f"{width:.1f}",
        "height": str(BAR),
        "stroke-width": "0.5",
        "fill": TINTS[place % len(TINTS)],
    }
    hint = SubElement(bar, "title")
    hint.text = f"{stay.place}, {stay.since.when} to {stay.until.when}"
    said = _fitting(f"{place + 1} {stay.place}", width - 6, str(place + 1))
    if said:
        _text(lane, "on", (f"{left + 3:.1f}", top + 16), said, "start")


def _text(parent: Element, kind: str, at: tuple[str, int], said: str, anchor: str) -> None:
    x, y = at
    text = SubElement(parent, "text", {"class": kind, "x": x, "y": str(y), "text-anchor": anchor})
    text.attrib |= {"fill": INK, "font-family": "sans-serif", "font-size": "12"}
    text.text = said


def _fitting(text: str, width: float, short: str | None = None) -> str:
    """A text if it fits, else a short form if that fits, else nothing; without a short form, cut."""
    letters = int(width / LETTER)
    if len(text) <= letters:
        return text
    if short is None:
        return text[: max(1, letters - 1)] + "…"
    return short if len(short) <= letters else ""


# ---------------------------------------------------------------------------------------------------- for everybody
def _finished(drawn: Element, width: int, height: int, kind: str, name: str, title: str, description: str) -> str:
    """A drawing that scales, with a title and a description."""
    root = Element("svg", {"class": kind, "viewBox": f"0 0 {width} {height}", "role": "img"})
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    SubElement(root, "title", {"id": f"{name}-title"}).text = title
    SubElement(root, "desc", {"id": f"{name}-desc"}).text = description
    root.extend(list(drawn))
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
