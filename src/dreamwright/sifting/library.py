"""The patterns that a story is searched for: those of its world, and the bundled ones."""

from __future__ import annotations

from functools import cache

from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.language.assemble import patterns_for
from dreamwright.language.files import STANDARD, read_source
from dreamwright.language.imports import STANDARD_PREFIX
from dreamwright.language.parse import parse
from dreamwright.language.syntax import Declaration
from dreamwright.language.world import Pattern, World

LIBRARY = "patterns"


def patterns_of(world: World) -> tuple[Pattern, ...]:
    """The world's own patterns, then the bundled ones whose names it has not taken."""
    own = {pattern.name for pattern in world.patterns}
    bundled = patterns_for(world, _bundled())
    return (*world.patterns, *(pattern for pattern in bundled if pattern.name not in own))


def find_pattern(world: World, name: str) -> Pattern:
    """The pattern of a name. Raises DreamwrightError (question-name) with a suggestion."""
    patterns = {pattern.name: pattern for pattern in patterns_of(world)}
    if name not in patterns:
        hint = did_you_mean(name, list(patterns)) or f"there are: {', '.join(patterns)}"
        raise DreamwrightError.of("question-name", f"there is no pattern '{name}'", hint=hint)
    return patterns[name]


@cache
def _bundled() -> tuple[Declaration, ...]:
    source = read_source(STANDARD / f"{LIBRARY}.world", f"{STANDARD_PREFIX}{LIBRARY}")
    return parse(source)[0].declarations
