"""`lucid: {do: account}` on a stage: an account is offered first, and only if it is not taken comes what comes else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.dream import Asking, Dream, load_stage
from dreamwright.dream.document import StageError
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.obey import enter
from lucidity.stages import INN

from .dreams import run

CHILLY = INN.replace("uncanny: 0.6; rate: 0.01;", "uncanny: 0.6; rate: 30;")


def staged(tmp_path: Path, lucid: str, credulity: float = 0.5):
    """The inn, where one chill makes Ann lucid."""
    (tmp_path / "inn.world").write_text(CHILLY, encoding="utf-8")
    text = (
        "title: The inn\nlayers: {inn: {world: inn.world, subject: Ann}}\nthresholds: {uneasy: 0.1, questioning: 0.2, "
    )
    text += f"lucid: 0.3}}\nsubject: {{attention: 0.9, credulity: {credulity}}}\nlucid: {lucid}\n"
    (tmp_path / "inn.stage").write_text(text, encoding="utf-8")
    return load_stage(tmp_path / "inn.stage")


def lasting(tmp_path: Path, lucid: str, credulity: float = 0.5) -> int:
    """How many minutes a dream lasts until Ann is released."""
    dream = Dream(staged(tmp_path, lucid, credulity))
    run(dream, 200)
    assert dream.ending == "lucid"
    return dream.top.story.minute


def test_what_is_offered_puts_it_off_for_who_is_credulous(tmp_path: Path) -> None:
    """Not for who believes nothing; and not for ever."""
    plainly = lasting(tmp_path, "{do: end}")
    assert lasting(tmp_path, "{do: account}", 0.1) == plainly
    assert lasting(tmp_path, "{do: account, else: end}", 0.5) > plainly


def test_what_was_offered_is_told(tmp_path: Path) -> None:
    """In words, to the person."""
    page: list[str] = []

    class Page:
        def say(self, paragraph) -> None:
            page.append(paragraph.text)

    session = DreamSession(Asking(staged(tmp_path, "{do: account}", 0.9)).agree(), 0, "inn", Page())
    session.start()
    while not any("Then you see how it may have been." in line for line in page):
        enter(session, "wait 10")
    assert session.dream.ending is None


@pytest.mark.parametrize(
    "lucid", ["{do: end, else: wake}", "{do: account, else: sleep}", "{do: account, else: acount}"]
)
def test_nonsense_is_refused(tmp_path: Path, lucid: str) -> None:
    """What nobody is offered cannot be refused; sleep needs a layer; and else is not an offer again."""
    with pytest.raises(StageError):
        staged(tmp_path, lucid)
