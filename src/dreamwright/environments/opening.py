"""A world opened for environments."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.grounding import Program, load_program
from dreamwright.language.files import STANDARD
from dreamwright.language.world import Entity
from dreamwright.planning.motives import renewed

MOST_NODES = 200_000
"""States that an engine may hold when a story begins; with more, there is a fresh one."""

KEPT = 4
"""Worlds whose engines a process keeps."""


def character_of(program: Program, name: str | None) -> Entity:
    """A character by name; None: the world's subject, or else its first. Raises DreamwrightError
    (no-such-character, no-characters)."""
    characters = {c.name: c for c in program.world.characters}
    if not characters:
        raise DreamwrightError.of("no-characters", "there is nobody in this world")
    if name is None:
        return program.world.subject or next(iter(characters.values()))
    if name not in characters:
        hint = did_you_mean(name, list(characters)) or f"there are: {', '.join(characters)}"
        raise DreamwrightError.of("no-such-character", f"there is no character '{name}'", hint=hint)
    return characters[name]


class Engines:
    """Lends out the engine that stories share, and a fresh one when that has grown too large."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._engine = LeveledEngine(program)

    def engine(self) -> LeveledEngine:
        """For a story that begins."""
        if len(self._engine.nodes) > MOST_NODES:
            self._engine = renewed(self._engine)
        return self._engine


@dataclass(frozen=True)
class _Edition:
    """A program; those of the same texts are the same."""

    texts: tuple[str, ...]
    program: Program = field(compare=False)


@lru_cache(maxsize=KEPT)
def _engines_of(edition: _Edition) -> Engines:
    return Engines(edition.program)


def open_engines(world: str | Path) -> Engines:
    """The engines of a world file, or of a bundled world: all environments of this process share them, with what was
    thought through in them. Raises WorldError."""
    bundled = STANDARD.parent / f"{world}.world"
    program = load_program(bundled if bundled.is_file() and not Path(world).is_file() else Path(world))
    return _engines_of(_Edition(tuple(source.text for source in program.world.sources), program))
