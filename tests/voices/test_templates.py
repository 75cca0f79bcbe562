"""Author's texts: names, pronouns, agreement, points of view."""

from __future__ import annotations

import pytest

from .worlds import entity, said, town

GIVES = "{giver} [gives] {item} to {taker}."


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (None, "Mara Voss gives the old bell to Tom."),
        ("Mara", "You give the old bell to Tom."),
        ("Tom", "Mara Voss gives the old bell to you."),
        ("Ash", "Mara Voss gives the old bell to Tom."),
    ],
)
def test_point_of_view(reader: str | None, text: str) -> None:
    assert said(GIVES, reader=reader) == text


def test_one_text_serves_singular_plural_and_singular_they() -> None:
    assert said(GIVES, "Ash", "Mara", "Keys", "Crypt") == "Ash gives the keys to Mara Voss."
    assert said(GIVES, "Choir", "Ash", "Keys", "Crypt") == "The Choir give the keys to Ash."
    assert said("{item} [is] heavy and [clinks].", "Ash", "Mara", "Keys", "Crypt") == "The keys are heavy and clink."


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Mara", "Tom"), "She gives him her lamp, his and hers, by herself."),
        (("Ash", "Mara"), "They give her their lamp, hers and theirs, by themself."),
        (("Choir", "Ash"), "They give them their lamp, theirs and theirs, by themselves."),
    ],
)
def test_pronouns(names: tuple[str, str], text: str) -> None:
    template = (
        "{giver:they} [gives] {taker:them} {giver:their} lamp, {taker:theirs} and {giver:theirs}, by {giver:themself}."
    )
    assert said(template, *names, "OldBell", "Crypt") == text


def test_pronouns_to_the_reader() -> None:
    template = "{giver:they} [has] {giver:theirs}; {giver:them}, {giver:their}, {giver:themself}, {giver's}."
    assert said(template, reader="Mara") == "You have yours; you, your, yourself, your."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a item}", "An old bell"),
        ("{the item}", "The old bell"),
        ("{an item}", "An old bell"),
        ("{item:bare}", "Old bell"),
        ("the {item}", "The old bell"),
        ("a {item}", "An old bell"),
        ("with the {taker}", "With Tom"),
        ("{the taker}, {a taker}", "Tom, Tom"),
        ("{item's} rope", "The old bell's rope"),
        ("{the item's} rope", "The old bell's rope"),
        ("another {item:bare}", "Another old bell"),
        ("{Abbey} and {Crypt}", "Abbey and the crypt"),
    ],
)
def test_articles(template: str, text: str) -> None:
    assert said(template) == text


def test_articles_of_plurals() -> None:
    assert (
        said("{a item}, {the item}, {item's} ring", "Mara", "Tom", "Keys", "Crypt")
        == "Some keys, the keys, the keys' ring"
    )


def test_no_article_before_you() -> None:
    assert said("{giver} [sees] the {taker}.", reader="Tom") == "Mara Voss sees you."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{giver} [takes] {item} from {taker} and [leaves].", "You take the old bell from Tom and leave."),
        ("{giver} [hits] {taker}, then [runs].", "You hit Tom, then run."),
        ("{giver} [waits], and {taker} [goes] and [returns].", "You wait, and Tom goes and returns."),
        ("{giver} [sees] {taker}, who [runs].", "You see Tom, who runs."),
        ("{giver's} heart [stops].", "Your heart stops."),
        ("{taker} [takes] {giver's} lamp and [leaves].", "Tom takes your lamp and leaves."),
        ("{giver} and {taker} [leaves].", "You and Tom leave."),
        ("{taker} and {item} [is] gone.", "Tom and the old bell are gone."),
        ("{item} of {giver} [glows].", "The old bell of you glows."),
        ("{giver} quickly [leaves].", "You quickly leave."),
        ("{giver} [says] that {taker} [lies].", "You say that Tom lies."),
        ("With {item} in hand, {giver} [leaves].", "With the old bell in hand, you leave."),
        ("{giver} [hits] {taker} and {item} [falls].", "You hit Tom and the old bell falls."),
        ("{giver} [waits], and {taker} and {item} [falls].", "You wait, and Tom and the old bell fall."),
        ("{giver} sleeps, and {taker} [waits].", "You sleeps, and Tom waits."),
        ("{giver}, {taker}, and {item} [falls].", "You, Tom, and the old bell fall."),
        ("{giver} [sees] that {taker} and {item} [falls].", "You see that Tom and the old bell fall."),
        ("{giver} [does] not move. [Leaves] fall.", "You do not move. Leaves fall."),
        ("{giver} [has] gone", "You have gone"),
        ("{giver}, {taker} and {item} [falls].", "You, Tom and the old bell fall."),
        ("{taker} [is] here. {giver:they} [goes].", "Tom is here. You go."),
    ],
)
def test_agreement(template: str, text: str) -> None:
    assert said(template, reader="Mara") == text


@pytest.mark.parametrize(
    ("template", "reader", "text"),
    [
        (GIVES, "Mara", "You give the old bell to yourself."),
        (GIVES, None, "Mara Voss gives the old bell to herself."),
        ("{giver} [takes] {taker's} hand.", None, "Mara Voss takes her hand."),
        ("{giver} [takes] {giver's} hand.", None, "Mara Voss takes her hand."),
        ("{giver} [takes] {taker:them} away.", None, "Mara Voss takes herself away."),
        ("{giver} [waits] and {taker} [goes].", "Mara", "You wait and you go."),
    ],
)
def test_one_character_in_two_places(template: str, reader: str | None, text: str) -> None:
    assert said(template, "Mara", "Mara", "OldBell", "Crypt", reader=reader) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{item} falls. {item} breaks! {item}?", "The old bell falls. The old bell breaks! The old bell?"),
        ("“{item}”, {item} said… {item}", "“The old bell”, the old bell said… The old bell"),
        ("it falls.\n{item} breaks.", "It falls.\nThe old bell breaks."),
        ("{giver} waits: {item}; {item}", "Mara Voss waits: the old bell; the old bell"),
    ],
)
def test_capitals(template: str, text: str) -> None:
    assert said(template) == text


def test_a_clause_begins_small() -> None:
    assert said("{item} [rings]", is_sentence=False) == "the old bell rings"


def test_doubled_marks_stand_for_themselves() -> None:
    assert said("{{item}} [[rings]] {{{item}}}") == "{item} [rings] {the old bell}"


def test_blanks_are_tidied() -> None:
    assert said("  {giver}   [waits]  \n   here.  ") == "Mara Voss waits\nhere."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{giver} [is] in {at(giver)}.", "Mara Voss is in the crypt."),
        ("{giver} [has] {coins(giver) coin|coins}.", "Mara Voss has 2 coins."),
        ("The {coins(giver)} coins of {giver}.", "The 2 coins of Mara Voss."),
        ("{has(item)'s} bell, {has(item):they} [says].", "Ash's bell, they say."),
        ("{free(taker)}", "True"),
    ],
)
def test_fluents(template: str, text: str) -> None:
    values = {"at": entity(town(), "Crypt"), "coins": 2.0, "has": entity(town(), "Ash"), "free": True}
    assert said(template, values=values) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{giver} [is] in {at(giver)}.", "Mara Voss is somewhere."),
        ("{giver} [goes] to {at(giver)}.", "Mara Voss goes somewhere."),
        ("{giver} [has] {coins(giver) coin|coins}.", "Mara Voss has some coins."),
        ("{coins(giver)}", "An unknown number"),
        ("{has(item)} [has] {has(item)'s} bell", "Someone has someone's bell"),
    ],
)
def test_unknown_fluents(template: str, text: str) -> None:
    assert said(template) == text


def test_one_coin() -> None:
    assert said("{giver} [has] {coins(giver) coin|coins}.", values={"coins": 1.0}) == "Mara Voss has 1 coin."
