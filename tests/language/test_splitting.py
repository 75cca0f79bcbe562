"""Expressions are read by splitting, exactly as the specification says (1.3), and in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.errors import WorldError
from dreamwright.language.expressions import ExpressionParser
from language.trees import read, tokens_of
from reference import splitting

READINGS = [
    ("a() | b() & c()", "(a() | b()) & c()"),
    ("!a() & b()", "(!a()) & b()"),
    ("!a() == b()", "!(a() == b())"),
    ("if(a()) b() & c()", "(if(a()) b()) & c()"),
    ("forall(x : t) p(x) & q()", "(forall(x : t) p(x)) & q()"),
    ("p() = q() | r()", "(p() = q()) | r()"),
    ("p() = f() == A", "p() = (f() == A)"),
    ("x() - y() - z()", "x() - (y() - z())"),
    ("x() + y() * z()", "(x() + y()) * z()"),
    ("x() * y() + z()", "x() * (y() + z())"),
    ("x() / y() * z()", "(x() / y()) * z()"),
    ("x() / y() / z()", "x() / (y() / z())"),
    ("x() - y() + z()", "(x() - y()) + z()"),
    ("x() + y() - z()", "x() + (y() - z())"),
    ("sum(c : t) n(c) + 1", "sum(c : t) (n(c) + 1)"),
    ("a() < b() == c()", "(a() < b()) == c()"),
    ("if(a()) 1 else 0 + if(b()) 1 else 0", "(if(a()) 1 else 0) + (if(b()) 1 else 0)"),
    ("if(a()) 1 else 0 + 5", "if(a()) 1 else (0 + 5)"),
    ("if(a()) if(b()) 1 else 2", "if(a()) (if(b()) 1) else 2"),
    ("a() & b() &", "a() & b()"),
    ("p(a, b,)", "p(a, b)"),
    ("((((a()))))", "a()"),
    ("n() + -3", "n() + (-3)"),
    ("at(x) : t & b()", "(at(x) : t) & b()"),
]


@pytest.mark.parametrize(("text", "meaning"), READINGS)
def test_familiar_text_is_read_by_splitting(text: str, meaning: str) -> None:
    """The table "What this does to familiar text", and more."""
    assert read(text) is not None
    assert read(text) == read(meaning)


UNREADABLE = [
    "", "()", "n() -1", "n()-1", "at(at(x))", "a() &", "& a()", "a() & & b()", "if(a()) if(b()) 1 else 2 else 3",
    "-x()", "_x", "1st", "p(a b)", "p(, a)", "forall(x) p(x)", "believes(A)& ", "x() = ", "1 = x()", "(p()) = 1",
    "believes(A, (p())) = 1", "else 1", '"text"', "[a()]", "a() b()", "p() : t()", "believes(p(), q())",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_text_that_is_no_expression(text: str) -> None:
    """What no row fits cannot be read."""
    assert read(text) is None


# ---------------------------------------------------------------------------------------------- against the table
WORDS = ["a", "b", "if", "elseif", "else", "forall", "sum", "believes", "True", "?", "_x", "1", "-2"]
SIGNS = ["&", "|", "!", "=", "==", "!=", ">", "<=", ":", "*", "/", "+", "-", ","]
SNIPPETS = ["a()", "p(a)", "believes(a, p(b))", "if(a())", "elseif(b())", "else", "sum(x : t)", "forall(x : t)", "1"]


def _joined(parts: list[str]) -> str:
    return " ".join(parts)


tokens = st.sampled_from(WORDS + SIGNS)
soup = st.recursive(
    st.lists(tokens | st.sampled_from(SNIPPETS), min_size=1, max_size=6).map(_joined),
    lambda inner: st.lists(inner | tokens | inner.map("({})".format) | inner.map("p({})".format), max_size=6).map(
        _joined
    ),
    max_leaves=8,
)
likely = st.recursive(
    st.sampled_from(["a()", "b", "1", "-2", "?", "p(a, b)", "believes(a, p(b))"]),
    lambda x: st.one_of(
        st.tuples(x, st.sampled_from(SIGNS), x).map(_joined),
        x.map("({})".format),
        x.map("! {}".format),
        x.map("sum(x : t) {}".format),
        x.map("believes(a, {})".format),
        st.tuples(x, x, x).map(lambda t: f"if({t[0]}) {t[1]} else {t[2]}"),
        st.tuples(x, x, x, x).map(lambda t: f"if({t[0]}) {t[1]} elseif({t[2]}) {t[3]}"),
    ),
    max_leaves=9,
)


@settings(max_examples=300, deadline=None)
@given(soup | likely)
def test_agrees_with_the_table(text: str) -> None:
    """On random texts the parser says what the table, transcribed word for word, says."""
    found, layout = tokens_of(text)
    if not layout.diagnostics:
        assert read(text) == splitting.read([token.text for token in found.tokens])


# ---------------------------------------------------------------------------------------------- depth and time
@pytest.mark.parametrize("depth", [2_000, 20_000])
def test_brackets_may_nest_however_deep(depth: int) -> None:
    """Brackets that only group cost no depth."""
    assert read("(" * depth + "a()" + ")" * depth) == ("property", "a")


@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [("(1 + ", "n()", ")"), ("believes(A, !", "a()", ")"), ("(if(a()) ", "1", " else 2)"), ("(a() & ", "b()", ")")],
)
def test_deep_expressions_are_read_or_refused_at_once(opening: str, middle: str, closing: str) -> None:
    """1,000 levels are read; 20,000 are refused with a clear error, and neither takes long."""
    start = time.process_time()
    tokens, layout = tokens_of(opening * 1_000 + middle + closing * 1_000)
    assert ExpressionParser(tokens, layout).read(0, len(tokens.tokens)) is not None
    with pytest.raises(WorldError, match="nested-too-deeply"):
        read(opening * 20_000 + middle + closing * 20_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("separator", [" & ", " | "])
def test_many_parts_need_no_depth(separator: str) -> None:
    """Conjunctions and disjunctions may have any number of parts."""
    assert read(separator.join(["a()"] * 20_000)) is not None


@pytest.mark.parametrize("unit", ["a() + ", "if(a()) 1 else 0 + ", "a() * b() - c() / ", "!", "sum(x : t) n(x) == "])
@pytest.mark.parametrize("end", ["1", "1 1"])
def test_time_is_linear(unit: str, end: str) -> None:
    """Doubling a chain of operators, readable or not, about doubles the time."""

    def cost(count: int) -> float:
        best = 1e9
        for _ in range(3):
            tokens, layout = tokens_of(unit * count + end)
            start = time.process_time()
            ExpressionParser(tokens, layout).read(0, len(tokens.tokens))
            best = min(best, time.process_time() - start)
        return best

    cost(50)
    assert cost(400) < 8 * cost(100) + 0.02
