"""What does not add up, in a dream: told in quiet words, and looked back upon with the dream's own sense of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dreamwright.dream import Asking, load_stage
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.obey import enter as obey
from dreamwright.voices.paragraphs import Paragraph

INN = (Path(__file__).parents[2] / "benchmarks" / "worlds" / "inn.world").read_text(encoding="utf-8")
CHILLY = INN.replace("uncanny: 0.6; rate: 0.01;", "uncanny: 0.6; rate: 30; tags: eerie;")
STAGE = """
title: The inn
layers: {inn: {world: inn.world, subject: Ann}}
subject: {attention: 0.6}
thresholds: {uneasy: 0.2, questioning: 0.6, lucid: 0.9999}
"""


class Page(list[str]):
    """What was said, line by line."""

    def say(self, paragraph: Paragraph) -> None:
        self.append(paragraph.text)


def dream(tmp_path: Path, more: str = "") -> tuple[DreamSession, Page]:
    (tmp_path / "inn.world").write_text(CHILLY, encoding="utf-8")
    (tmp_path / "inn.stage").write_text(STAGE + more, encoding="utf-8")
    page = Page()
    session = DreamSession(Asking(load_stage(tmp_path / "inn.stage")).agree(), 0, "inn", page)
    session.start()
    return session, page


def enter(session: DreamSession, page: Page, line: str) -> str:
    page.clear()
    obey(session, line)
    return "\n".join(page)


def test_a_change_of_mood_is_told_once_in_words_and_never_as_a_number(tmp_path: Path) -> None:
    """Chill after chill: uneasy, then questioning."""
    session, page = dream(tmp_path)
    told = "\n".join(enter(session, page, "wait 4") for _ in range(60))
    assert told.count("Something is not as it should be.") == 1
    assert told.count("You begin to ask yourself what this is.") == 1
    assert not re.search(r"0\.\d", told)


def test_doubt_goes_by_the_dreams_own_sense_and_changes_nothing(tmp_path: Path) -> None:
    """The stage's attention and thresholds count, and looking back is no part of the dream."""
    session, page = dream(tmp_path)
    while session.dream.mood != "questioning":
        enter(session, page, "wait 30")
    before = session.dream.hash, session.dream.suspicion
    told = enter(session, page, "doubt")
    assert "Such things do not happen." in told and "You are beginning to ask yourself what this is." in told
    assert (session.dream.hash, session.dream.suspicion) == before


@pytest.mark.parametrize("veils", ["", "limits: {veils: eerie}"])
def test_what_happens_off_screen_is_not_described_in_looking_back_either(tmp_path: Path, veils: str) -> None:
    """That it did not add up is told."""
    session, page = dream(tmp_path, veils)
    while session.dream.mood == "at ease":
        enter(session, page, "wait 30")
    assert ("Something out of sight." in enter(session, page, "doubt")) == bool(veils)
