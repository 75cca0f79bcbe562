"""A story and its reasons as a picture: Graphviz DOT for those who have it, SVG for everybody.

The SVG is laid out here, by a rule simple enough to need no library: steps in a row (broken into several when there are
many), under each the reasons of those who take part, each reason a panel that holds the steps its owner means to
follow, one below the other, with the reasons of others for those inside again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from dreamwright.cli.told import Because, Told, tree

# ------------------------------------------------------------------------------------------------ Graphviz DOT
DOT_COLUMNS = 28
"""Letters in a line of a DOT label."""
DOT_TITLE = 70


def as_dot(story: Sequence[Told], title: str) -> str:
    """The story as a Graphviz graph: its steps in a row, below each a cluster for every reason."""
    lines = [
        "digraph story {",
        f"  label={_quoted(title, DOT_TITLE)}; labelloc=t; compound=true; nodesep=0.4;",
        '  fontname="sans-serif";',
        '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif", fontsize=11];',
        '  edge [fontname="sans-serif", fontsize=10];',
        "  { rank=same;",
        *(f"    s{n} [label={_quoted(f'{n}. {step.sentence}')}, penwidth=2];" for n, step in enumerate(story, 1)),
        "  }",
        *(f"  s{n} -> s{n + 1} [penwidth=2];" for n in range(1, len(story))),
    ]
    for number, step in enumerate(story, 1):
        lines += _dot_reasons(step, f"s{number}", "  ")
    return "\n".join([*lines, "}", ""])


def _dot_reasons(step: Told, name: str, margin: str) -> Iterator[str]:
    """A cluster for each reason for the step called `name`: the gain, and a chain of the steps that lead there."""
    for number, reason in enumerate(step.because, 1):
        here = f"{name}_{number}"
        gain = f"{reason.gain}, then:" if reason.then else f"{reason.gain}."
        yield f"{margin}subgraph cluster_{here} {{"
        yield f'{margin}  label=""; style="rounded,filled"; fillcolor="#00000009"; color={_quoted(_colour(reason))};'
        yield f"{margin}  {here} [label={_quoted(gain)}, shape=plaintext, style=solid];"
        before = here
        for place, later in enumerate(reason.then, 1):
            after = f"{here}_t{place}"
            yield f"{margin}  {after} [label={_quoted(later.sentence)}];"
            yield f"{margin}  {before} -> {after};"
            yield from _dot_reasons(later, after, f"{margin}  ")
            before = after
        yield f"{margin}}}"
        yield f"{margin}{name} -> {here} [style=dashed, arrowhead=none];"


def _quoted(text: str, columns: int = DOT_COLUMNS) -> str:
    """A DOT string, broken into lines; nothing in the text is taken for markup."""
    lines = wrap(text, columns) or [""]
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'


# ------------------------------------------------------------------------------------------------ SVG
INK, QUIET, PAPER, LINE = "#1d1d1f", "#55555c", "#ffffff", "#b9b9c0"
PANELS = ("#f4f4f1", "#ffffff")
"""Grounds of panels, in turn from the outermost."""
OWNERS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Colours of characters, told apart also by those who see few colours (Okabe & Ito 2008)."""

LETTER, LEADING, PAD, GAP = 7.0, 17, 10, 12
"""Pixels: a letter of average width, from line to line, inside a box, between boxes."""
COLUMN, INDENT, BETWEEN, EDGE = 230, 26, 34, 24
"""Pixels: the width of a step without reasons, what each level adds, between columns, around the picture."""
WIDEST = 1400
"""Pixels in a row of steps, where a row holds more than one."""
HEADING = 26


@dataclass(slots=True)
class _Drawing:
    """SVG elements, and how far down they reach."""

    elements: list[str]
    bottom: float


def as_svg(story: Sequence[Told], title: str) -> str:
    """The story as an SVG document that needs nothing else: no fonts, no style sheets, no scripts."""
    width = COLUMN + INDENT * max((_levels(step) for step in story), default=0)
    in_row = max(1, min(len(story), int((WIDEST + BETWEEN) // (width + BETWEEN))))
    elements: list[str] = []
    top = float(EDGE + HEADING + GAP)
    for first in range(0, len(story), in_row):
        row = _row(story[first : first + in_row], first + 1, top, width, first + in_row < len(story))
        elements += row.elements
        top = row.bottom + BETWEEN
    across = max(2 * EDGE + in_row * width + (in_row - 1) * BETWEEN, 2 * EDGE + len(title) * 11)
    down = top - BETWEEN + EDGE
    return "\n".join([*_head(story, title, across, down), *elements, "</svg>", ""])


def _head(story: Sequence[Told], title: str, across: float, down: float) -> list[str]:
    told = [
        f"{number}. {' '.join([step.sentence, *(line for _, line in tree(step))])}"
        for number, step in enumerate(story, 1)
    ]
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {down:g}" width="{across:g}"'
        f' height="{down:g}" role="img" aria-labelledby="title desc"'
        ' font-family="system-ui, Helvetica, Arial, sans-serif" font-size="13">',
        f'<title id="title">{_safe(title)}</title>',
        f'<desc id="desc">{_safe(" ".join(told))}</desc>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{QUIET}"/></marker></defs>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        f'<text x="{EDGE}" y="{EDGE + 16}" font-size="20" font-weight="600" fill="{INK}">{_safe(title)}</text>',
    ]


def _row(steps: Sequence[Told], first: int, top: float, width: int, goes_on: bool) -> _Drawing:
    """Steps side by side, their boxes of one height, with arrows from each to the next."""
    height = max(_box_height(f"{n}. {step.sentence}", width) for n, step in enumerate(steps, first))
    row = _Drawing([], top)
    for place, step in enumerate(steps):
        left = EDGE + place * (width + BETWEEN)
        row.elements += _box(f"{first + place}. {step.sentence}", left, top, width, height, strong=True)
        is_last = place + 1 == len(steps)
        if goes_on or not is_last:  # at the end of a row the arrow points to the edge
            begin, middle = left + width + 4, top + height / 2
            row.elements.append(_arrow(begin, middle, begin + (EDGE if is_last else BETWEEN) - 8, middle))
        reasons = _reasons(step, left, top + height, width, 0)
        row.elements += reasons.elements
        row.bottom = max(row.bottom, reasons.bottom)
    return row


def _reasons(step: Told, left: float, top: float, width: float, level: int) -> _Drawing:
    """The panels below the box of a step; `top` is where that box ends."""
    drawing = _Drawing([], top)
    for reason in step.because:
        panel = _panel(reason, left, drawing.bottom + GAP / 2, width, level)
        drawing.elements += panel.elements
        drawing.bottom = panel.bottom
    return drawing


def _panel(reason: Because, left: float, top: float, width: float, level: int) -> _Drawing:
    gain = f"{reason.gain}, then:" if reason.then else f"{reason.gain}."
    lines = _lines(gain, width)
    inside = _Drawing(_text(lines, left + PAD + 4, top + 4, QUIET), top + 8 + len(lines) * LEADING)
    for place, later in enumerate(reason.then):
        if place:
            middle = left + PAD + 16
            inside.elements.append(_arrow(middle, inside.bottom + 1, middle, inside.bottom + GAP - 1))
            inside.bottom += GAP
        height = _box_height(later.sentence, width - 2 * PAD)
        inside.elements += _box(later.sentence, left + PAD + 3, inside.bottom, width - 2 * PAD, height)
        below = _reasons(later, left + PAD + 3 + PAD, inside.bottom + height, width - 3 * PAD, level + 1)
        inside.elements += below.elements
        inside.bottom = below.bottom
    bottom = inside.bottom + (PAD - 2 if reason.then else 0)
    size = f'width="{width:g}" height="{bottom - top:g}"'
    ground = [
        f'<rect x="{left:g}" y="{top:g}" {size} rx="5" fill="{PANELS[level % 2]}" stroke="{LINE}"/>',
        f'<rect x="{left:g}" y="{top:g}" width="4" height="{bottom - top:g}" rx="2" fill="{_colour(reason)}"/>',
    ]
    return _Drawing([*ground, *inside.elements], bottom)


def _box(text: str, left: float, top: float, width: float, height: float, *, strong: bool = False) -> list[str]:
    stroke = f'stroke="{INK}" stroke-width="1.5"' if strong else f'stroke="{LINE}"'
    rect = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="7" fill="{PAPER}" {stroke}/>'
    return [rect, *_text(_lines(text, width), left + PAD, top + PAD - 4, INK)]


def _box_height(text: str, width: float) -> float:
    return len(_lines(text, width)) * LEADING + 2 * PAD - 6


def _lines(text: str, width: float) -> list[str]:
    """The text of a box so many pixels wide, in lines."""
    return wrap(text, max(8, int((width - 2 * PAD) / LETTER))) or [""]


def _text(lines: Sequence[str], left: float, top: float, colour: str) -> list[str]:
    spans = "".join(f'<tspan x="{left:g}" dy="{LEADING}">{_safe(line)}</tspan>' for line in lines)
    return [f'<text x="{left:g}" y="{top - 2:g}" fill="{colour}">{spans}</text>']


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line {ends} stroke="{QUIET}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _levels(step: Told) -> int:
    """How deep reasons within reasons go; a reason that needs no further step adds nothing."""
    return max((1 + max(map(_levels, reason.then)) for reason in step.because if reason.then), default=0)


def _colour(reason: Because) -> str:
    return OWNERS[reason.character % len(OWNERS)]


def _safe(text: str) -> str:
    """Text for XML, without the control characters that it forbids even when escaped."""
    return escape("".join(char if char.isprintable() else " " for char in text))
