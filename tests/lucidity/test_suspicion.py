"""Suspicion: how it rises, fades, and is taken back; and that it hangs on nothing the subject cannot know."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.lucidity import Finding, Settings
from dreamwright.lucidity.suspicion import contribution, mood, suspicion

from .stages import INN, Stage

PLAIN = Settings(attention=0.5, half_life=100)


def anomaly(minute, weight=1.0, number=0):
    return Finding(number, "uncanny", weight, minute, None)


def test_it_rises_by_weight_times_attention_and_halves_in_each_half_life():
    """Exactly at the half-lives, and steadily in between."""
    one = anomaly(10, 0.8)
    assert [suspicion([one], minute, PLAIN) for minute in (9, 10, 110, 210)] == pytest.approx([0, 0.4, 0.2, 0.1])
    levels = [suspicion([one], minute, PLAIN) for minute in range(10, 400)]
    assert levels == sorted(levels, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), max_size=8), st.integers(0, 1000), st.randoms())
def test_it_stays_between_nothing_and_certainty_in_any_order(marks, minute, random):
    """And one more anomaly never lowers it."""
    findings = [anomaly(at, weight, number) for number, (at, weight) in enumerate(marks)]
    shuffled = [*findings]
    random.shuffle(shuffled)
    level = suspicion(findings, minute, PLAIN)
    assert 0 <= level <= 1
    assert suspicion(shuffled, minute, PLAIN) == pytest.approx(level)
    assert suspicion([*findings, anomaly(minute, 1.0, 99)], minute, PLAIN) >= level


def test_what_is_open_or_has_an_account_adds_nothing():
    """Only an anomaly does."""
    assert contribution(replace(anomaly(0), is_open=True), 0, PLAIN) == 0
    assert contribution(anomaly(0), 0, PLAIN) == 0.5


def test_moods_go_by_the_thresholds():
    """From each threshold on."""
    found = [mood(level, Settings()) for level in (0.0, 0.25, 0.5, 0.8)]
    assert found == ["at ease", "uneasy", "questioning", "lucid"]


def test_each_step_keeps_what_made_it():
    """The steps tell how suspicion came about."""
    stage = Stage(INN, "Ann")
    stage.happens("chill(Ann)")
    stage.happens("chill(Ann)", 60)
    steps = stage.witness.steps
    assert [step.finding.kind for step in steps] == ["uncanny", "uncanny"]
    assert steps[0].before == 0 and steps[0].after == stage.witness.settings.attention * 0.6
    assert steps[1].before < steps[0].after < steps[1].after


WALKS = [f"walk(Cy, {a}, {b})" for a, b in (("Yard", "Lane"), ("Lane", "Yard"), ("Lane", "Cellar"), ("Cellar", "Lane"))]
HIDDEN = st.lists(st.sampled_from([*WALKS, "take(Cy, Book, Lane)", "drop(Cy, Book, Lane)", "hum(Cy)"]), max_size=6)
SEEN = ["walk(Bo, Parlour, Attic)", "walk(Bo, Yard, Parlour)", "take(Bo, Lamp, Parlour)", "chill(Ann)", "hum(Ann)"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SEEN), min_size=1, max_size=5), HIDDEN, HIDDEN)
def test_nothing_the_subject_cannot_know_makes_a_difference(seen, one, other):
    """Two stories with the same before her eyes, and different things behind her back, lawful or not: the same findings
    and the same suspicion."""
    told = []
    for hidden in (one, other):
        stage = Stage(INN, "Ann")
        waiting = [*hidden]
        for action in seen:
            if waiting:
                _unseen(stage, waiting.pop())
            stage.happens(action, 10)
        findings = [(f.kind, f.minute, f.is_open, f.account, f.contradictions, f.about) for f in stage.witness.findings]
        told.append((_named(findings), stage.witness.suspicion(500)))
    assert told[0] == told[1]


def _unseen(stage, name):
    """An action is taken that Ann does not observe."""
    before = stage.engine.mind(stage.node, stage.who)
    action = stage.program.action(name)
    if not stage.engine.observes(stage.node, action, stage.who):
        after = stage.engine.apply(stage.node, action)
        assert stage.engine.mind(after, stage.who) == before
        stage.node = after


def _named(found):
    """The same as text: each stage has a world of its own."""
    return re.sub(r"Span\(.*?\)\)", "", repr(found))
