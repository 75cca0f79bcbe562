"""Verb forms, articles and words made from names."""

from __future__ import annotations

import pytest

from dreamwright.voices.words import (
    base_form,
    capitalised,
    indefinite_article,
    listed,
    negated,
    number,
    possessive,
    split_identifier,
    third_person,
    verb_words,
)

VERBS = {
    "give": "gives",
    "be": "is",
    "have": "has",
    "do": "does",
    "go": "goes",
    "carry": "carries",
    "play": "plays",
    "buy": "buys",
    "watch": "watches",
    "wash": "washes",
    "pass": "passes",
    "fix": "fixes",
    "buzz": "buzzes",
    "use": "uses",
    "raise": "raises",
    "lose": "loses",
    "freeze": "freezes",
    "die": "dies",
    "lie": "lies",
    "tie": "ties",
    "ache": "aches",
    "axe": "axes",
    "tiptoe": "tiptoes",
    "focus": "focuses",
    "quiz": "quizzes",
    "cry": "cries",
    "see": "sees",
    "echo": "echoes",
    "leave": "leaves",
    "can": "can",
}


@pytest.mark.parametrize(("base", "third"), VERBS.items())
def test_third_person(base: str, third: str) -> None:
    assert third_person(base) == third


@pytest.mark.parametrize(("base", "third"), VERBS.items())
def test_base_form(base: str, third: str) -> None:
    assert base_form(third) == ("are" if base == "be" else base)


@pytest.mark.parametrize(
    ("third", "plural"),
    [
        ("was", "were"),
        ("doesn't", "don't"),
        ("isn’t", "aren’t"),
        ("hasn't", "haven't"),
        ("Gives", "Give"),
        ("Is", "Are"),
    ],
)
def test_base_form_of_other_forms(third: str, plural: str) -> None:
    assert base_form(third) == plural


@pytest.mark.parametrize("verb", ["can", "gave", "must", "pass", "give"])
def test_what_is_no_third_person_stays(verb: str) -> None:
    assert base_form(verb) == verb


@pytest.mark.parametrize(
    ("verb", "singular", "plural"),
    [
        ("is", "is not", "are not"),
        ("was", "was not", "were not"),
        ("has", "does not have", "do not have"),
        ("loves", "does not love", "do not love"),
        ("can", "can not", "can not"),
        ("does", "does not", "do not"),
    ],
)
def test_negated(verb: str, singular: str, plural: str) -> None:
    assert negated(verb, plural=False) == singular
    assert negated(verb, plural=True) == plural


AN = (
    "apple hour honest-man heir umbrella usher uncle unimportant-thing unnamed-man "
    "FBI-agent SOS 8-ball 11-year-old orange"
)
A = (
    "knife hospital unicorn uniform user usual-thing European one-eyed-man union utility "
    "NATO-base house ewe yard 7-headed-dog"
)


@pytest.mark.parametrize("phrase", AN.split())
def test_an(phrase: str) -> None:
    assert indefinite_article(phrase.replace("-", " ")) == "an"


@pytest.mark.parametrize("phrase", A.split())
def test_a(phrase: str) -> None:
    assert indefinite_article(phrase.replace("-", " ")) == "a"


def test_possessive() -> None:
    assert possessive("Mara") == "Mara's"
    assert possessive("Jones") == "Jones's"
    assert possessive("the bells", plural=True) == "the bells'"
    assert possessive("the children", plural=True) == "the children's"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items: list[str], text: str) -> None:
    assert listed(items) == text


def test_capitalised() -> None:
    assert capitalised("the bell") == "The bell"
    assert capitalised("“the bell”") == "“The bell”"
    assert capitalised("") == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("see_character_at", ["see", "character", "at"]),
        ("underArrest", ["under", "Arrest"]),
        ("BoneIsland", ["Bone", "Island"]),
        ("USArmy", ["US", "Army"]),
        ("Day1", ["Day", "1"]),
        ("HomeB", ["Home", "B"]),
        ("MacGuffin", ["MacGuffin"]),
        ("Tom's_hat.2", ["Tom's", "hat", "2"]),
        ("___", []),
    ],
)
def test_split_identifier(name: str, words: list[str]) -> None:
    assert split_identifier(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pickup", ["pick", "up"]),
        ("pickUp", ["pick", "up"]),
        ("walk", ["walk"]),
        ("makeup", ["makeup"]),
        ("FBI_raid", ["FBI", "raid"]),
        ("lockdown_city", ["lock", "down", "city"]),
    ],
)
def test_verb_words(name: str, words: list[str]) -> None:
    assert verb_words(name) == words


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (0.1 + 0.2, "0.3"), (-2.5, "-2.5"), (1e400, "infinity")])
def test_number(value: float, text: str) -> None:
    assert number(value) == text
