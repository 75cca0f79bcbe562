"""Summaries in plain lines: the same numbers as on the page of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, isfinite

from dreamwright.ensembles.compare import Comparison
from dreamwright.ensembles.job import Job
from dreamwright.ensembles.statistics import Estimate
from dreamwright.ensembles.summary import Effect, Part, Scale, Summary, group_name, shown

WORDS = {"end": "in the end", "while": "days in all", "first": "days until", "count": "found so often"}
"""What is measured in which way."""


def told(found: Sequence[Summary], job: Job) -> Iterator[str]:
    """What the measures came to, a heading and indented lines for each; a blank line after each."""
    listed = [f for f in job.factors if f.drawn is None]
    for one in found:
        yield heading(one)
        names = [group_name(listed, part.group) for part in one.parts]
        width = max(len(name) for name in names)
        for name, part in zip(names, one.parts, strict=True):
            yield f"  {name:<{width}}  {part_told(one.scale, part)}" if width else f"  {part_told(one.scale, part)}"
        for effect in one.effects:
            yield f"  {effect_told(one, effect)}"
        yield ""


def compared(found: Comparison, names: tuple[str, str]) -> Iterator[str]:
    """What changed from one ensemble to another, and which runs to read. `names` are the two files."""
    yield f"{found.pairs:,} pairs of runs; in {found.same:,} of them the same happened"
    yield from (f"edited: {line}" for line in found.edited)
    for change in found.changes:
        yield ""
        yield f"{change.measure.name} ({WORDS[change.measure.way]})"
        if change.before is None or change.after is None:
            yield f"  otherwise in {percent(change.difference)} of pairs"
        elif change.scale == "share":
            yield f"  share {change.before.value:.3f}, then {change.after.value:.3f}: {signed(change.difference)}"
        else:
            before, after = number(change.before.value), number(change.after.value)
            yield f"  mean {before}, then {after}: {signed(change.difference)}"
        for example in change.examples:
            runs = f"`dreamwright open {names[0]} {example.first}` and `{names[1]} {example.second}`"
            yield f"  for example {shown(example.before)}, then {shown(example.after)}: {runs}"


def heading(found: Summary) -> str:
    """What was measured, in a line."""
    measure = found.measure
    of = "" if measure.text == measure.name else f": {measure.text}"
    return f"{measure.name}{of} ({WORDS[measure.way]})"


def part_told(scale: Scale, part: Part) -> str:
    """The estimates of a measure under one combination."""
    if scale == "name":
        return "; ".join(f"{name} {percent(estimate)}" for name, estimate in part.shares.items()) or "not known"
    if part.estimate is None:
        return "not known"
    if scale == "share":
        return f"{percent(part.estimate)} of {part.count}"
    assert part.median is not None
    if scale == "time":
        return f"median {interval(part.median)}; happened in {percent(part.estimate)} of {part.count}"
    return f"mean {interval(part.estimate)}; median {interval(part.median)}; {part.count} runs"


def effect_told(found: Summary, effect: Effect) -> str:
    """What a value of a factor does."""
    to = f"{effect.target}: {shown(effect.value)}"
    if effect.against is not None:
        to += f" instead of {shown(effect.against)}"
    unit = " of the share" if found.scale == "share" else ""
    within = f" within {found.horizon:g} days" if found.scale == "time" else ""
    of = "runs" if effect.against is None else "pairs"
    median = "" if effect.median is None else f"; of the median {signed(effect.median)}"
    return f"{to}: {signed(effect.difference)}{unit}{within}{median} ({effect.seeds} {of})"


def interval(estimate: Estimate) -> str:
    """A value with its bounds."""
    return f"{number(estimate.value)} [{number(estimate.low)}, {number(estimate.high)}]"


def signed(estimate: Estimate) -> str:
    """A difference with its bounds."""
    return f"{number(estimate.value, '+')} [{number(estimate.low, '+')}, {number(estimate.high, '+')}]"


def percent(estimate: Estimate) -> str:
    """A share with its bounds."""
    return f"{100 * estimate.value:.1f} % [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def number(value: float, sign: str = "") -> str:
    """A number to three or four places that count."""
    if not isfinite(value):
        return ("-" if value < 0 else "") + "∞" if abs(value) == inf else "?"
    places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return f"{round(value, places) + 0.0:{sign},.{places}f}"  # no -0.00
