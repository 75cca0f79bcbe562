"""A dream that is told again from its entries is the one that was kept, and goes on as that does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dream.dreams import WORLDS, night, played, run
from dreamwright.dream import Asking, Dream, Happened, Stage, load_stage
from dreamwright.dream.keep import told
from dreamwright.dream.orders import (
    ActAs,
    Bring,
    Ease,
    GoBack,
    HandBack,
    LetGo,
    PutToSleep,
    Remark,
    Rouse,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
)
from dreamwright.dream.restore import asking_again, restored, told_again
from dreamwright.dream.stage import Lucid, Thresholds
from dreamwright.story import UnlikeError

CHOICES = st.lists(st.tuples(st.sampled_from(["act", "act", "act", "wait", "unmake"]), st.integers(0, 60)), max_size=9)

ORDERS = (
    StepIn("Thug"),
    HandBack("Thug"),
    StepIn("Doctor"),
    HandBack("Doctor"),
    ActAs("Thug", "walk(Thug, Alley)"),
    ActAs("Thug", "strike(Thug, Doctor)"),
    Bring("toll()"),
    Bring("toll()", 7),
    Bring("quake()", 25),
    Withhold("toll()"),
    LetGo("toll()"),
    Whisper("Ash", "at(Doctor) == Alley"),
    Whisper("Stranger", "mercy(Stranger)"),
    PutToSleep("again"),
    Rouse(),
    TakeOut(0),
    Remark("now"),
    Ease(),
)
"""What operators try; much of it is refused most of the time."""


@cache
def wary(going: str = "") -> Stage:
    """The night of a subject who turns lucid by what one anomaly adds; in different ways."""
    if not going:
        return night()
    lucid = {
        "end": Lucid("end"),
        "sleep": Lucid("sleep", "again"),
        "wake": Lucid("wake"),
        "pose": Lucid("wake", "again"),
    }
    subject = replace(night().subject, attention=1.0)
    return replace(night(), subject=subject, thresholds=Thresholds(0.01, 0.02, 0.03), lucid=lucid[going])


@cache
def steered() -> Stage:
    """A night with a director, and operators who may do everything."""
    return load_stage(WORLDS / "steered.stage")


STAGES = st.sampled_from(["", "", "end", "sleep", "wake", "pose"])


def choose(dream: Dream, choice: tuple[str, int]) -> None:
    """What a number stands for at the person's turn: an action, a wait, or an unmaking."""
    name, number = choice
    story = dream.top.story
    options = story.options()
    if name == "unmake":
        dream.unmake(dream.top.begun + number % (len(story.happenings) - dream.top.begun + 1))
    elif name == "act" and options:
        dream.act(options[number % len(options)])
    else:
        dream.wait(1 + number)


def latest(dream: Dream) -> int:
    """When something last happened where the subject is. What time has passed since is no event, and not kept."""
    return max((happening.minute for happening in dream.top.story.happenings), default=0)


def meddle(dream: Dream, number: int) -> None:
    """What operators do, at a minute that nothing else marks: it may not be possible."""
    until = latest(dream) + number % 11
    while number % 3 == 0 and dream.advance(until) is not None:
        pass
    order = ORDERS[number % len(ORDERS)] if number % 13 else GoBack(dream.top.begun + number % 5)
    with suppress(ValueError):
        dream.order(order, "Ines")


def lived(stage: Stage, seed: int, choices: list[tuple[str, int]]) -> Dream:
    """A person's dream."""
    dream = played(seed, stage=stage)
    run(dream, 400)
    for choice in choices:
        if dream.awaiting_subject:
            choose(dream, choice)
            run(dream, 400)
    return dream


def state(dream: Dream) -> object:
    """Everything about where a dream stands that anything could depend on."""
    levels = [
        (
            level.number,
            level.layer.name,
            level.story.hash,
            [h.event for h in level.story.happenings],
            level.story.engine.vector(level.story.node),
            level.outside,
            level.arrival,
            level.begun,
            level.vividness,
            level.asleep,
            [(p.kind, p.minute, p.event) for p in level.unmade],
        )
        for level in dream.visited
    ]
    return (
        levels,
        [level.number for level in dream.levels],
        dream.ending,
        dream.hash,
        dream.orders,
        list(dream.record()),
    )


def again(dream: Dream, length: int | None = None) -> Dream:
    """The dream told again from its first so many entries."""
    entries = list(told(dream))[:length]
    consent = asking_again(dream.stage, dream.limits).agree() if dream.played else None
    return restored(dream.stage, dream.seed, entries, consent, is_cut=length is not None)


@settings(max_examples=20, deadline=None)
@given(STAGES, st.integers(0, 30), CHOICES, CHOICES)
def test_a_dream_told_again_is_the_same_and_goes_on_the_same(
    going: str, seed: int, choices: list[tuple[str, int]], more: list[tuple[str, int]]
) -> None:
    """With its layers, sleepers, motifs and memories; and the same choices then make the same further events."""
    check_told_again(going, seed, choices, more)


@settings(max_examples=400, deadline=None)
@given(STAGES, st.integers(0, 1000), CHOICES, CHOICES)
@pytest.mark.slow
def test_many_dreams_told_again(
    going: str, seed: int, choices: list[tuple[str, int]], more: list[tuple[str, int]]
) -> None:
    """The same, for long."""
    check_told_again(going, seed, choices, more)


def check_told_again(going: str, seed: int, choices: list[tuple[str, int]], more: list[tuple[str, int]]) -> None:
    dream = lived(wary(going), seed, choices)
    copy = again(dream)
    assert state(copy) == state(dream)
    assert not run(copy), "all that had happened had been told"
    for choice in more:
        assert copy.awaiting_subject == dream.awaiting_subject
        if dream.awaiting_subject:
            choose(dream, choice)
            choose(copy, choice)
            assert len(run(copy, 400)) == len(run(dream, 400))
            assert copy.hash == dream.hash
    assert state(copy) == state(dream)
    assert round(copy.suspicion, 9) == round(dream.suspicion, 9)


@settings(max_examples=20, deadline=None)
@given(STAGES, st.integers(0, 30), CHOICES, st.integers(0, 10_000))
def test_a_dream_cut_at_any_entry_goes_on(going: str, seed: int, choices: list[tuple[str, int]], cut: int) -> None:
    """What follows at once from the last entry comes about anew, and is as it was unless an order came there."""
    dream = lived(wary(going), seed, choices)
    entries = list(told(dream))
    length = cut % (len(entries) + 1)
    copy = again(dream, length)
    run(copy, 400)
    texts = [text for text, _ in told(copy)]
    assert texts[:length] == [text for text, _ in entries[:length]]
    parted = next((i for i, (a, b) in enumerate(zip(texts, entries, strict=False)) if a != b[0]), None)
    if parted is not None:
        event = dream.events[parted - 1]
        assert not isinstance(event, Happened) or event.happening.source == "subject" or is_after_order(dream, parted)


def is_after_order(dream: Dream, place: int) -> bool:
    """Whether something was unmade between the cut and a place: from there on other things happen."""
    return any(not isinstance(e, Happened) for e in dream.events[:place])


MEDDLING = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 400)), max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.booleans(), st.integers(0, 30), MEDDLING, MEDDLING)
def test_operators_and_a_director(
    attended: bool, seed: int, before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    """What they did is told again with all else, whenever they did it; and they do the same again afterwards."""
    check_meddled(attended, seed, before, after)


@settings(max_examples=400, deadline=None)
@given(st.booleans(), st.integers(0, 1000), MEDDLING, MEDDLING)
@pytest.mark.slow
def test_much_meddling(attended: bool, seed: int, before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    """The same, for long."""
    check_meddled(attended, seed, before, after)


def check_meddled(attended: bool, seed: int, before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    dream = played(seed, stage=steered()) if attended else Dream(steered(), seed)
    meddled(dream, before)
    copy = again(dream)
    assert state(copy) == state(dream)
    assert copy.hands.coming == dream.hands.coming
    dream._untold.clear()  # the copy has nothing to tell of what it was made of
    for each in (copy, dream):
        a_while(each, 10)
        meddled(each, after)
        a_while(each, 10)
    length = min(len(dream.events), len(copy.events))
    assert list(copy.record())[: length + 1] == list(dream.record())[: length + 1]


def a_while(dream: Dream, most: int) -> None:
    """At most so many events, and some hours: where what comes is held back, nothing may come any more."""
    until = latest(dream) + 240
    while most and dream.advance(until) is not None:
        most -= 1


def meddled(dream: Dream, steps: list[tuple[int, int]]) -> None:
    for most, number in steps:
        a_while(dream, most)
        meddle(dream, number)
        if dream.awaiting_subject:
            choose(dream, ("act" if number % 2 else "wait", number % 60))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 200), st.integers(0, 120))
def test_a_dream_that_nobody_plays(seed: int, most: int) -> None:
    """It is told again in the same way, sleepers and all."""
    dream = Dream(night(), seed)
    run(dream, most)
    copy = restored(night(), seed, list(told(dream)), None)
    for each in (dream, copy):
        while each.ending is None and len(each.events) < most + 60 and each.advance() is not None:
            pass
    length = min(len(dream.events), len(copy.events))
    assert length >= min(most, len(dream.events))
    assert list(copy.record())[: length + 1] == list(dream.record())[: length + 1]


def test_looking_at_a_dream_needs_nobody_and_leads_nowhere() -> None:
    """It can be read without its person, and does not go on without them."""
    dream = lived(night(), 3, [("act", 1), ("wait", 30), ("unmake", 2), ("act", 0)])
    seen = told_again(night(), 3, told(dream), dream.limits, played=True)
    assert state(seen) == state(dream)
    assert not seen.awaiting_subject and seen.advance() is None


def test_other_limits_or_another_stage_are_recognised() -> None:
    """What was kept within some limits is not gone on with within others."""
    dream = lived(night(), 1, [("act", 0)])
    asking = Asking(night())
    asking.draw_line("falling")
    with pytest.raises(UnlikeError, match="limits"):
        restored(night(), 1, told(dream), asking.agree())
    with pytest.raises(UnlikeError):
        restored(night(), 2, told(dream), asking_again(night(), dream.limits).agree())
