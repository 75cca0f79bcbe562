"""Numbers at their edges: infinities, zeros, fractions and unknowns, in every operation and comparison (2.4, 2.5)."""

from __future__ import annotations

from itertools import product

import pytest

from engine.comparison import Pair

HUGE = "1" + "0" * 308
VALUES = {
    "unknown": "?",
    "zero": "0",
    "one": "1",
    "minus": "-2.5",
    "tenth": "0.1",
    "huge": HUGE,
    "infinite": f"{HUGE} * 10",
    "negative": f"-{HUGE} * 10",
}


def world(rows: list[str]) -> str:
    properties = [f"property {name}() : number; {name}() = {text};" for name, text in VALUES.items()]
    changes = [f"{name}() = {name}()" for name in VALUES]  # no value can be taken for a constant
    keep = f"action keep() {{ effect: {' & '.join(changes)}; }};"
    return "\n".join(["entity Ann : character; property r() : number;", *properties, keep, *rows])


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_arithmetic(operator: str) -> None:
    pairs = list(product(VALUES, repeat=2))
    rows = [f"action a{i}() {{ effect: r() = {x}() {operator} {y}(); }};" for i, (x, y) in enumerate(pairs)]
    pair = Pair.of(world(rows))
    assert pair is not None
    for i in range(len(rows) + 1):
        pair.walk([i], depth=0)


@pytest.mark.parametrize("operator", ["==", "!=", "<", ">", "<=", ">="])
def test_comparison(operator: str) -> None:
    pairs = list(product(VALUES, repeat=2))
    rows = [
        f"action {name}{i}() {{ precondition: {negation}{x}() {operator} {y}(); effect: r() = 1; }};"
        for name, negation in (("yes", ""), ("no", "!"))
        for i, (x, y) in enumerate(pairs)
    ]
    pair = Pair.of(world(rows))
    assert pair is not None
    pair.walk([0], depth=0)
