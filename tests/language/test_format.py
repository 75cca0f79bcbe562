"""Formatting changes nothing but white space, and formatting twice changes nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dreamwright.errors import Source, WorldError
from dreamwright.language import format_text
from dreamwright.language.lexer import Tokens, string_content, tokenize
from language.test_load import PIECES
from language.worlds import ALL


def _tokenized(text: str) -> Tokens:
    return tokenize(Source("<test>", text))


def _meaning(text: str) -> list[str]:
    """All tokens but semicolons (the last may be added); texts by what they say."""
    found = _tokenized(text)
    return [
        string_content(token, found.source)[0] if token.is_string else token.text
        for token in found.tokens
        if token.type != ";"
    ]


def _comments(text: str) -> list[str]:
    found = _tokenized(text)
    return ["\n".join(line.strip() for line in text[a:b].strip().split("\n")) for a, b in found.comments]


def check_laws(text: str) -> str:
    """The formatted text, after checking that it keeps everything and is stable."""
    formatted = format_text(text)
    assert _meaning(formatted) == _meaning(text)
    assert _comments(formatted) == _comments(text)
    assert format_text(formatted) == formatted
    return formatted


@pytest.mark.parametrize("path", ALL, ids=[path.stem for path in ALL])
def test_worlds_keep_their_meaning(path: Path) -> None:
    """Every world at hand keeps its tokens and comments, and is stable once formatted."""
    check_laws(path.read_text("utf-8"))


def test_style() -> None:
    """What the canonical form looks like."""
    untidy = """
/// The hall.
entity   Hall:place{name:"great hall" ;tags : a,b};   entity Ann : character; // who


world "T"{text:"A long text that does not fit on one line together with all the rest of it, being long";};
// a comment
property at( c:character ):place;
action go(c:character,a:place , b:place){precondition:at(c)==a&a!=b&!believes(c,at(c)==b)&
  (if(a==Hall)b!=Hall else a==b)&exists(x:place)(x!=a&x!=b);
  effect:at(c)=b // moved
  ;


  // who wants it
  consenting:c;};
at(Ann)=Hall;
utility(Ann):if(at(Ann)==Hall)1 else 0- 1"""
    assert (
        check_laws(untidy)
        == """\
/// The hall.
entity Hall : place { name: "great hall"; tags: a, b; };
entity Ann : character;  // who

world "T" {
  text: "A long text that does not fit on one line together with all the rest of it, being long";
};
// a comment
property at(c : character) : place;
action go(c : character, a : place, b : place) {
  precondition:
    at(c) == a &
    a != b &
    !believes(c, at(c) == b) &
    (if(a == Hall) b != Hall else a == b) &
    exists(x : place) (x != a & x != b);
  effect: at(c) = b;  // moved

  // who wants it
  consenting: c;
};
at(Ann) = Hall;
utility(Ann): if(at(Ann) == Hall) 1 else 0 - 1;
"""
    )


SEPARATOR = st.sampled_from(
    [" ", "\n", "\n\n\n", " // x\n", " /* y */ ", "\n// z\n", "\n/// doc\n", "/* two\n  lines */\n"]
)
DECLARATIONS = [
    'world "T" { text: "one\n two"; start: "2000-01-01"; };',
    "entity Ann : character , person { routine : wave , go ; tags : a-b , c }",
    "property p ( x : t , Ann , 3 ) : boolean ; p ( Ann , Ann , 3 ) ;",
    "action wave ( c : character ) { consenting : ( c ) ; schedule : daily at 20:00 and 6:30 , every 5 minutes ; "
    "effect : p ( c ) & ( if ( q ( ) ) ! r ( ) else a ( ) = ( b ( ) - -1 ) ) & } ;",
    "trigger t ( ) { } ; utility ( ) : if ( a ( ) ) 1 elseif ( b ( ) ) 2 else sum ( x : t ) n ( x ) + 3 ;",
    "forall ( x : t ) ( p ( x ) & believes ( A , q ( x ) = ( if ( a ( ) ) ? else B ) ) ) | " * 6 + "c ( )",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_comments_anywhere_survive(data: st.DataObject) -> None:
    """Comments and line breaks between any two tokens."""
    words = data.draw(st.sampled_from(DECLARATIONS)).split(" ")
    text = "".join(word + data.draw(SEPARATOR) for word in words)
    try:
        format_text(text)
    except WorldError:
        assume(False)
    formatted = format_text(text)
    assert _meaning(formatted) == _meaning(text)
    assert sorted(_comments(formatted)) == sorted(_comments(text))
    assert format_text(formatted) == formatted


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_that_parses_can_be_formatted(text: str) -> None:
    """On random texts the laws hold whenever the text can be parsed."""
    try:
        format_text(text)
    except WorldError:
        return
    check_laws(text)


def test_a_text_that_does_not_parse_is_refused() -> None:
    """Nothing is printed that could lose something."""
    with pytest.raises(WorldError):
        format_text("type a type b")


@pytest.mark.parametrize("depth", [900, 20_000])
def test_deep_nesting(depth: int) -> None:
    """Deeply nested expressions are formatted too."""
    check_laws("p() = " + "(" * depth + "a()" + ")" * depth + ";")
    if depth < 1_000:
        check_laws("n() = " + "(1 + " * depth + "a()" + ")" * depth + ";")
