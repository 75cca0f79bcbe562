"""The bundled stage `nightfall`: it can be played through to each of its endings, and dreams itself without a fault.

Each script in `nightfall/` reaches one ending; what is told on the way stands beside it in a `.told` file. They are
played without the stage's director, which may be tuned without touching what the layers are. After a deliberate change
run `DREAMWRIGHT_BLESS=1 pytest tests/worlds/test_nightfall_stage.py` and read what changed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bundled import WORLDS
from dreamwright.director import Brief
from dreamwright.dream import Asking, Dream, Happened, Moved, Stage, load_stage
from dreamwright.dream.signals import OVER
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.obey import enter
from dreamwright.voices.paragraphs import Paragraph

SCRIPTS = Path(__file__).parent / "nightfall"
ENDINGS = {"heart": "ended", "waking": "woke", "sinking": "ended"}
LAYERS = ["cellar", "city", "homecoming", "again"]


@cache
def stage() -> Stage:
    return load_stage(WORLDS / "nightfall.stage")


def undirected() -> Stage:
    return replace(stage(), director=Brief())


class Listener:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, paragraph: Paragraph) -> None:
        self.lines.append(f"{paragraph.lead}{paragraph.text}".rstrip())


def played(name: str, on: Stage) -> tuple[Dream, list[str]]:
    """The dream that a script makes, and what is told in it."""
    lines = [line for line in (SCRIPTS / f"{name}.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert lines.pop(0) == "I consent"
    listener = Listener()
    session = DreamSession(Asking(on).agree(), 1, "nightfall", listener)
    session.start()
    for line in lines:
        listener.lines += ["", f"> {line}"]
        enter(session, line)
    return session.dream, listener.lines


def layers(dream: Dream) -> list[str]:
    return [event.entered.layer.name for event in dream.events if isinstance(event, Moved) and event.entered]


# ---------------------------------------------------------------------------------------------- what there is
def test_nothing_to_complain_of() -> None:
    assert stage().warnings == ()
    assert [layer.name for layer in stage().layers] == LAYERS
    assert stage().draws_on and stage().about and stage().limits.veils


def test_who_is_in_several_layers_has_one_name() -> None:
    """Whoever is in two of the worlds is called the same there, so that they can be recognised."""
    named: dict[str, str | None] = {}
    for layer in stage().layers:
        for character in layer.program.world.characters:
            assert named.setdefault(character.name, character.attributes.name) == character.attributes.name


def test_the_song_runs_through_all_layers() -> None:
    """Each world has the song as a motif, and city and home have it by one name, so that it is known again."""
    for layer in stage().layers:
        songs = {a.name for a in layer.program.world.actions if "song" in a.attributes.tags and a.attributes.motif}
        assert songs, layer.name
        if layer.name != "cellar":
            assert "song" in songs


# ---------------------------------------------------------------------------------------------- the first screen
def test_a_person_is_in_the_city_at_once() -> None:
    """Nothing has to be typed to get out of the cellar, and nothing of it is told."""
    listener = Listener()
    session = DreamSession(Asking(undirected()).agree(), 3, "nightfall", listener)
    session.start()
    assert session.level.layer.name == "city" and session.awaiting
    assert not any("cellar" in line for line in listener.lines)


# ---------------------------------------------------------------------------------------------- the endings
@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_an_ending(name: str) -> None:
    dream, told = played(name, undirected())
    text = "\n".join(told) + "\n"
    path = SCRIPTS / f"{name}.told"
    if os.environ.get("DREAMWRIGHT_BLESS"):
        path.write_text(text, "utf-8")
    assert dream.ending == ENDINGS[name]
    assert {"city", "homecoming"} <= set(layers(dream))
    assert told[-1] == OVER
    assert text == path.read_text("utf-8")


def test_mercy_in_the_dream_moves_the_captor() -> None:
    """Who was freed in the pit draws the needle in the cellar, though nobody told him there."""
    dream, _ = played("heart", undirected())
    deeds = [
        e.level.engine.program.events[e.happening.event].name
        for e in dream.events
        if isinstance(e, Happened) and e.happening.event is not None and e.happening.kind == "action"
    ]
    freed, drawn, called = (deeds.index(d) for d in ("free(Verger, Crake)", "draw_needle(Crake)", "call_him(Crake)"))
    assert freed < drawn < called < deeds.index("shake_hands(Verger, Crake)")


# ---------------------------------------------------------------------------------------------- left to itself
def dreamt(on: Stage, seed: int, most: int) -> Dream:
    dream = Dream(on, seed)
    for _ in range(most):
        if dream.advance() is None:
            break
    return dream


def test_a_dream_by_itself() -> None:
    dream = dreamt(undirected(), 0, 120)
    assert layers(dream)[:2] == ["cellar", "city"]
    assert all(not level.story.problems for level in dream.visited)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_dreams() -> None:
    """All differ, none stalls or meets a fault, and between them they see every layer and end in several ways."""
    dreams = [dreamt(undirected(), seed, 900) for seed in range(10)]
    assert len({dream.hash for dream in dreams}) == 10
    assert all(not level.story.problems for dream in dreams for level in dream.visited)
    assert {name for dream in dreams for name in layers(dream)} == set(LAYERS)
    assert any(dream.ending == "woke" for dream in dreams)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_an_ending_with_the_director(name: str) -> None:
    """As it is bundled, each script still reaches its ending."""
    dream, _ = played(name, stage())
    assert dream.ending == ENDINGS[name]
