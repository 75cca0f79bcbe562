"""Any text either is reported or can be said, to anybody; nothing is left unsaid in braces, no blank is doubled."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.voices import Narrator
from dreamwright.voices.parse import parse
from dreamwright.voices.render import Scene, render
from dreamwright.voices.scope import Scope, event_scope, property_scope

from .worlds import event, property_named, town

NAMES = ["giver", "taker", "item", "place", "actor", "value", "Mara", "Choir", "Crypt", "Keys", "nobody", "Giver"]
FLUENTS = ["at(giver)", "has(item)", "coins(taker)", "free(giver)", "at(Mara)", "at(item)", "gone(x)", "at()"]
MODIFIERS = ["", "'s", "’s", ":they", ":them", ":their", ":theirs", ":themself", ":bare", ":odd", " coin|coins"]
VERBS = ["gives", "is", "has", "does", "carries", "doesn't", "can", "was", "give", ""]
GLUE = [" ", "  ", " and ", ", ", ". ", " to ", "\n", " who ", " the ", " a ", "“", "”", "{{", "}}", "[[", "]]"]

slots = st.builds(
    lambda article, name, modifier: f"{{{article}{name}{modifier}}}",
    st.sampled_from(["", "the ", "a ", "an "]),
    st.sampled_from(NAMES + FLUENTS),
    st.sampled_from(MODIFIERS),
)
verbs = st.sampled_from(VERBS).map(lambda verb: f"[{verb}]")
fragments = slots | verbs | st.sampled_from(GLUE) | st.sampled_from("{}[]") | st.text(max_size=5)
texts = st.lists(fragments, max_size=12).map("".join)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    world = town()
    entities = st.sampled_from(world.entities)
    values = st.none() | st.booleans() | st.floats(allow_nan=False) | entities
    known = {property_.name: draw(values) for property_ in world.properties}
    return Scene(
        naming=Narrator(world).naming,
        arguments=tuple(draw(entities) for _ in range(4)),
        reader=draw(st.none() | entities),
        read=draw(st.sampled_from([None, lambda property_, _: known[property_.name]])),
        property=draw(st.sampled_from(world.properties)),
        value=draw(values),
        known=draw(st.none() | entities),
    )


def scopes() -> st.SearchStrategy[Scope]:
    world = town()
    at = property_scope(world, property_named(world, "at"))
    return st.sampled_from([event_scope(world, event(world, "give")), at, Scope(world)])


@settings(max_examples=400, deadline=None)
@given(texts, scopes(), scenes(), st.booleans())
def test_every_text_can_be_said(text: str, scope: Scope, scene: Scene, is_sentence: bool) -> None:
    template, problems = parse(text, scope)
    said = render(template, scene, is_sentence)
    assert "  " not in said
    assert said == said.strip()
    for problem in problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", problem.code)
    if not problems:
        literal = text.replace("{{", "").replace("}}", "").replace("[[", "").replace("]]", "")
        if not set("{}[]") & set(re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "", literal)) and literal == text:
            assert not set("{}[]") & set(said)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_reading_is_repeatable(text: str) -> None:
    scope = event_scope(town(), event(town(), "give"))
    assert parse(text, scope) == parse(text, scope)
