"""Pictures of what the measures came to, drawn by matplotlib without a screen: the same numbers, the same picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from math import isfinite
from typing import Any, Literal

from dreamwright.ensembles.extras import needed
from dreamwright.ensembles.statistics import EXTRA, Estimate
from dreamwright.ensembles.summary import Results, Summary, group_name, quoted, shown
from dreamwright.ensembles.watching import series_of
from dreamwright.story import DAY

Format = Literal["svg", "png"]

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's, which nearly everybody can tell apart; lines differ in their dashes too."""
DASHES = ("-", "--", "-.", ":")
MOST_LINES = 8
"""Of combinations that are drawn in one picture; more could not be told apart."""

SETTINGS = {
    "svg.hashsalt": "dreamwright",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}

Draw = Callable[[Any], None]


def picture(draw: Draw, height: float, format_: Format = "svg") -> bytes:
    """What a function draws on a pair of axes, so many inches high."""
    matplotlib = needed("matplotlib", EXTRA)
    figure_of = needed("matplotlib.figure", EXTRA).Figure
    with matplotlib.rc_context(SETTINGS):
        figure = figure_of(figsize=(7.5, height), layout="constrained")
        draw(figure.subplots())
        file = BytesIO()
        figure.savefig(file, format=format_, dpi=150, metadata={"Date": None} if format_ == "svg" else None)
    return file.getvalue()


def pictures(results: Results, found: Summary, format_: Format = "svg") -> list[tuple[str, bytes]]:
    """The pictures of a measure, each with what it shows."""
    names = [group_name(results.listed, part.group) or "all runs" for part in found.parts]
    drawn: list[tuple[str, bytes]] = []
    rows = 0.9 + 0.35 * len(names)
    match found.scale:
        case "time":
            drawn.append(
                ("Share of runs in which it has not happened yet", picture(_survival(found, names), 3.6, format_))
            )
        case "share":
            estimates = [part.estimate for part in found.parts]
            drawn.append(
                ("Share of runs, with 95 % intervals", picture(_dots(estimates, names, "share"), rows, format_))
            )
        case "number" | "days":
            unit = "days" if found.scale == "days" else found.measure.name
            drawn.append(("All runs, their quartiles, and the mean with its 95 % interval",
                          picture(_spread(found, names, unit), rows + 0.3, format_)))  # fmt: skip
        case "name":
            drawn.append(("Share of runs", picture(_shares(found, names), rows + 0.4, format_)))
    effects = [effect.difference for effect in found.effects]
    if effects:
        labels = [
            f"{e.target}: {shown(e.value)}" + ("" if e.against is None else f" for {shown(e.against)}")
            for e in found.effects
        ]
        image = picture(_dots(effects, labels, "difference", zero=True), 0.9 + 0.35 * len(labels), format_)
        drawn.append(("What the factors change, with 95 % intervals", image))
    if results.job.every is not None and found.measure.way == "end" and found.scale in ("number", "share"):
        about = "the mean, and where the middle 80 % of runs are" if found.scale == "number" else "share of runs"
        drawn.append((f"Through time: {about}", picture(_through_time(results, found, names), 3.6, format_)))
    return drawn


def _dots(estimates: Sequence[Estimate | None], names: Sequence[str], label: str, *, zero: bool = False) -> Draw:
    def draw(axes: Any) -> None:
        for i, estimate in enumerate(estimates):
            if estimate is None or not isfinite(estimate.value):
                continue
            bounds = [b for b in (estimate.low, estimate.high) if isfinite(b)]
            if len(bounds) == 2:
                axes.plot(bounds, [i, i], color=COLOURS[0], linewidth=2, solid_capstyle="round")
            axes.plot([estimate.value], [i], "o", color=COLOURS[0])
        if zero:
            axes.axvline(0, color="#888888", linewidth=1, linestyle=":")
        _rows(axes, names)
        axes.set_xlabel(label)

    return draw


def _rows(axes: Any, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _spread(found: Summary, names: Sequence[str], label: str) -> Draw:
    def draw(axes: Any) -> None:
        known = [(i, part) for i, part in enumerate(found.parts) if part.values and part.estimate is not None]
        axes.boxplot(
            [part.values for _, part in known],
            positions=[i for i, _ in known],
            orientation="horizontal",
            widths=0.5,
            medianprops={"color": "black"},
            boxprops={"color": "#888888"},
            whiskerprops={"color": "#888888"},
            capprops={"color": "#888888"},
            flierprops={"marker": ".", "markersize": 3, "markerfacecolor": "#888888", "markeredgecolor": "none"},
            manage_ticks=False,
        )
        for i, part in known:
            estimate = part.estimate
            assert estimate is not None
            if isfinite(estimate.low):
                axes.plot([estimate.low, estimate.high], [i, i], color=COLOURS[1], linewidth=3, solid_capstyle="round")
            axes.plot([estimate.value], [i], "D", color=COLOURS[1], markersize=5)
        _rows(axes, names)
        axes.set_xlabel(label)

    return draw


def _shares(found: Summary, names: Sequence[str]) -> Draw:
    def draw(axes: Any) -> None:
        values = sorted({name for part in found.parts for name in part.shares})
        left = [0.0] * len(found.parts)
        for number, value in enumerate(values):
            widths = [part.shares[value].value if value in part.shares else 0.0 for part in found.parts]
            axes.barh(range(len(left)), widths, left=left, label=value, height=0.6, edgecolor="white",
                      color=COLOURS[number % len(COLOURS)], hatch="" if number < len(COLOURS) else "//")  # fmt: skip
            left = [a + b for a, b in zip(left, widths, strict=True)]
        _rows(axes, names)
        axes.set_xlabel("share")
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)

    return draw


def _survival(found: Summary, names: Sequence[str]) -> Draw:
    def draw(axes: Any) -> None:
        for number, (part, name) in enumerate(list(zip(found.parts, names, strict=True))[:MOST_LINES]):
            curve = part.survival
            if curve is None:
                continue
            colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
            axes.step(curve.times, curve.surviving, where="post", color=colour, linestyle=dash, label=name)
            axes.fill_between(curve.times, curve.low, curve.high, step="post", color=colour, alpha=0.15, linewidth=0)
        axes.set_ylim(0, 1.02)
        axes.set_xlim(left=0)
        axes.set_xlabel("days")
        axes.set_ylabel("not happened yet")
        if len(names) > 1:
            axes.legend(frameon=False)

    return draw


def _through_time(results: Results, found: Summary, names: Sequence[str]) -> Draw:
    factors = "".join(f"{quoted(f.target)}, " for f in results.listed)
    column = quoted(series_of(found.measure.name))
    every = (results.job.every or DAY) / DAY
    rows = results.ask(
        f"with seen as (select {factors}run, unnest({column})::double as y, generate_subscripts({column}, 1) - 1 as k "
        f"from runs) select {factors}k, avg(y), quantile_cont(y, 0.1), quantile_cont(y, 0.9) "
        f"from seen where y is not null group by {factors}k order by k"
    )

    def draw(axes: Any) -> None:
        for number, (part, name) in enumerate(list(zip(found.parts, names, strict=True))[:MOST_LINES]):
            own = [row[len(part.group) :] for row in rows if row[: len(part.group)] == part.group]
            if not own:
                continue
            at, middle, low, high = zip(*own, strict=True)
            colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
            axes.plot([k * every for k in at], middle, color=colour, linestyle=dash, label=name)
            if found.scale == "number":  # of what is so or not, the mean says it all
                axes.fill_between([k * every for k in at], low, high, color=colour, alpha=0.12, linewidth=0)
        axes.set_xlabel("days")
        axes.set_ylabel(found.measure.name)
        if len(names) > 1:
            axes.legend(frameon=False)

    return draw
