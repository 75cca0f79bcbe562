"""The templates, and what the pages draw with. Every name and text of a world is escaped: worlds are untrusted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"

DRAWN_WITH = ("cytoscape.js", "htmx.js", "uplot.js", "uplot.css")
"""Files of others, fetched when the project is built (pictures.py)."""


class Pages:
    """Renders templates."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, **values: Any) -> str:
        """A page, or a piece of one."""
        return self._environment.get_template(name).render(drawn=can_draw(), **values)


def can_draw() -> bool:
    """Whether all is there that pictures are drawn with."""
    return all((VENDOR / name).is_file() for name in DRAWN_WITH)
