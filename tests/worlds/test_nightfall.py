"""The bundled world `nightfall`: what it promises its players, and that its rules do what they say."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import dreamwright
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.language.world import Entity
from dreamwright.story import Story
from dreamwright.voices import check_texts

NIGHTFALL = Path(dreamwright.__file__).parent / "worlds" / "nightfall.world"


class City:
    """The world, grounded once, with words for asking and doing."""

    def __init__(self) -> None:
        self.world = load(NIGHTFALL)
        self.program = ground(self.world)
        self.engine = LeveledEngine(self.program)
        self.entities = {entity.name: entity for entity in self.world.entities}
        self.properties = {p.name: p for p in self.world.properties}

    def value(self, node: int, name: str, *arguments: str) -> object:
        found = self.engine.read(node, self.properties[name], tuple(self.entities[a] for a in arguments))
        return found.name if isinstance(found, Entity) else found

    def mind(self, node: int, *chain: str) -> int:
        for name in chain:
            node = self.engine.mind(node, self.entities[name].index)
        return node

    def after(self, *actions: str, node: int | None = None) -> int:
        """The state after actions, whether or not each is possible."""
        node = self.engine.initial if node is None else node
        for action in actions:
            node = self.engine.apply(node, self.program.action(action))
        return node

    def possible(self, node: int, action: str) -> bool:
        return self.engine.possible(node, self.program.action(action))


@pytest.fixture(scope="module")
def city() -> City:
    return City()


# ---------------------------------------------------------------------------------------------- what there is
def test_cast_and_deeds(city: City) -> None:
    """Eight characters or more with wants of their own, and twenty things or more that they can do."""
    wanting = [c for c in city.world.characters if c in city.world.utilities]
    assert len(wanting) >= 8
    assert len([action for action in city.world.actions if action.consenting]) >= 20


def test_places_have_several_exits(city: City) -> None:
    places = [place.name for place in city.world.entities_of("place")]
    exits = Counter(a for a in places for b in places if city.value(city.engine.initial, "exit", a, b))
    assert len(places) >= 8
    assert min(exits[place] for place in places) >= 2


def test_nothing_to_complain_of(city: City) -> None:
    assert city.world.warnings == ()
    assert city.program.warnings == ()
    assert list(check_texts(city.world)) == []


def test_everything_is_told(city: City) -> None:
    """Every action has a text, whatever a person may do has a command, and who and what is met can be examined."""
    for action in city.world.actions:
        assert action.attributes.texts, action.name
        assert action.attributes.commands or not action.consenting or action.name in ("prowl", "touch", "cut"), (
            action.name
        )
    for kind in ("character", "place", "item"):
        for entity in city.world.entities_of(kind):
            assert entity.attributes.texts, entity.name


def test_dark_matter_is_tagged(city: City) -> None:
    tags = {tag for action in city.world.actions for tag in action.attributes.tags}
    assert {"violence", "captivity", "dread", "death"} <= tags


def test_days_grow_shorter(city: City) -> None:
    dusk = next(action for action in city.world.actions if action.name == "dusk")
    times = [schedule.times[0] for schedule in sorted(dusk.attributes.schedule, key=lambda s: s.day)]
    assert times == sorted(times, reverse=True) and len(set(times)) == len(times)


@pytest.mark.parametrize(
    ("who", "name", "arguments"),
    [
        ("Verger", "guilty", ("Crake",)),
        ("Vance", "guilty", ("Crake",)),
        ("Vance", "holds", ("WireTale",)),
        ("Bobbin", "holds", ("BridgeTale",)),
        ("Grist", "holds", ("MercyTale",)),
        ("Pardoe", "at", ("Odile",)),
        ("Odile", "condition", ("Pardoe",)),
        ("Crake", "condition", ("Odile",)),
        ("Hale", "condition", ("Odile",)),
        ("Cantor", "purity", ("Verger",)),
    ],
)
def test_wrong_beliefs(city: City, who: str, name: str, arguments: tuple[str, ...]) -> None:
    """Each of the cast is wrong about something from the start."""
    node = city.engine.initial
    assert city.value(city.mind(node, who), name, *arguments) != city.value(node, name, *arguments)


# ---------------------------------------------------------------------------------------------- the rules
def test_the_song_draws_the_pure_and_only_them(city: City) -> None:
    node = city.after("dusk()", "nightfall()", "song()")
    assert city.value(node, "condition", "Vance") == "Drawn"
    assert city.value(node, "condition", "Crake") == "Free"


@pytest.mark.parametrize("remedy", ["ring(Verger)", "rouse(Verger, Vance)", "resist(Vance, Crake)"])
def test_what_helps_against_the_song(city: City, remedy: str) -> None:
    node = city.after("dusk()", "nightfall()", "song()", remedy)
    assert city.value(node, "condition", "Vance") == "Free"


def test_wax_keeps_the_song_out(city: City) -> None:
    node = city.after("dusk()", "nightfall()", "stop_ears(Vance)", "song()")
    assert city.value(node, "condition", "Vance") == "Free"


def test_the_touch_takes_and_love_calls_back(city: City) -> None:
    node = city.after("dusk()", "nightfall()", "song()", "touch(Cantor, Pardoe)")
    assert (city.value(node, "condition", "Pardoe"), city.value(node, "at", "Pardoe")) == ("Taken", "Opera")
    node = city.after("dawn()", "call_back(Odile, Pardoe)", node=node)
    assert city.value(node, "condition", "Pardoe") == "Free"


def test_light_keeps_the_touch_off(city: City) -> None:
    dark = city.after("take(Bobbin, Lantern)", "dusk()", "nightfall()", "prowl(Cantor, Square, Pier)")
    lit = city.after("light(Bobbin)", node=dark)
    assert city.possible(dark, "cut(Cantor, Bobbin)")
    assert not city.possible(lit, "cut(Cantor, Bobbin)")


def test_deeds_change_who_is_pure(city: City) -> None:
    start = city.engine.initial
    assert city.value(start, "purity", "Verger") == "Stained"
    assert city.value(city.after("kill(Verger, Crake)"), "purity", "Verger") == "Black"
    assert city.value(city.after("lie(Pardoe, MercyTale)"), "purity", "Pardoe") == "Stained"
    assert city.value(city.after("unlock(Verger, Odile)"), "purity", "Verger") == "Pure"
    assert city.value(city.after("share(Verger, Crake)"), "purity", "Verger") == "Pure"


def test_an_unjust_arrest_stains_without_their_knowing(city: City) -> None:
    """The Verger believes Crake guilty, so he takes himself to have done no wrong in binding him."""
    node = city.after("lie(Verger, MercyTale)", "share(Verger, Crake)", "share(Verger, Crake)", "seize(Verger, Crake)")
    assert city.value(node, "purity", "Verger") == "Stained"
    assert city.value(city.mind(node, "Verger"), "purity", "Verger") == "Pure"


def test_a_betrayed_hideout(city: City) -> None:
    """Nobody who was not there knows that the Cistern is sold, and the Choir comes in."""
    node = city.after(
        "walk(Verger, Ward, Tunnel)", "walk(Verger, Tunnel, Cistern)", "betray(Grist)", "dusk()", "nightfall()"
    )
    assert city.value(city.mind(node, "Verger"), "safe", "Cistern") is True
    assert city.value(city.mind(node, "Cantor"), "safe", "Cistern") is False
    assert city.possible(node, "prowl(Cantor, Square, Cistern)")
    node = city.after("prowl(Cantor, Square, Cistern)", node=node)
    assert city.value(city.mind(node, "Verger"), "safe", "Cistern") is False


def test_there_is_no_bargain(city: City) -> None:
    """Who believes that the Choir spares those who bring it somebody believes so afterwards too, until silver."""
    node = city.after("walk(Grist, Quay, Market)", "walk(Grist, Market, Square)", "betray(Grist)")
    assert city.value(node, "favour", "Grist") is False
    assert city.value(city.mind(node, "Grist"), "favour", "Grist") is True
    node = city.after("dusk()", "nightfall()", "cut(Cantor, Grist)", node=node)
    assert city.value(city.mind(node, "Grist"), "holds", "MercyTale") is False


def test_what_is_said_is_believed_but_not_by_those_who_hate(city: City) -> None:
    node = city.after("walk(Grist, Quay, Market)", "walk(Pardoe, School, Court)", "walk(Pardoe, Court, Market)")
    node = city.after("tell(Grist, MercyTale)", node=node)
    assert city.value(city.mind(node, "Hale"), "holds", "MercyTale") is True
    assert city.value(city.mind(node, "Pardoe"), "holds", "MercyTale") is False


def test_no_way_out(city: City) -> None:
    """Whoever is told that the bridge is open can believe that they can cross it; nobody can."""
    node = city.after("walk(Bobbin, Pier, Quay)", "walk(Bobbin, Quay, Bridge)")
    assert city.possible(city.mind(node, "Bobbin"), "cross(Bobbin)")
    assert not city.possible(node, "cross(Bobbin)")


# ---------------------------------------------------------------------------------------------- stories
@dataclass
class Run:
    """What came of one seed."""

    hash: str
    problems: int
    actors: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    of_day: Counter[int] = field(default_factory=Counter)
    purity_changed: bool = False


def run(city: City, seed: int, days: int) -> Run:
    """Let a story unfold, and count."""
    story = Story(city.engine, seed)
    last = story.clock.minute(days + 1, 0)
    while story.advance(last) is not None:
        pass
    found = Run(story.hash, len(story.problems))
    for happening in story.happenings:
        assert happening.event is not None
        event = city.program.events[happening.event]
        if happening.actor is not None:
            found.actors[city.world.entities[happening.actor].name] += 1
            found.of_day[story.clock.day(happening.minute)] += 1
        if happening.kind == "action":
            found.deeds[event.event.name] += 1
    souls = [soul.name for soul in city.world.entities_of("soul")]
    found.purity_changed = any(
        city.value(story.node, "purity", s) != city.value(city.engine.initial, "purity", s) for s in souls
    )
    return found


def test_the_first_day(city: City) -> None:
    first, second = run(city, 1, 1), run(city, 2, 1)
    assert first.hash != second.hash
    assert first.problems == second.problems == 0
    assert len(first.deeds) >= 15
    assert first.of_day[1] >= 60


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_stories_of_three_days(city: City) -> None:
    """All differ, none stalls, everybody acts, deeds weigh, and sometimes the hideout is sold."""
    runs = [run(city, seed, 3) for seed in range(10)]
    assert len({r.hash for r in runs}) == 10
    assert all(r.problems == 0 for r in runs)
    acted = sum((r.actors for r in runs), Counter[str]())
    assert all(acted[c.name] > 0 for c in city.world.characters)
    done = sum((r.deeds for r in runs), Counter[str]())
    assert (
        done["betray"] and done["confess"] and done["forgive"] and done["touch"] and done["seize"] and done["release"]
    )
    assert all(min(r.of_day[day] for day in (1, 2, 3)) >= 5 for r in runs)
    assert any(r.purity_changed for r in runs)


# ---------------------------------------------------------------------------------------------- played
SCRIPT = """look
examine Crake
question Crake
think about Crake
go to the Fish Market
ask Hale for news
map
forage
journal
wait until dusk
quit
yes
"""


def test_played_by_script(tmp_path: Path) -> None:
    """A first afternoon goes through without a traceback, in the second person."""
    script = tmp_path / "afternoon.txt"
    script.write_text(SCRIPT)
    command = [
        sys.executable,
        "-m",
        "dreamwright",
        "play",
        "nightfall.world",
        "--no-keep",
        "--seed",
        "1",
        "--script",
        str(script),
    ]
    played = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert played.returncode == 0, played.stderr
    assert "Traceback" not in played.stderr + played.stdout
    assert "You question Lucan Crake" in played.stdout
    assert "The Fish Market" in played.stdout
