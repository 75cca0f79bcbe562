"""Graded exposure: in steps, each until it has ebbed; backing off when it is too much."""

from __future__ import annotations

from director.stages import lived, stage
from dreamwright.director.exposure import Exposing
from dreamwright.dream import Dream
from dreamwright.dream.orders import Ease

STEPS = "[at(Mara) == Stair, '!lit()']"
EXPOSED = f"exposure: {{fear: the dark, steps: {STEPS}, ebb: 20}}\nmeans: [cause, withhold]"


def exposing(dream: Dream) -> Exposing:
    assert dream.director is not None
    dream.director.follow()
    return dream.director.measure.exposings[0]


def mind(dream: Dream, node: int | None = None) -> int:
    story = dream.visited[0].story
    return story.engine.mind(story.node if node is None else node, dream.top.subject)


def states() -> tuple[Exposing, int, int, int]:
    """An exposure of two steps, and minds that are at none, at the first and at the second of them."""
    dream = Dream(stage(EXPOSED))
    engine, program = dream.top.engine, dream.top.engine.program
    none = engine.mind(engine.initial, dream.top.subject)
    first = engine.apply(engine.initial, program.action("walk(Mara, Stair)"))
    second = engine.apply(first, program.action("blackout()"))
    found = exposing(dream)
    return found, none, engine.mind(first, dream.top.subject), engine.mind(second, dream.top.subject)


def test_a_step_is_held_until_it_has_ebbed_and_then_the_next_is_approached() -> None:
    """Half of what the step took has to be gone."""
    exposing, _, first, second = states()
    assert exposing.pull(first, questioning=False) == 1
    exposing.live(10, first)
    assert exposing.phase == "stay" and exposing.felt == 0.5
    exposing.live(25, first)
    assert exposing.phase == "stay"
    exposing.live(30, first)
    assert (exposing.step, exposing.phase) == (1, "approach")
    exposing.live(31, second)
    assert exposing.phase == "stay" and exposing.felt == 1
    exposing.live(51, second)
    assert exposing.phase == "done" and exposing.pull(second, questioning=False) == 0


def test_fleeing_before_it_has_ebbed_counts_for_nothing() -> None:
    """Whoever leaves comes back to the same step."""
    exposing, none, first, _ = states()
    exposing.live(10, first)
    exposing.live(12, none)
    assert (exposing.step, exposing.phase) == (0, "approach")


def test_too_much_at_once_is_backed_off_from() -> None:
    """A later step breaks in: all is left alone until it is quiet, and begun again lower."""
    exposing, none, first, second = states()
    exposing.live(10, first)
    exposing.live(11, second)
    assert exposing.phase == "rest"
    assert exposing.pull(second, questioning=False) == -1 and exposing.pull(none, questioning=False) == 1
    exposing.live(12, none)
    assert exposing.phase == "rest"
    exposing.live(60, none)
    assert (exposing.step, exposing.phase) == (0, "approach")


def test_nothing_is_approached_while_the_reality_is_questioned() -> None:
    """What is the right step at ease is the wrong one then."""
    exposing, none, first, _ = states()
    assert exposing.pull(first, questioning=True) == -1
    assert exposing.pull(none, questioning=True) == 1


def test_a_director_leads_through_the_steps() -> None:
    """Mara goes to the stair by herself; there the light goes out only once she has got used to it."""
    dream = lived(stage(EXPOSED, "attention: 0"), 0, 600)
    happenings = dream.visited[0].story.happenings
    program = dream.top.engine.program
    named = [(program.events[h.event].name, h.source, h.minute) for h in happenings if h.event is not None]
    came = next(minute for name, _, minute in named if name == "walk(Mara, Stair)")
    dark = next(minute for name, source, minute in named if name == "blackout()" and source == "director")
    assert dark >= came + 20
    assert exposing(dream).phase == "done"


def test_slower_is_heard() -> None:
    """Asked to go slower, the director leaves off, and the dream goes on the same when it is told again."""
    dream = lived(stage(EXPOSED, "attention: 0"), 0, 15)
    while exposing(dream).phase == "approach":
        assert dream.advance() is not None
    dream.ease()
    assert isinstance(dream.orders[-1].order, Ease)  # type: ignore[union-attr]
    while dream.advance(dream.top.story.minute + 10) is not None:
        if exposing(dream).phase == "rest":
            break
    assert exposing(dream).phase == "rest"
