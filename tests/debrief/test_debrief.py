"""What a debrief says, as data and in its three forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from debrief.pages import Page, problems
from debrief.tales import HALL, hall, kept, played, watched
from dreamwright.chronicle import Branch, open_chronicle
from dreamwright.debrief import Debrief, Effort, as_html, as_json, as_markdown, debrief_of
from dreamwright.debrief.model import FORMAT, VERSION
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.story import Story

ADA, BRAM, CORA = "Ada <script>alert(1)</script>", 'Bram & "Sons"', "Cora | *Lind* `x`"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    """A run in which Ada locks the strongbox before Bram comes for it."""
    with open_chronicle(str(tmp_path_factory.mktemp("debrief") / "chronicle.db")) as chronicle:
        yield kept(chronicle, played(hall(), "lock(Ada)", 60, 60))


@pytest.fixture(scope="module")
def debrief(branch: Branch) -> Debrief:
    return debrief_of(branch, effort=Effort(seeds=3, reruns=60))


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Debrief:
    """The debrief of a night in which nobody is played, and Bram gets what he came for."""
    with open_chronicle(str(tmp_path_factory.mktemp("night") / "chronicle.db")) as chronicle:
        return debrief_of(kept(chronicle, watched(hall())))


def entries(debrief: Debrief) -> list[Any]:
    return [entry for day in debrief.days for scene in day.scenes for entry in scene.entries]


# ---------------------------------------------------------------------------------------------------- both sides
def test_every_happening_is_on_one_side_or_both(debrief: Debrief, branch: Branch) -> None:
    """What happened is told once each, in order; waits in a row are one; what Ada missed has nothing on her side."""
    told = entries(debrief)
    numbers = [entry.number for entry in told]
    waits = {r.position for r in branch.records() if r.line["kind"] == "wait"}
    assert numbers == sorted(numbers)
    assert set(range(branch.length)) - set(numbers) <= waits
    assert debrief.happenings == branch.length
    missed = [entry for entry in told if entry.missed]
    assert len(missed) == debrief.missed > 0
    assert all(entry.happened and not entry.perceived and not entry.learned for entry in missed)
    assert any("count" in entry.happened[0].lower() for entry in missed), "nobody in the hall sees Cora count"


def test_who_played_is_told_you_and_others_by_name(debrief: Debrief, branch: Branch) -> None:
    """The left side speaks to whom a person played; through other eyes, and on the right, all are told by name."""
    first = entries(debrief)[0]
    assert debrief.second_person
    assert first.perceived[0].startswith("You ")
    assert first.happened[0].startswith(ADA)
    other = debrief_of(branch, 'bram & "sons"')
    assert other.subject == BRAM
    assert not other.second_person
    assert not any(line.startswith("You ") for entry in entries(other) for line in entry.perceived)


def test_motives_are_told(debrief: Debrief) -> None:
    """Beside what somebody did stands why: a plan, a habit, the hour."""
    why = " ".join(line for entry in entries(debrief) for line in entry.why)
    assert f"{BRAM}: as the first of two steps" in why
    assert "out of habit" in why
    assert "It was due then." in why


# ---------------------------------------------------------------------------------------------------- the rest
def test_where_everybody_was(night: Debrief) -> None:
    """The property `at` is found to be the place of people; stays follow each other from the beginning to the end."""
    where = night.whereabouts
    assert where is not None
    assert (where.property, where.places) == ("at", ("The hall", "The yard"))
    tracks = {track.who: track.stays for track in where.tracks}
    assert [stay.place for stay in tracks[ADA]] == ["The hall"]
    assert [(stay.place, stay.since.minute) for stay in tracks[BRAM]] == [("The hall", 0), ("The yard", 10)]
    for stays in tracks.values():
        assert stays[0].since.minute == 0
        assert stays[-1].until.minute == night.minutes
        assert [stay.until for stay in stays[:-1]] == [stay.since for stay in stays[1:]]


def test_wrong_beliefs_have_a_length_a_cause_and_a_cure(debrief: Debrief) -> None:
    """Bram takes the strongbox to be open from when Ada locks it, unseen by him, until he tries it."""
    assert debrief.mistaken == sum(m.who == ADA for m in debrief.mistakes), "few enough to be told all"
    [wrong] = [m for m in debrief.mistakes if m.who == BRAM and "strongbox" in m.believed]
    assert wrong.truth == "The strongbox is locked."
    assert wrong.cause == f"{ADA} locks."
    assert wrong.cure is not None and "fails" in wrong.cure
    assert wrong.until is not None
    assert wrong.minutes == wrong.until.minute - wrong.since.minute > 0


def test_numbers_and_relationships_through_time(debrief: Debrief) -> None:
    """Numbers that changed are there with each change, those between two people apart; so is what is no number."""
    numbers = {group.title: group for group in debrief.numbers}
    [trust] = numbers["Trust"].series
    assert numbers["Trust"].topic == "relationship"
    assert [reading.value for reading in trust.readings] == [3, 2]
    assert trust.readings[1].at.when == "Day 1, 23:00"
    assert [r.value for r in numbers["Tally"].series[0].readings][:3] == [0, 1, 2]
    assert "Gold" not in numbers, "nobody was robbed, so no gold changed hands"
    [turn] = debrief.relationships
    assert turn.was == f"{ADA} likes {BRAM}."
    assert "does not like" in turn.became


def test_patterns_are_told_with_what_they_are_made_of(debrief: Debrief) -> None:
    """Bram tries what Ada knows to be vain."""
    [irony] = [pattern for pattern in debrief.patterns if pattern.name == "Dramatic irony"]
    assert irony.told.startswith(BRAM)
    assert irony.since.minute == 10
    assert irony.happenings == (f"{BRAM} tries to rob {ADA}, but fails.",)


# ---------------------------------------------------------------------------------------------------- turning points
def test_the_choice_that_decided_it_is_a_turning_point(debrief: Debrief) -> None:
    """Had Ada not locked the strongbox, Bram would have robbed her, whatever the chance."""
    assert debrief.turning.ended == "done"
    point = debrief.turning.points[0]
    assert (point.number, point.who, point.choice) == (0, ADA, f"{ADA} locks.")
    assert point.instead == "You let an hour pass."
    effects = {effect.whose: (effect.as_it_was, effect.otherwise, effect.agreeing) for effect in point.effects}
    assert effects[ADA] == effects[None] == (10, 0, 3)
    assert effects[BRAM] == (0, 10, 3)


def test_the_search_is_the_same_each_time_and_leaves_the_run_alone(debrief: Debrief, branch: Branch) -> None:
    """Re-runs use chances of their own: twice the same debrief, and the run is as it was."""
    before = branch.hash
    assert debrief_of(branch, effort=Effort(seeds=3, reruns=60)) == debrief
    assert branch.hash == before


def test_the_search_keeps_to_its_budget(branch: Branch) -> None:
    """With re-runs for one choice only that is tried, and the page says so; without seeds nothing is looked for."""
    little = debrief_of(branch, effort=Effort(seeds=3, reruns=6)).turning
    assert (little.ended, little.tried, little.reruns) == ("budget", 1, 6)
    none = debrief_of(branch)
    assert none.turning.ended == "not sought"
    assert "not looked for" in as_html(none)


def test_an_interrupt_keeps_what_was_found(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a re-run gives the debrief with the turning points found until then."""
    advance = Story.advance
    told: list[str] = []

    def progress(reruns: int, most: int, choice: str) -> None:
        told.append(choice)

    def interrupted(story: Story, until: int | None = None) -> object:
        if len(set(told)) > 1:
            raise KeyboardInterrupt
        return advance(story, until)

    monkeypatch.setattr(Story, "advance", interrupted)
    found = debrief_of(branch, effort=Effort(seeds=3, reruns=60), progress=progress)
    assert found.turning.ended == "interrupted"
    assert [point.number for point in found.turning.points] == [0]
    assert "interrupted" in as_html(found)
    assert problems(Page(as_html(found))) == []


# ---------------------------------------------------------------------------------------------------- whose eyes
def test_somebody_must_be_named_when_nobody_is_played(night: Debrief, tmp_path: Path) -> None:
    """A watched story is told through the world's subject; without one somebody is to be named, who must exist."""
    assert (night.subject, night.second_person) == (ADA, False)
    with open_chronicle(str(tmp_path / "chronicle.db")) as chronicle:
        source = tmp_path / "hall.world"
        source.write_text(HALL.read_text().replace("  subject: Ada;\n", ""))
        nobody = kept(chronicle, watched(ground(load(source))))
        with pytest.raises(DreamwrightError) as error:
            debrief_of(nobody)
        assert error.value.diagnostics[0].code == "debrief-subject"
        assert "--as NAME" in str(error.value)
        assert debrief_of(nobody, "Cora").subject == CORA
        with pytest.raises(DreamwrightError, match="did you mean 'Cora'"):
            debrief_of(nobody, "Corra")


def test_a_story_in_which_nothing_happened(tmp_path: Path) -> None:
    """A branch from the very beginning has a debrief too, in all forms."""
    with open_chronicle(str(tmp_path / "chronicle.db")) as chronicle:
        run = kept(chronicle, played(hall(), 60))
        nothing = debrief_of(chronicle.fork(run, 0), effort=Effort())
    assert (nothing.happenings, nothing.days, nothing.numbers, nothing.patterns) == (0, (), (), ())
    assert problems(Page(as_html(nothing))) == []
    assert "Nothing has happened." in as_markdown(nothing)
    assert json.loads(as_json(nothing))["turning"]["ended"] == "done"


# ---------------------------------------------------------------------------------------------------- the forms
def test_the_page_is_sound_and_loads_nothing(debrief: Debrief) -> None:
    """Well nested; ids once; headings in order; every picture, table and label described; nothing fetched or run."""
    assert problems(Page(as_html(debrief))) == []


def test_what_the_checks_of_the_page_are_worth() -> None:
    """A page with a fault of each kind has each found."""
    bad = (
        '<h2 id="a">x</h2><h1>y</h1><h3 id="a">z</h3><p></div><table><tr><th>1</th></tr></table><svg></svg>'
        '<img src="x.png"><a href="http://example.org">o</a><p aria-labelledby="no"></p><details>1</details>'
    )
    assert len(problems(Page(bad))) >= 10


def test_nothing_from_a_world_is_taken_for_markup(debrief: Debrief) -> None:
    """Names and titles full of markup stay the letters they are, in HTML and in Markdown."""
    page = Page(as_html(debrief))
    assert {ADA, BRAM, CORA} <= {word for word in (ADA, BRAM, CORA) if word in page.text()}
    assert page.of("script", "img") == []
    markdown = as_markdown(debrief)
    assert "<script" not in markdown
    assert "*Lind*" not in markdown.replace("\\*Lind\\*", "")
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    columns = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    for before, after, row in zip(columns, columns[1:], rows[1:], strict=False):
        assert before == after or row.startswith(("| Who", "| Bel", "| What", "| Of", "| When", "| For")), row


def test_the_page_names_no_place_on_the_machine(debrief: Debrief, branch: Branch) -> None:
    """No path, no user, no time of the clock on the wall: pages of the same run are the same everywhere."""
    text = as_html(debrief) + as_markdown(debrief) + as_json(debrief)
    assert str(Path(__file__).parent) not in text
    assert str(Path.home()) + "/" not in text
    assert "chronicle.db" not in text


def test_all_forms_say_the_same(debrief: Debrief) -> None:
    """Every sentence and value of the data is on the page and in the Markdown."""
    page, markdown = Page(as_html(debrief)).text(), _unescaped(as_markdown(debrief))
    sentences = {line for entry in entries(debrief) for line in (*entry.perceived, *entry.happened, *entry.why)}
    sentences |= {m.believed for m in debrief.mistakes} | {u.fact for u in debrief.unknown}
    sentences |= {turn.became for turn in debrief.relationships} | {p.instead for p in debrief.turning.points}
    sentences |= {pattern.told for pattern in debrief.patterns}
    for sentence in sentences:
        assert _one_line(sentence) in _one_line(page)
        assert _one_line(sentence) in markdown


def test_json_keeps_its_shape(debrief: Debrief) -> None:
    """The JSON holds exactly the fields of the data; a change of these is a change of the format and its version."""
    data = json.loads(as_json(debrief))
    assert (data.pop("format"), data.pop("version")) == (FORMAT, VERSION)
    assert data == json.loads(json.dumps(asdict(debrief)))
    assert _shape(Debrief) == SHAPE


SHAPE = (
    "title run subject second_person seed begins ends minutes happenings missed days whereabouts mistaken mistakes "
    "mistakes_left_out unknown numbers relationships turning patterns objectives doubts"
)


def _shape(of: type) -> str:
    assert is_dataclass(of)
    return " ".join(field.name for field in fields(of))


def _unescaped(markdown: str) -> str:
    text = re.sub(r"\\([\\`*_\[\]|#~])", r"\1", markdown)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _one_line(text: str) -> str:
    return " ".join(text.split())
