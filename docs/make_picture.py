"""Draws the README's picture: a real session of `dreamwright play nightfall.world`, for a light and a dark page.

The commands are in `play-tour.txt`; what the game answers is what it answers now. `make docs` runs this.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

DOCS = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("dreamwright")
COLUMNS = 88
LONGEST = 40
"""Lines. A picture longer than a screen would not be looked at."""
MARGIN, LETTER, LINE = 20, 8.4, 20
"""Pixels: around the text, the width of a letter at 14 px, from line to line."""

THEMES = {
    "light": {"paper": "#fbfaf7", "edge": "#d8d5cc", "ink": "#33353b", "typed": "#2456b8"},
    "dark": {"paper": "#181a20", "edge": "#3a3d46", "ink": "#d0d2d8", "typed": "#8ab4ff"},
}


def session() -> list[str]:
    """What the game shows from the first command of the tour on, the commands included, as wide as the picture."""
    done = subprocess.run(
        [COMMAND, "play", "nightfall.world", "--seed", "1", "--script", DOCS / "play-tour.txt"],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": str(COLUMNS), "TERM": "dumb", "PATH": ""},
    )
    shown = done.stdout[done.stdout.index("\n> ") + 1 :].splitlines()
    return [line for told in shown for line in textwrap.wrap(told, COLUMNS) or [""]][:LONGEST]


def picture(lines: list[str], *, paper: str, edge: str, ink: str, typed: str) -> str:
    """The lines as SVG; what the player typed stands out."""
    width, height = COLUMNS * LETTER + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    rows = [
        f'<text x="{MARGIN}" y="{MARGIN + LINE * (i + 0.75):g}"'
        + (f' fill="{typed}" font-weight="bold"' if line.startswith(">") else "")
        + f">{escape(line)}</text>"
        for i, line in enumerate(lines)
        if line
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" fill="{ink}"'
    font = 'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" xml:space="preserve"'
    frame = f'<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1}" rx="8" fill="{paper}" stroke="{edge}"/>'
    return "\n".join([f"{head} {font}>", frame, *rows, "</svg>", ""])


if __name__ == "__main__":
    shown = session()
    for theme, colours in THEMES.items():
        (DOCS / f"play-{theme}.svg").write_text(picture(shown, **colours), encoding="utf-8")
