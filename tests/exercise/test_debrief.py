"""The debrief of an exercise: what was expected against what was done, by objective, in all three forms.

After a deliberate change of wording run `DREAMWRIGHT_BLESS=1 pytest tests/exercise/test_debrief.py` and read what
changed in `golden/`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from debrief.pages import Page, problems
from debrief.tales import kept
from dreamwright.chronicle import Branch, open_chronicle
from dreamwright.debrief import Debrief, as_html, as_json, as_markdown, debrief_of
from dreamwright.errors import Source
from dreamwright.exercise import Exercise, InjectError
from exercise.exercises import do, exercise, run, written_table

GOLDEN = Path(__file__).parent / "golden"

ROWS = (
    "+0:10|fire(Quay)|send(Ann, Quay) within 20; put_out(_, Quay) within 30|Put it out|radio|the harbour|Ann\n"
    "+0:15|call(Bo, Ann)|send(Ann, _) within 5 or before|Answer|telephone|Bo|\n"
    "+0:40|fire(Mill)|send(Ann, Mill) within 10|Put it out|||\n"
    "+1:30|fire(Quay)|send(Ann, Quay) within 10|Put it out|||\n"
    "+2:40|fire(Quay)|send(Ann, Quay) within 10||||\n"
    "+9:00|gust()|send(Ann, Mill)|Be ready|||\n"
)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    """A run in which Ann is quick at first, then late, and then not there at all."""
    going = exercise(ROWS, played=True)
    run(going)
    wait(going, 12)
    do(going, "send(Ann, Quay)")
    wait(going, 61)
    do(going, "send(Ann, Mill)")
    wait(going, 180)
    with open_chronicle(str(tmp_path_factory.mktemp("exercise") / "chronicle.db")) as chronicle:
        yield kept(chronicle, going.level.story)


@pytest.fixture(scope="module")
def debrief(branch: Branch) -> Debrief:
    return debrief_of(branch, injects=Source("my.csv", written_table(ROWS)))


def wait(going: Exercise, until: int) -> None:
    """Let time pass up to a minute."""
    while (minute := going.level.story.minute) < until:
        going.dream.wait(until - minute)
        run(going)


def blessed(name: str, text: str) -> str:
    path = GOLDEN / name
    if os.environ.get("DREAMWRIGHT_BLESS"):
        path.write_text(text, "utf-8")
    return path.read_text("utf-8")


def test_by_objective(debrief: Debrief) -> None:
    """Each objective in the order of the list, with how much was done in time, late, and not at all."""
    assert [(o.name, o.expected, o.in_time, o.late) for o in debrief.objectives] == [
        ("Put it out", 4, 2, 1),
        ("Answer", 1, 1, 0),
        ("", 0, 0, 0),
        ("Be ready", 0, 0, 0),
    ]
    states = {fed.number: (fed.state, [a.state for a in fed.answers]) for o in debrief.objectives for fed in o.injects}
    assert states == {
        1: ("answered", ["done", "done"]),
        2: ("answered", ["done"]),
        3: ("late", ["late"]),
        4: ("missed", ["missed"]),
        5: ("waiting", ["open"]),
        6: ("waiting", ["open"]),
    }


def test_in_words(debrief: Debrief) -> None:
    """The section of the Markdown, as it was blessed."""
    text = as_markdown(debrief)
    section = text[text.index("## Expected and done") : text.index("## Both sides of the story")]
    assert section == blessed("objectives.md", section)


def test_as_a_page(debrief: Debrief) -> None:
    """The section of the page, as it was blessed, on a page that is sound and leads there."""
    text = as_html(debrief)
    start = text.index('<section aria-labelledby="objectives">')
    section = text[start : text.index("</section>", start)] + "</section>\n"
    assert section == blessed("objectives.html", section)
    assert problems(Page(text)) == []
    assert '<a href="#objectives">' in text


def test_as_data(debrief: Debrief) -> None:
    """The objectives in the JSON, as they were blessed."""
    found = json.dumps(json.loads(as_json(debrief))["objectives"], indent=1, ensure_ascii=False) + "\n"
    assert found == blessed("objectives.json", found)


def test_a_run_that_was_no_exercise_has_none(branch: Branch) -> None:
    """Without a list nothing is said of objectives."""
    debrief = debrief_of(branch)
    assert debrief.objectives == ()
    assert "Expected and done" not in as_markdown(debrief) + as_html(debrief)


def test_a_list_that_does_not_fit_the_world_is_told(branch: Branch) -> None:
    """What is wrong with the list is an error with a place, as everywhere."""
    with pytest.raises(InjectError, match="inject-event"):
        debrief_of(branch, injects=Source("my.csv", "time,event\n+0:10,flood(Quay)\n"))
