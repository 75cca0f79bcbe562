"""What is wrong with author's texts, and where."""

from __future__ import annotations

import pytest

from dreamwright.errors import Diagnostic
from dreamwright.language import load_text
from dreamwright.voices import check_texts

WORLD = """
type place;
entity Mara : character;
entity Crypt : place;
property at(c : character) : place;
property wet(p : place) : boolean;
action wait(who : character) {{ consenting: who; text: "{text}"; }};
action rain(where : place) {{ text: "{authorless}"; }};
"""

SHAPES = "write {x}, {the x}, {x's}, {x:they} or {at(x)}"


def problems(text: str = "", authorless: str = "") -> list[Diagnostic]:
    return check_texts(load_text(WORLD.format(text=text, authorless=authorless), "small.world"))


@pytest.mark.parametrize(
    ("text", "code", "marked", "hint"),
    [
        ("a {who", "text-unbalanced-brace", "{", "write '{{' for the character itself"),
        ("a who}", "text-unbalanced-brace", "}", "write '}}' for the character itself"),
        ("a {who {who}", "text-unbalanced-brace", "{", "write '{{' for the character itself"),
        ("{who} [waits", "text-unbalanced-bracket", "[", "write '[[' for the character itself"),
        ("{who} waits]", "text-unbalanced-bracket", "]", "write ']]' for the character itself"),
        ("{who} [[waits]", "text-unbalanced-bracket", "]", "write ']]' for the character itself"),
        ("{}", "text-empty-placeholder", "{}", SHAPES),
        ("{  }", "text-empty-placeholder", "{  }", SHAPES),
        ("{who waits}", "text-malformed-placeholder", "{who waits}", SHAPES),
        ("{at(at(who))}", "text-malformed-placeholder", "{at(at(who))}", SHAPES),
        ("{whom}", "text-unknown-placeholder", "whom", "did you mean 'who'?"),
        ("{the whom's}", "text-unknown-placeholder", "whom", "did you mean 'who'?"),
        ("{Craypt:them}", "text-unknown-placeholder", "Craypt", "did you mean 'Crypt'?"),
        ("{at}", "text-unknown-placeholder", "at", "give it arguments: {at(...)}"),
        ("{at(whoo)}", "text-unknown-placeholder", "whoo", "did you mean 'who'?"),
        ("{at( )}", "text-unknown-fluent", "at( )", "declared: at(c : character) : place"),
        ("{att(who)}", "text-unknown-fluent", "att(who)", "did you mean 'at'?"),
        ("{at(who, who)}", "text-unknown-fluent", "at(who, who)", "declared: at(c : character) : place"),
        ("{at(Crypt)}", "text-unknown-fluent", "at(Crypt)", "declared: at(c : character) : place"),
        ("{wet(who)}", "text-unknown-fluent", "wet(who)", "declared: wet(p : place) : boolean"),
        ("{who:thay}", "text-unknown-form", "thay", "did you mean 'they'?"),
        ("{value}", "text-no-value", "value", None),
        ("{who} []", "text-empty-verb", "[]", None),
    ],
)
def test_one_problem(text: str, code: str, marked: str, hint: str | None) -> None:
    (found,) = problems(text)
    assert (found.code, found.hint, found.severity) == (code, hint, "error")
    assert found.span is not None and found.span.text == marked


def test_a_verb_that_cannot_agree_is_a_warning() -> None:
    (found,) = problems("{who} [wait].")
    assert (found.code, found.severity) == ("text-verb-form", "warning")
    assert found.span is not None and found.span.text == "wait"


def test_actor_needs_somebody_consenting() -> None:
    assert problems("{actor} [waits].") == []
    (found,) = problems(authorless="{actor} [rains].")
    assert found.code == "text-no-actor"


def test_good_texts() -> None:
    assert problems("{who}, {the who}, {a who's}, {who:they}, {at(who)}, {at(Mara)'s}, {Crypt}, {{x}} [[y]]") == []
    assert problems("{Who} [waits] in {at(who):bare} {wet(Crypt)}", "{where} [is] wet") == []


def test_every_problem_of_every_text_is_found() -> None:
    assert [found.code for found in problems("{x} {who:y} {", "]")] == [
        "text-unknown-placeholder",
        "text-unknown-form",
        "text-unbalanced-brace",
        "text-unbalanced-bracket",
    ]


def test_texts_of_every_kind_are_checked() -> None:
    world = load_text(
        """
        world "T" { text: "{w}"; };
        type place { text: "{t}"; };
        entity Mara : character { text: "{e}"; };
        property alive(c : character) : boolean { text: "{p}"; text(not): "{value} {n}"; };
        action wait(c : character) { consenting: c; text(actor): "{a}"; command: "wait", "stay {c2}"; };
        trigger die(c : character) { precondition: !alive(c); effect: alive(c); text: "{t2}"; };
        """
    )
    marked = [found.span.text if found.span else "" for found in check_texts(world)]
    assert marked == ["w", "t", "e", "p", "n", "a", "c2", "t2"]


def test_places_behind_escapes_and_line_breaks() -> None:
    text = 'say \\"yes\\" \\\\ \\n now\n      and {nobody} here'
    (found,) = problems(text)
    assert found.span is not None and found.span.text == "nobody"
    assert found.render().splitlines()[4].endswith("^^^^^^")
