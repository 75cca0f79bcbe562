"""The bundled patterns, each on the least story that has it, and on one that only nearly has."""

from __future__ import annotations

import pytest

from dreamwright.errors import WorldError
from dreamwright.language import format_text, load_text
from dreamwright.sifting import find_pattern, patterns_of
from dreamwright.voices import Narrator, check_texts
from sifting.courts import COURT, found


@pytest.mark.parametrize(
    ("name", "deeds", "expected"),
    [
        ("betrayal", ["swear(Ann, Bo)", "hit(Ann, Cy)", "hit(Ann, Bo)"], [("Ann Bo", (0, 2))]),
        ("betrayal", ["hit(Ann, Bo)", "swear(Ann, Bo)", "hit(Bo, Ann)"], []),
        ("betrayal", ["swear(Ann, Bo)", "swear(Ann, Bo)", "hit(Ann, Bo)", "hit(Ann, Bo)"], [("Ann Bo", (1, 2))]),
        ("treachery", ["swear(Ann, Bo)", "sell(Ann)"], [("Ann Bo", (0, 1))]),
        ("treachery", ["swear(Ann, Bo)", "sell(Cy)"], []),
        ("faith_kept", ["swear(Ann, Bo)", "nurse(Ann, Bo)"], [("Ann Bo", (0, 1))]),
        ("faith_kept", ["swear(Ann, Bo)", "hit(Ann, Bo)", "nurse(Ann, Bo)"], []),
        ("rescue", ["bind(Ann, Bo)", "loose(Cy, Bo)"], [("Cy Bo", (1,))]),
        ("sacrifice", ["heal(Cy, Ann)", "nurse(Cy, Ann)", "heal(Ann, Bo)"], [("Cy Ann", (0,))]),
        ("recapture", ["bind(Ann, Bo)", "slip(Bo)", "bind(Cy, Bo)"], [("Bo", (1, 2))]),
        ("recapture", ["bind(Ann, Bo)", "loose(Cy, Bo)", "bind(Cy, Bo)"], []),
        ("revenge", ["hit(Ann, Bo)", "hit(Bo, Ann)"], [("Bo Ann", (0, 1))]),
        ("revenge", ["hit(Ann, Bo)", "pardon(Bo, Ann)", "hit(Bo, Ann)"], []),
        ("reconciliation", ["hit(Ann, Bo)", "pardon(Bo, Ann)"], [("Bo Ann", (0, 1))]),
        ("reunion", ["bind(Cy, Ann)", "loose(Cy, Ann)"], [("Ann Bo", (0, 1))]),
        ("reunion", ["bind(Ann, Cy)", "loose(Ann, Cy)"], []),  # nobody but Cy was the worse for it
        ("lie_believed", ["poison(Cy)", "boast(Ann, Bo)"], [("Ann Bo", (1,))]),
        ("lie_believed", ["poison(Ann)", "go(Bo, Yard)", "boast(Ann, Bo)"], []),  # it is so
        ("theft_undiscovered", ["go(Bo, Yard)", "rob(Ann, Bo)"], [("Ann Bo", (1,))]),
        ("theft_undiscovered", ["rob(Ann, Bo)"], []),
        ("theft_undiscovered", ["go(Bo, Yard)", "rob(Ann, Bo)", "go(Bo, Hall)", "rob(Ann, Cy)"], [("Ann Bo", (1,))]),
        ("secret_kept", ["go(Bo, Yard)", "poison(Ann)"], [("Ann Bo", (1,))]),
        ("secret_kept", ["go(Bo, Yard)", "poison(Ann)", "boast(Ann, Bo)"], []),
        ("secret_kept", ["go(Bo, Yard)", "poison(Ann)", "confess(Ann)"], []),
        ("dramatic_irony", ["go(Bo, Yard)", "hit(Ann, Bo)"], []),  # she saw him leave
        ("dramatic_irony", ["go(Ann, Yard)", "go(Bo, Hall)"], []),  # he is there, and knows it
        ("rise", ["hit(Ann, Cy)", "nurse(Ann, Cy)", "nurse(Ann, Cy)"], [("Cy", (0, 2))]),
        ("fall", ["nurse(Ann, Cy)", "hit(Ann, Cy)", "hit(Ann, Cy)"], [("Cy", (0, 2))]),
    ],
)
def test_bundled_pattern(name: str, deeds: list[str], expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert found(name, *deeds) == expected


def test_irony_needs_a_mistake_and_somebody_who_knows_better() -> None:
    """Bo comes to the yard after Ann has left it; Cy, in the hall, knows where she is."""
    blind = COURT.replace(
        "observing(o : character): at(o) == at(c) | at(o) == p;\n", "observing(o : character): o == Cy;\n"
    )
    world = blind.replace(
        "consenting: c; tags: harm;", "consenting: c; observing(x : character): x == c; tags: harm;", 1
    )
    assert found("dramatic_irony", "go(Ann, Yard)", "hit(Bo, Ann)", world=world) == [("Bo", (1,))]
    nobody = world.replace("o == Cy", "o == c")
    assert found("dramatic_irony", "go(Ann, Yard)", "hit(Bo, Ann)", world=nobody) == [("Bo", (1,))]  # Ann knows


def test_downfall_is_harm_that_the_doer_did_not_foresee() -> None:
    world = COURT + (
        "property rotten() : boolean; rotten(); believes(Ann, !rotten());"
        "action feast(c : character) {"
        "  effect: if(rotten()) health(c) = health(c) - 2 else health(c) = health(c) + 1; consenting: c;"
        "};"
    )
    assert found("downfall", "feast(Ann)", "feast(Bo)", world=world) == [("Ann", (0,))]


def test_every_bundled_pattern_is_told_well() -> None:
    """The texts of the library hold in any world, and every pattern has one."""
    world = load_text(COURT)
    names = [pattern.name for pattern in patterns_of(world)]
    assert len(names) >= 8 and names == list(dict.fromkeys(names))
    assert all(pattern.attributes.texts and pattern.attributes.doc for pattern in patterns_of(world))
    whole = load_text(COURT + 'import "std:patterns";')
    assert check_texts(whole) == []
    narrator = Narrator(world)
    betrayal, (ann, bo, _) = find_pattern(world, "betrayal"), world.characters
    assert narrator.tell(betrayal.telling, (ann, bo)) == "Ann gives Bo their word, and breaks it."


def test_a_world_of_ones_own_takes_precedence() -> None:
    world = COURT + "pattern betrayal(a : character) { event: swear(a, _); event: sell(a); within: 1; };"
    assert found("betrayal", "swear(Ann, Bo)", "sell(Ann)", world=world) == [("Ann", (0, 1))]
    assert found("betrayal", "swear(Ann, Bo)", "go(Cy, Yard)", "sell(Ann)", world=world) == []


CONDITIONS = """
pattern grudge(a : character, b : character) {
  event: hit(a, b);
  before: health(b) > 2;
  after: believes(b, health(b)) == 2;
  seen: b;
  while: at(a) == at(b);
  event: hit(b, a);
  unseen: a;
};
pattern outlived(a : character) { event: swear(a, _); while: health(a) > 1; event: end; };
pattern robbed(a : character) { event: theft to a; within_reach: a; };
"""


def test_conditions_before_after_and_meanwhile() -> None:
    world = COURT + CONDITIONS.split("pattern robbed")[0].replace("  unseen: a;\n", "")
    assert found("grudge", "hit(Ann, Bo)", "hit(Bo, Ann)", world=world) == [("Ann Bo", (0, 1))]
    assert found("grudge", "hit(Cy, Bo)", "hit(Ann, Bo)", "hit(Bo, Ann)", world=world) == []
    parted = ["hit(Ann, Bo)", "go(Ann, Yard)", "go(Ann, Hall)", "hit(Bo, Ann)"]
    assert found("grudge", *parted, world=world) == []
    hits = ["swear(Ann, Bo)", "swear(Bo, Ann)", "hit(Cy, Bo)", "hit(Cy, Bo)"]
    assert found("outlived", *hits, world=world) == [("Ann", (0,))]


def test_what_is_wrong_with_a_pattern_is_told_with_its_place() -> None:
    with pytest.raises(WorldError) as error:
        load_text(COURT + CONDITIONS)
    found_ = [(d.code, d.span.text if d.span else "") for d in error.value.diagnostics]
    assert found_ == [("attribute-unknown", "within_reach")]
    with pytest.raises(WorldError) as error:
        load_text(COURT + "pattern p(a : character) { event: swear(a, Bob); after: health(x) > 1; seen: Hall; };")
    assert [d.code for d in error.value.diagnostics] == ["entity-unknown", "entity-unknown", "character-expected"]
    with pytest.raises(WorldError) as error:
        load_text(COURT + "pattern p(a : character) { event: swear(a, _); after: health(a); };")
    assert [d.code for d in error.value.diagnostics] == ["boolean-expected"]


def test_a_pattern_is_formatted() -> None:
    untidy = "pattern p(a:character){event:promise by a to  b;while: gold(a)>1&at(a)==Hall;event :end}"
    tidy = format_text(untidy)
    assert tidy == (
        "pattern p(a : character) {\n  event: promise by a to b;\n"
        "  while: gold(a) > 1 & at(a) == Hall;\n  event: end;\n};\n"
    )
    assert format_text(tidy) == tidy


def test_a_property_may_still_be_called_pattern() -> None:
    """The word means nothing special anywhere else."""
    world = load_text(
        "entity A : character; property pattern(c : character) : boolean; pattern(A);"
        "action event(c : character) { precondition: pattern(c); effect: !pattern(c); consenting: c; };"
    )
    assert [p.name for p in world.properties] == ["pattern"] and world.patterns == ()
