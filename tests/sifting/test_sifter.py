"""Laws of finding: one by one or all at once, forked or not, and as the slow way has it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.sifting import Match, Sifter, patterns_of, sift
from history.tales import engine_of, happenings_of
from sifting.courts import COURT, named, slowly

PATTERNS = """
pattern pair(a : character, b : character) { event: swear(a, b); event: pardon(a, b); };
pattern broken(a : character, b : character) {
  event: swear(a, b); unless: pardon(b, _); event: pardon(a, b); event: swear(b, a);
};
pattern chain(a : character, b : character, c : character) {
  event: swear(a, b); event: swear(b, c); event: pardon(c, a);
};
pattern anyone(a : character) { event: swear(a, _); unless: pardon(a, _); event: swear(_, a); };
pattern kept(a : character, b : character) { event: swear(a, b); unless: pardon(a, b); event: end; };
"""

NAMES = ("Ann", "Bo", "Cy")
PAIRS = [(a, b) for a in NAMES for b in NAMES if a != b]
DEEDS = st.lists(st.tuples(st.sampled_from(("swear", "pardon")), st.sampled_from(PAIRS)), max_size=14)
MANY = [
    *(f"{deed}({a}, {b})" for deed in ("swear", "hit", "nurse", "rob", "bind", "pardon", "boast") for a, b in PAIRS),
    *(f"{deed}({a})" for deed in ("slip", "sell", "poison", "confess") for a in NAMES),
    *(f"go({a}, {place})" for a in NAMES for place in ("Hall", "Yard")),
]

ENGINE = engine_of(COURT + PATTERNS)
OWN = ENGINE.program.world.patterns
ALL = patterns_of(ENGINE.program.world)


def plain(match: Match) -> tuple[frozenset[tuple[str, str]], tuple[int, ...]]:
    return frozenset((n, named(e)) for n, e in match.who.items() if e is not None), match.happenings


@given(DEEDS)
@settings(deadline=None)
def test_what_is_found_is_what_the_definition_says(deeds: list[tuple[str, tuple[str, str]]]) -> None:
    happenings = happenings_of(ENGINE, [f"{name}({a}, {b})" for name, (a, b) in deeds])
    for pattern in OWN:
        quick = [plain(match) for match in sift(ENGINE, happenings, [pattern])]
        slow = slowly(ENGINE, deeds, pattern)
        assert Counter(quick) == Counter(slow), pattern.name


@given(st.lists(st.sampled_from(MANY), max_size=30), st.integers(0, 30))
@settings(deadline=None, max_examples=60)
def test_one_by_one_is_as_all_at_once(deeds: list[str], fork: int) -> None:
    """What is found early is found in the whole story too; a copy made on the way goes on alike, and leaves the first
    as it was."""
    happenings = happenings_of(ENGINE, deeds)
    whole = sift(ENGINE, happenings, ALL)
    sifter = Sifter(ENGINE, ALL)
    found = [match for happening in happenings[:fork] for match in sifter.feed(happening)]
    assert found + sifter.ending() == sift(ENGINE, happenings[:fork], ALL)
    assert found == whole[: len(found)]
    twin = sifter.copy()
    rest = [match for happening in happenings[fork:] for match in twin.feed(happening)]
    assert found + rest + twin.ending() == whole
    again = [match for happening in happenings[fork:] for match in sifter.feed(happening)]
    assert found + again + sifter.ending() == whole


def test_each_pattern_alone_finds_what_it_finds_among_others() -> None:
    happenings = happenings_of(ENGINE, [MANY[i * 7 % len(MANY)] for i in range(60)])
    together = sift(ENGINE, happenings, ALL)
    assert together
    for pattern in ALL:
        alone = sift(ENGINE, happenings, [pattern])
        assert alone == [match for match in together if match.pattern is pattern]
