"""Saved games: which world, seed and character, and what the person did. Restoring plays it again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from dreamwright.errors import DreamwrightError
from dreamwright.language.texts import read_text
from dreamwright.language.world import World

_FORMAT = "dreamwright saved game, version 1"


@dataclass(frozen=True, slots=True)
class Save:
    """`deeds` are what the person did, each a ground action's name or a number of minutes waited."""

    world: str
    """A fingerprint of the world's files."""
    subject: str
    seed: int
    deeds: list[str | int] = field(default_factory=list)


def fingerprint(world: World) -> str:
    """A hash of every file a world was read from, that changes when any of them does."""
    digest = sha256()
    for source in world.sources:
        digest.update(sha256(source.text.encode()).digest())
    return digest.hexdigest()


def write_save(path: Path, save: Save) -> None:
    """Write a saved game whole or not at all, over nothing but another saved game. Raises DreamwrightError."""
    if path.exists():
        try:
            read_save(path)
        except DreamwrightError:
            raise DreamwrightError.of("save-over", f"'{path}' is there already and is no saved game") from None
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(json.dumps({"format": _FORMAT, **asdict(save)}, indent=1) + "\n", encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise DreamwrightError.of("save-unwritable", f"cannot write '{path}': {error.strerror or error}") from error


def read_save(path: Path) -> Save:
    """Read a saved game. Raises DreamwrightError if the file cannot be read or is none."""
    text = read_text(path)
    try:
        data: Any = json.loads(text)
        if data.pop("format") != _FORMAT:
            raise ValueError
        save = Save(**data)
        if not _is_well_formed(save):
            raise ValueError
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise DreamwrightError.of("save-format", f"'{path}' is no saved game") from None
    return save


def _is_well_formed(save: Save) -> bool:
    texts = isinstance(save.world, str) and isinstance(save.subject, str)
    numbers = isinstance(save.seed, int) and isinstance(save.deeds, list)
    return texts and numbers and all(isinstance(d, str) or (isinstance(d, int) and d > 0) for d in save.deeds)
