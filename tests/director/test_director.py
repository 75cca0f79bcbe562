"""The director through a dream: what it brings about, what it keeps to, and that nobody acts against reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from director.stages import deeds, lived, stage
from dreamwright.director import BringOn
from dreamwright.dream import Dream, Happened
from dreamwright.planning import motive
from dreamwright.story import encode

ALL = "[choose, cause, withhold, newcomers]"


def test_it_causes_what_serves_its_aims() -> None:
    """An event that would come once in a thousand years comes soon when it is aimed at."""
    dream = lived(stage(f"aims: {{of: '!lit()', text: dark}}\nmeans: {ALL}"))
    assert ("blackout()", "director") in deeds(dream)
    assert ("blackout()", "director") not in deeds(lived(stage()))


def test_it_lets_the_world_be_when_nothing_serves() -> None:
    """With an aim that holds already nothing is caused."""
    dream = lived(stage(f"aims: lit()\nmeans: {ALL}"))
    assert not [deed for deed in deeds(dream) if deed[1] == "director"]


def test_of_their_motives_people_follow_the_one_that_serves() -> None:
    """Tom would as soon give the lamp to Vera as to Mara. Directed, it is nearly always Vera."""

    def trusted(director: str) -> int:
        return sum(("give(Tom, Vera)", "character") in deeds(lived(stage(director), s, 120)) for s in range(12))

    directed = trusted("aims: {of: trusts(), weight: 3}\nmeans: [choose]")
    assert directed == 12
    assert trusted("") < 12


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["trusts()", "'!lit()'", "haunted()", "at(Tom) == Stair"]))
def test_nobody_acts_against_reason(seed: int, aim: str) -> None:
    """Every act of a character's has a motive that the planner finds again, whoever directs."""
    dream = lived(stage(f"aims: {aim}\nmeans: {ALL}\nceiling: 0.3"), seed, 180)
    story = dream.visited[0].story
    for happening in story.happenings:
        if happening.source == "character" and happening.event is not None:
            assert happening.actor is not None
            assert motive(story.engine, happening.before, happening.event, happening.actor, story.limits) is not None


def test_it_never_drives_suspicion_past_the_ceiling() -> None:
    """The ghost would serve its aim, and would be seen through: with a ceiling it does not come, without it does."""
    kept = lived(stage(f"aims: haunted()\nmeans: {ALL}\nceiling: 0.3"))
    assert ("apparition()", "director") not in deeds(kept)
    assert kept.suspicion == 0
    assert kept.director is not None
    refrained = [note for note in kept.director.journal if note.deed == "refrained"]
    assert refrained and all(n.forecast is not None and n.forecast.after > 0.3 for n in refrained)
    free = lived(stage(f"aims: haunted()\nmeans: {ALL}"))
    assert ("apparition()", "director") in deeds(free)


def test_a_line_is_crossed_by_nobody() -> None:
    """What a line forbids is not there to be caused, aimed at or not."""
    own = stage(f"aims: haunted()\nmeans: {ALL}", more="limits: {lines: ghost}")
    assert "apparition()" not in [name for name, _ in deeds(lived(own))]


def test_a_newcomer_waits_until_called() -> None:
    """The guest does nothing for as long as that would serve nothing, and acts by himself once he is on."""
    waiting = lived(stage(f"aims: lit()\nmeans: {ALL}\nnewcomers: {{house: Guest}}"))
    assert not any("Guest" in name for name, _ in deeds(waiting))
    called = lived(stage(f"aims: at(Guest) == Stair\nmeans: {ALL}\nnewcomers: {{house: Guest}}"))
    assert ("walk(Guest, Stair)", "character") in deeds(called)
    kinds = [e.happening.kind for e in called.events if isinstance(e, Happened)]
    assert kinds.count("released") == 1


def test_chance_is_withheld_where_it_hurts_and_the_clock_is_not() -> None:
    """What comes at random and serves badly is held back."""
    own = stage("aims: {of: 0 - creaks()}\nmeans: [withhold]")
    assert not any(name == "creak()" for name, _ in deeds(lived(own)))
    assert any(name == "creak()" for name, _ in deeds(lived(stage())))


def test_tension_follows_its_curve() -> None:
    """Mara fears the dark and a ghost. While the curve is high it is dark, and light again when it has fallen."""
    fears = "attention: 0, fears: [{of: '!lit()', weight: 1}]"
    own = stage("tension: {0: 0, 60: 0, 61: 1, 240: 1, 241: 0}\nmeans: [cause]", fears)
    dream = lived(own, 0, 600)
    when = {name: h.minute for h in dream.visited[0].story.happenings
            if h.event is not None and (name := dream.top.engine.program.events[h.event].name) in
            ("blackout()", "light_again()")}  # fmt: skip
    assert 60 <= when["blackout()"] < 240 <= when["light_again()"]


def test_the_same_stage_and_seed_give_the_same_dream() -> None:
    """Steered or not, to the byte."""
    own = stage(f"aims: [trusts(), {{of: '!lit()'}}]\nmeans: {ALL}\nceiling: 0.4")
    first, second = lived(own, 7), lived(own, 7)
    assert [encode(line) for line in first.record()] == [encode(line) for line in second.record()]
    assert first.hash == second.hash


def test_a_director_who_comes_in_the_middle_steers_alike() -> None:
    """It keeps nothing in mind that does not follow from the story: a fork goes on as the dream itself does."""
    own = stage(f"aims: [trusts(), {{of: '!lit()'}}]\nmeans: {ALL}\nceiling: 0.4\ntension: {{0: 0, 300: 1}}",
                "fears: '!lit()'")  # fmt: skip
    dream = lived(own, 3, 100)
    fork = dream.fork()
    for one in (dream, fork):
        while one.advance(400) is not None:
            pass
    assert dream.hash == fork.hash
    assert dream.levels[0].story is not fork.levels[0].story


def test_a_fork_leaves_the_dream_as_it_was() -> None:
    """What happens in a scratch copy has not happened."""
    dream = lived(stage(), 3, 60)
    before, length = dream.hash, len(dream.events)
    fork = dream.fork()
    while fork.advance(600) is not None:
        pass
    assert len(fork.events) > length
    assert (dream.hash, len(dream.events)) == (before, length)


@pytest.mark.parametrize("means", ["[]", "[withhold]", "[choose]", "[cause]"])
def test_it_uses_only_the_means_it_is_given(means: str) -> None:
    """Without `cause` nothing is caused, without `newcomers` nobody waits in the wings."""
    dream = lived(stage(f"aims: '!lit()'\nmeans: {means}\nnewcomers: {{house: Guest}}"))
    caused = [name for name, source in deeds(dream) if source == "director"]
    assert bool(caused) == ("cause" in means)
    assert any("Guest" in name for name, _ in deeds(dream))


def test_the_notes_say_what_was_done_and_left() -> None:
    """What is caused is noted with what it gains and what the subject would make of it."""
    dream = lived(stage(f"aims: {{of: '!lit()', weight: 2}}\nmeans: {ALL}\nceiling: 0.5"))
    assert dream.director is not None
    caused = [note for note in dream.director.journal if note.deed == "caused"]
    assert caused[0].gain > 0 and caused[0].forecast is not None and caused[0].forecast.percept is not None


def test_without_newcomers_left_there_is_nobody_to_bring_on() -> None:
    """Who has come on is not brought on again."""
    dream = lived(stage(f"aims: at(Guest) == Stair\nmeans: {ALL}\nnewcomers: {{house: Guest}}"))
    director = dream.director
    assert director is not None and not isinstance(director.intervene(), BringOn)


def test_who_plays_is_asked_and_not_steered() -> None:
    """The subject's own motives are left alone."""
    own = stage("aims: at(Mara) == Kitchen\nmeans: [choose]")
    plain = replace(own, director=replace(own.director, means=()))
    walks = [[name for name, _ in deeds(lived(one, 5)) if "Mara" in name] for one in (own, plain)]
    assert walks[0] == walks[1]


def test_a_dream_can_be_watched_by_nobody() -> None:
    """A stage without a director has none."""
    assert Dream(stage()).director is None
