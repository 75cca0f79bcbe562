"""Writes diagnostics.md from the registry of codes and the worlds in tests/problems: `make docs`.

A test compares the page with what this script would write.
"""

from __future__ import annotations

from pathlib import Path

from dreamwright.language.codes import CODES

DOCS = Path(__file__).parent
PROBLEMS = DOCS.parent / "tests" / "problems"
LONGEST = 40
"""Lines of a world that are shown; some problems take a long world to make."""

HEAD = """\
# Diagnostics

Everything that can be wrong with a world, by its code, with a tiny world that has the problem and what is said about
it. An *error* stops; a *warning* does not. This page is made from `tests/problems/` by `make docs`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(code, about) for code, about in CODES.items())])


def section(code: str, about: str) -> str:
    """One code: what it is about, a world that raises it, and the message."""
    lines = [f"## {code}", "", f"{about[0].upper()}{about[1:]}.", ""]
    for suffix, fence in ((".world", ""), (".txt", "text")):
        file = (PROBLEMS / code).with_suffix(suffix)
        text = readable(file)
        if text is not None:
            lines += [f"```{fence}", *text.rstrip("\n").split("\n"), "```", ""]
    return "\n".join(lines)


def readable(file: Path) -> str | None:
    """The text of a file that is worth showing; None if there is none."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    shown = text.strip() and text.isprintable() is not None and text.count("\n") <= LONGEST
    return text if shown else None


if __name__ == "__main__":
    (DOCS / "diagnostics.md").write_text(page(), encoding="utf-8")
