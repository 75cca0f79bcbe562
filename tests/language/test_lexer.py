"""Text becomes tokens exactly as the specification says (1.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamwright.errors import Source
from dreamwright.language.lexer import string_content, tokenize
from dreamwright.language.parse import parse


def texts(text: str) -> list[str]:
    """The tokens of a text, as written."""
    return [token.text for token in tokenize(Source("<test>", text)).tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 -3 .5 2. 007", ["7", "-3", ".5", "2.", "007"]),
        ("1e3 1.2.3 1st", ["1", "e3", "1.2", ".3", "1", "st"]),
        ("n() - 1", ["n", "(", ")", "-", "1"]),
        ("n() -m()", ["n", "(", ")", "-", "m", "(", ")"]),
        ("n() -1", ["n", "(", ")", "-1"]),
        ("n()-.5", ["n", "(", ")", "-.5"]),
        ("a==b!=c>=d<=e>f<g=h", ["a", "==", "b", "!=", "c", ">=", "d", "<=", "e", ">", "f", "<", "g", "=", "h"]),
        ("! = !== =!", ["!", "=", "!=", "=", "=", "!"]),
        ("Tom's_hat.2 é _x A-b x?", ["Tom's_hat.2", "é", "_x", "A", "-", "b", "x?"]),
        ("a // b /* c\nd", ["a", "d"]),
        ("a /* b // c */ d", ["a", "d"]),
        ("a /*/ b", ["a", "b"]),
        ("a /**/ b /***/ c", ["a", "b", "c"]),
        ("a /* b /* c */ d */ e", ["a", "d", "*", "/", "e"]),
        ("a /* b", ["a"]),
        ('"a \\" b" c"d"e', ['"a \\" b"', 'c"d"e']),
        ('"two\nlines"', ['"two\nlines"']),
        ("?", ["?"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    """Each rule of the table of tokens."""
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("word", "is_name"),
    [("a", True), ("Ω2", True), ("if", True), ("_x", False), ("True", False), ("?", False), ("@x", False)],
)
def test_names_start_with_a_letter(word: str, is_name: bool) -> None:
    """No word is reserved; a name is any word that starts with a letter."""
    (token,) = tokenize(Source("<test>", word)).tokens
    assert token.is_name is is_name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"plain"', "plain"),
        (r'"a \"b\" \\ c"', 'a "b" \\ c'),
        (r'"one\ntwo"', "one\ntwo"),
        ('"one\n     two"', "one two"),
        ('"one  \n\n   two"', "one two"),
    ],
)
def test_text_content(written: str, meant: str) -> None:
    """Escapes are resolved; a line break with its indentation is one space."""
    source = Source("<test>", written)
    assert string_content(tokenize(source).tokens[0], source) == (meant, [])


@given(st.text())
def test_every_text_has_tokens(text: str) -> None:
    """Tokens and comments cover all of any text but its white space, in order."""
    found = tokenize(Source("<test>", text))
    spans = sorted([(token.start, token.end) for token in found.tokens] + found.comments)
    last = 0
    for start, end in spans:
        assert text[last:start].strip() == ""
        assert start < end
        last = end
    assert text[last:].strip() == ""


def test_doc_comments_belong_to_what_follows() -> None:
    """Lines of `///` are the doc comment of the next declaration; `////` and `//` are plain comments."""
    text = "/// One.\n/// Two.\n// plain\ntype a;\n//// line\ntype b;\n\n/// Three.\ntype c;"
    file, warnings = parse(Source("<test>", text))
    assert [declaration.doc for declaration in file.declarations] == ["One.\nTwo.", None, "Three."]  # type: ignore[union-attr]
    assert warnings == []
