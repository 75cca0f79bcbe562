"""Whole worlds load: what the World holds, for all worlds at hand and for small ones."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.errors import WorldError
from dreamwright.language import load, load_text, resolve_expression
from dreamwright.language.syntax import Quantified
from dreamwright.language.world import Entity, Schedule, Variable
from language.worlds import ALL, REFUSED


@pytest.mark.parametrize("path", ALL, ids=[path.stem for path in ALL])
def test_world_loads(path: Path) -> None:
    """Every world at hand loads, and its characters come first."""
    world = load(path)
    assert [entity.index for entity in world.entities] == list(range(len(world.entities)))
    assert [entity.is_character for entity in world.entities] == sorted(
        (entity.is_character for entity in world.entities), reverse=True
    )


@pytest.mark.parametrize("path", REFUSED, ids=[path.stem for path in REFUSED])
def test_world_is_refused(path: Path) -> None:
    """What the original refuses to read is refused."""
    with pytest.raises(WorldError):
        load(path)


def codes(text: str) -> list[str]:
    """The codes of the problems of a text."""
    with pytest.raises(WorldError) as caught:
        load_text(text)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def test_entities_add_up_and_stand_in_order() -> None:
    """Entity order: characters first, each group by first declaration; types of several declarations add up (2.1)."""
    world = load_text("entity Oven : thing; entity Vera : baker; entity Bun : bread; entity Vera : neighbour;"
                      "type baker : character; entity Kit : character;")  # fmt: skip
    assert [entity.name for entity in world.entities] == ["Vera", "Kit", "Oven", "Bun"]
    assert world.entities[0].types == {"baker", "character", "neighbour", "entity"}
    assert [entity.name for entity in world.entities_of("bread")] == ["Bun"]
    assert world.types["neighbour"].is_subtype_of("entity")


def test_kinds_may_come_in_any_order() -> None:
    """A use may stand before the declaration (1.2)."""
    world = load_text("utility(): n(Ann); n(Ann) = 3; property n(c : person) : number; entity Ann : person;"
                      "type person : character;")  # fmt: skip
    assert len(world.initial) == 1


def test_no_word_is_reserved() -> None:
    """Keywords are names where no keyword is looked for (1.1)."""
    world = load_text(
        "type type; entity entity : type; entity action : character; property if(type : type) : boolean;"
        "property utility() : number; property world() : boolean; property else() : boolean;"
        "if(entity); utility() = 5; world(); action effect(precondition : type) {"
        "  precondition: if(precondition) & else(); effect: !world(); consenting: action;"
        "  observing(consenting : character): consenting == action; };"
        "utility(): utility(); utility(action): if(if(entity)) utility() else 0;"
    )
    assert [p.name for p in world.properties] == ["if", "utility", "world", "else"]
    assert len(world.initial) == 3


def test_overloads_are_chosen_by_their_arguments() -> None:
    """The first declared property that accepts the arguments is meant (2.2)."""
    world = load_text(
        "type place; type item; entity Ann : character; entity Cup : item; entity Hall : place;"
        "property at(c : character) : place; property at(i : item) : entity; property open(b : boolean) : number;"
        "property level(1) : number; property level(2) : number; property gift(Ann) : item;"
        "at(Ann) = Hall; at(Cup) = Ann; open(True) = 2; level(2) = 5; gift(Ann) = Cup;"
    )
    read = [statement.target.property for statement in world.initial]  # type: ignore[union-attr]
    assert [p.index for p in read] == [0, 1, 2, 4, 5]
    assert isinstance(world.properties[5].parameters[0], Entity)
    assert world.properties[4].parameters == (2.0,)


def test_only_a_top_level_conjunction_separates_statements() -> None:
    """`a & b` are two initial statements, `forall(...) (a & b)` is one (3.2)."""
    world = load_text("property a() : boolean; property b() : boolean; a() & !b(); forall(c : character) (a() & b());")
    assert len(world.initial) == 3


@pytest.mark.parametrize("written", ["a, b", "(a, b)", "((a, b),)", "a, b, a"])
def test_consenting(written: str) -> None:
    """Brackets change nothing; who consents twice counts once."""
    if written.endswith(",)"):
        assert codes(f"action wed(a : character, b : character) {{ consenting: {written}; }};") == ["syntax"]
        return
    world = load_text(f"action wed(a : character, b : character) {{ consenting: {written}; }};")
    assert [ref.span.text for ref in world.actions[0].consenting] == ["a", "b"]


@pytest.mark.parametrize("written", ["", "()", "(())"])
def test_consenting_nobody(written: str) -> None:
    """An action that nobody need want."""
    assert load_text(f"action rain() {{ consenting: {written} }};").actions[0].consenting == ()


def test_a_variable_hides_an_entity_and_may_be_shadowed_by_another_type() -> None:
    """Scopes (1.3): the inner variable of another type is meant inside."""
    text = "type place; entity c : place; property p(x : entity) : boolean; action go(c : character) {{ {} }};"
    world = load_text(text.format("precondition: exists(c : place) p(c);"))
    condition = world.actions[0].precondition
    assert isinstance(condition, Quantified)
    assert condition.body.arguments[0].variable is condition.variable  # type: ignore[union-attr]
    assert codes(text.format("precondition: exists(c : character) p(c);")) == ["variable-repeated"]


@pytest.mark.parametrize(
    "value",
    [
        "? + 1",
        "if(n() == ?) ? else 3",
        "sum(c : character) 1",
        "believes(Ann, n()) + 1",
        "-3",
        "product(b : boolean) 2",
    ],
)
def test_values_that_are_numbers(value: str) -> None:
    """What fits where a number is needed; `?` fits too (2.3)."""
    load_text(f"entity Ann : character; property n() : number; n() = {value};")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("b() = ?", "boolean-expected"),
        ("n() = if(b()) 1", "else-missing"),
        ("n() = b()", "number-expected"),
        ("at() = if(b()) Hall else Ann", "value-type"),
        ("at() = far()", "value-type"),
        ("b() = (n() = 3)", "assignment-misplaced"),
        ("b() = (n() <= ?)", "unknown-order"),
        ("exists(c : character) b()", "effect-shape"),
        ("at() != Hall", "effect-shape"),
        ("False", "effect-shape"),
        ("n() > 3", "effect-shape"),
        ("believes(Hall, b())", "character-expected"),
        ("forall(k : number) b()", "parameter-number"),
        ("b() = exists(x : nothing) b()", "type-unknown"),
        ("b() = (Ann : nothing)", "type-unknown"),
    ],
)  # fmt: skip
def test_statements_that_are_refused(statement: str, code: str) -> None:
    """The static rules (2.3, 3.1)."""
    world = ("type place; type room : place; entity Ann : character; entity Hall : room; property b() : boolean;"
             "property n() : number; property at() : room; property far() : place;")  # fmt: skip
    assert codes(f"{world} {statement};") == [code]


@pytest.mark.parametrize(
    "statement",
    ["b()", "!b()", "b() != b()", "b() == (n() > 3)", "at() == Hall", "at() = ?", "n() = ?", "True",
     "forall(c : character) b()", "if(b()) n() = 1 elseif(n() == 1) !b()", "believes(Ann, b())",
     "!believes(Ann, b())", "believes(Ann, far()) = at()", "believes(Ann, believes(Ann, n() = 1))", "far() = at()",
     "at() = if(b()) Hall else ?", "b() = (at() : place)"],
)  # fmt: skip
def test_statements_that_are_effects(statement: str) -> None:
    """The forms of effects (3.1)."""
    load_text("type place; type room : place; entity Ann : character; entity Hall : room; property b() : boolean;"
              f"property n() : number; property at() : room; property far() : place; {statement};")  # fmt: skip


def test_all_errors_of_a_phase_and_none_of_later_ones() -> None:
    """Names are not looked up in a text that cannot be parsed, types not checked where names are wrong."""
    assert codes("p() & ; entity : x; q();") == ["expression-missing", "syntax"]
    assert codes("property n() : number; p(); utility(): q(); n() = True;") == ["property-unknown", "property-unknown"]


def test_what_we_add() -> None:
    """Attributes of all kinds end up in the World."""
    world = load_text(
        """
        world "Bells" { start: "2031-11-02 18:00"; subject: Mara; text: "Listen."; tags: dark, well-made; };
        /// Rings at night.
        entity OldBell : item { name: "old bell"; pronouns: it; text: "It hangs."; motif: 0.5; plural: no; };
        entity Mara : character { routine: ring; whim: 0.3; patience: 0.8; };
        property on(i : item) : boolean { text: "{i} [is] on"; text(not): "{i} [is] off"; };
        action ring(c : character, i : item) { effect: on(i); consenting: c; duration: 5;
            command: "ring {i}", "pull {i}"; text: "a"; text(actor): "b"; text(observer): "c";
            text(attempt): "d"; uncanny: 0.4; };
        action nightfall() {
            schedule: daily at 20:00 and 6:30, once on day 3 at 06:00, every 90 minutes, every 2 hours; };
        action rain() { rate: 2.5; };
        utility(Mara): if(on(OldBell)) 1 else 0 { tags: duty; };
        """
    )
    assert (world.title, world.start) == ("Bells", datetime(2031, 11, 2, 18, 0))
    assert world.subject is world.entities[0]
    assert world.attributes.tags == ("dark", "well-made")
    bell, ring = world.entities[1].attributes, world.actions[0].attributes
    assert (bell.doc, bell.name, bell.motif) == ("Rings at night.", "old bell", 0.5)
    assert (ring.duration, [t.text for t in ring.commands]) == (5, ["ring {i}", "pull {i}"])
    assert [t.view for t in ring.texts] == ["any", "actor", "observer", "attempt"]
    assert world.actions[1].attributes.schedule == (
        Schedule("daily", times=(390, 1200)),
        Schedule("once", times=(360,), day=3),
        Schedule("every", minutes=90),
        Schedule("every", minutes=120),
    )
    assert world.actions[2].attributes.rate == 2.5
    assert world.utility_attributes[world.subject].tags == ("duty",)


def test_expressions_on_their_own() -> None:
    """What `check`, `ask` and tests resolve against a world that is loaded."""
    world = load_text("entity Ann : character; property n(c : character) : number;")
    total = resolve_expression(world, "sum(c : character) 1")
    assert isinstance(total, Quantified)
    assert total.variable is not None and isinstance(total.variable, Variable)
    for wrong in ("", "n(Ben)", "n(Ann", "n(Ann) = 3", "m()", "n(Ann);", "n(Ann) -1"):
        with pytest.raises(WorldError):
            resolve_expression(world, wrong)


# ---------------------------------------------------------------------------------------------- nothing crashes
PIECES = st.sampled_from(
    ["type", "entity", "property", "action", "trigger", "utility", "import", "world", "precondition:", "effect:",
     "consenting:", "observing(c : character):", "if(", "else", "forall(x : t)", "believes(A, ", "a()", "A", "p(A)",
     "character", "(", ")", "{", "}", "[", "]", ",", ";", ";", ";", ":", "=", "==", "&", "|", "!", "-", "-1", "2", "?",
     "True", '"text"', '"', "text:", "tags: x", "duration: 1", "///", "/*", "*/", "//", "\n", "/", "*", "<",
     "property p(x : t) :"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=40))
def test_any_text_loads_or_is_refused_properly(text: str) -> None:
    """Whatever the text: a World, or a WorldError that can be shown."""
    try:
        load_text(text)
    except WorldError as error:
        assert str(error)
        assert error.diagnostics
