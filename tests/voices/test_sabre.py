"""Worlds by other authors, without a text of ours: everything in them can be said acceptably."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from dreamwright.language import load
from dreamwright.language.world import Entity, Parameter, Variable, World
from dreamwright.voices import Narrator, check_texts
from dreamwright.voices.render import FluentValue

FOLDER = os.environ.get("DREAMWRIGHT_SABRE")
FILES = sorted(Path(FOLDER).glob("problems/*.txt")) if FOLDER else []

pytestmark = pytest.mark.skipif(not FILES, reason="DREAMWRIGHT_SABRE does not name a folder of worlds")
ODD = re.compile(r"[_{}\[\]]|  |\b(a|the) (a|the)\b|\bs's\b|[a-z][A-Z](?<!MacG)|\bNone\b")


def fillings(world: World, parameters: tuple[Parameter, ...]) -> Iterator[tuple[Entity | bool | float, ...]]:
    """A few ways to fill a signature: the first two entities of every type."""
    choices = [
        world.entities_of(parameter.type)[:2] if isinstance(parameter, Variable) else (parameter,)
        for parameter in parameters
    ]
    yield from product(*choices)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_events(path: Path) -> None:
    world = load(path)
    narrator = Narrator(world)
    assert check_texts(world) == []
    for event in (*world.actions, *world.triggers):
        for arguments in fillings(world, event.parameters):
            for reader in (None, *world.characters[:2]):
                for kind in ("action", "attempt"):
                    told = narrator.tell(event, arguments, reader, kind)  # type: ignore[arg-type]
                    assert told[0].isupper() and told.endswith(".") and not ODD.search(told), told
            command = narrator.command(event, arguments)
            assert command and not ODD.search(command), command
            assert narrator.verb(event)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_facts(path: Path) -> None:
    world = load(path)
    narrator = Narrator(world)
    reader = world.characters[0]
    for property_ in world.properties:
        values: tuple[FluentValue, ...] = (None, *world.entities_of(property_.type)[:3])
        if property_.type.name == "boolean":
            values = (True, False)
        elif property_.type.name == "number":
            values = (None, 0.0, 1.5)
        for arguments in fillings(world, property_.parameters):
            for value in values:
                fact = narrator.fact(property_, arguments, value, reader)
                belief = narrator.belief((reader, *world.characters[1:2]), property_, arguments, value)
                assert fact and not ODD.search(fact), fact
                assert re.search(" believes? | knows? ", belief) and not ODD.search(belief), belief
