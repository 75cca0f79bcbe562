"""The world language: from an author's text to a `World` in which every name is resolved and every type checked.

The way of a text: `files` reads it, `lexer` makes tokens, `layout` finds how they nest, `parse` (with `grammar.lark`,
`expressions`, `build`) makes a syntax tree, `imports` gathers all files, `declare` and `resolve` look up names,
`typecheck` applies the type rules, `assemble` makes the World, `lint` adds advice. `format` prints a text canonically.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dreamwright.errors import Source
    from dreamwright.language.syntax import Expression
    from dreamwright.language.world import World

__all__ = ["format_text", "load", "load_text", "resolve_expression"]


def load(path: str | Path, standard: Path | None = None) -> World:
    """The world of a file and everything it imports; `std:` from a folder of one's own if one is given.

    Raises WorldError with all the problems of the first phase (reading, parsing, names, types) that finds any.
    """
    from dreamwright.language.files import read_source

    path = Path(path)
    return _load(read_source(path, str(path)), path, standard)


def load_text(text: str, name: str = "<text>") -> World:
    """The world of a text; its imports are relative to the current folder. Raises WorldError."""
    from dreamwright.language.files import text_source

    return _load(text_source(text, name), None)


def resolve_expression(world: World, text: str, name: str = "<expression>") -> Expression:
    """An expression, read and checked against a world. Raises WorldError."""
    from dreamwright.language.assemble import check_expression
    from dreamwright.language.files import text_source
    from dreamwright.language.parse import parse_expression

    return check_expression(world, parse_expression(text_source(text, name)))


def format_text(text: str, name: str = "<text>") -> str:
    """The text of a world file, printed canonically. Raises WorldError if it cannot be parsed."""
    from dreamwright.language.files import text_source
    from dreamwright.language.format import format_source

    return format_source(text_source(text, name))


def _load(source: Source, path: Path | None, standard: Path | None = None) -> World:
    from dataclasses import replace

    from dreamwright.language.assemble import assemble
    from dreamwright.language.codes import ordered
    from dreamwright.language.files import STANDARD
    from dreamwright.language.imports import gather
    from dreamwright.language.lint import lint

    gathered = gather(source, path, standard or STANDARD)
    world = assemble(gathered.sources, gathered.declarations)
    warnings = ordered([*gathered.warnings, *world.warnings, *lint(world)], gathered.sources)
    return replace(world, warnings=tuple(warnings))
