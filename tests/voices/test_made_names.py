"""Names made from the names of entities."""

from __future__ import annotations

import pytest

from dreamwright.language import load_text
from dreamwright.voices import Narrator

from .worlds import entity

WORLD = """
type place; type item; type crime;
entity Tom : character; entity SecretAgent : character; entity old_man : character; entity mara : character;
entity Castle : place; entity BoneIsland : place; entity Home : place; entity HomeB : place; entity USA : place;
entity Papers : item; entity Glass : item; entity TomCoin : item; entity MacGuffin : item; entity rusty_key : item;
entity Murder : crime; entity HighTreason : crime; entity Day1 : crime;
property at(c : character) : place;
property holder(i : item) : character;
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tom", "Tom"),
        ("SecretAgent", "Secret Agent"),
        ("old_man", "the old man"),
        ("mara", "Mara"),
        ("Castle", "the Castle"),
        ("BoneIsland", "Bone Island"),
        ("Home", "Home"),
        ("HomeB", "Home B"),
        ("USA", "the USA"),
        ("Papers", "the Papers"),
        ("TomCoin", "Tom's coin"),
        ("MacGuffin", "the MacGuffin"),
        ("rusty_key", "the rusty key"),
        ("Murder", "murder"),
        ("HighTreason", "high treason"),
        ("Day1", "Day 1"),
    ],
)
def test_made_name(name: str, text: str) -> None:
    world = load_text(WORLD)
    assert Narrator(world).name(entity(world, name)) == text


def test_a_mere_value_has_no_article() -> None:
    world = load_text(
        """
        type mood; type topic;
        entity Tom : character; entity Fed : mood { name: "well fed"; }; entity News : topic { name: "news"; };
        property mood(c : character) : mood { text: "{c} [is] {value}"; text(unknown): "{the Fed}, {a Fed}"; };
        action tell(c : character, t : topic) {};
        """
    )
    narrator, (tom, fed, news) = Narrator(world), world.entities
    assert narrator.fact(world.properties[0], (tom,), fed) == "Tom is well fed"
    assert narrator.fact(world.properties[0], (tom,), None) == "the well fed, a well fed"
    assert [narrator.name(fed), narrator.name(news)] == ["well fed", "the news"]


@pytest.mark.parametrize(("name", "plural"), [("Papers", True), ("Glass", False), ("Tom", False), ("Castle", False)])
def test_number(name: str, plural: bool) -> None:
    world = load_text(WORLD)
    assert Narrator(world).naming[entity(world, name)].plural is plural


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Mara Voss", "Mara Voss"),
        ("the Warden", "the Warden"),
        ("a knife", "the knife"),
        ("old  bell", "the old bell"),
        ("“Ash”", "“Ash”"),
        ("7th seal", "the 7th seal"),
    ],
)
def test_given_name(given: str, text: str) -> None:
    world = load_text(f'type item; entity Thing : item {{ name: "{given}"; }};')
    assert Narrator(world).name(world.entities[0]) == text
