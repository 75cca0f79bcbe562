"""An account offered to who turns lucid: taken or not, by their credulity."""

from __future__ import annotations

from dreamwright.lucidity import Settings
from lucidity.stages import INN, Stage

KEEN = Settings(attention=0.9, offers=True)


def burned(settings: Settings) -> Stage:
    """Ann has seen Bo burn the lamp that he loves: nothing gives him a motive."""
    stage = Stage(INN, "Ann", settings)
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("burn(Bo, Lamp)")
    return stage


def test_who_is_credulous_takes_what_is_offered_and_is_no_longer_lucid():
    """It is told which it was; without an offer she knows."""
    assert burned(Settings(attention=0.9)).witness.mood(2) == "lucid"
    stage = burned(KEEN)
    (finding,) = [f for f in stage.witness.findings if f.offered]
    assert finding.account is not None and finding.settled == 2
    assert stage.witness.mood(2) == "at ease"


def test_who_believes_little_takes_nothing():
    """Nor does it change what does not add up."""
    stage = burned(Settings(attention=0.9, offers=True, most_cost=2.0))
    assert not [f for f in stage.witness.findings if f.offered]
    assert stage.witness.mood(2) == "lucid"


def test_who_is_soothed_too_often_takes_no_more():
    """Chill after chill it was nothing; then it was."""
    stage = Stage(INN, "Ann", Settings(attention=1.0, offers=True, lucid=0.5))
    moods = []
    for _ in range(8):
        stage.happens("chill(Ann)")
        moods.append(stage.witness.mood(stage.minute))
    assert moods[0] == "at ease" and moods[-1] == "lucid"
    taken = sum(f.offered for f in stage.witness.findings)
    assert 0 < taken < 8 and all(f.account.is_dismissal for f in stage.witness.findings if f.offered)


def test_what_is_foreseen_has_the_offer_in_it():
    """A forecast knows whether it would be taken."""
    stage = Stage(INN, "Ann", KEEN)
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.perceive = lambda percept: stage.witness.foresee(percept)
    assert [f.offered for f in stage.happens("burn(Bo, Lamp)")] == [False, True]
    assert stage.witness.findings == []
