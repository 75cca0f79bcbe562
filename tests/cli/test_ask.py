"""`dreamwright ask`: what is said about a small theft, and about questions that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app

HEIST = Path(__file__).parent / "worlds" / "heist.world"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A chronicle with the whole story of the heist: a theft, a vain attempt, a lie, another vain attempt."""
    place = str(tmp_path_factory.mktemp("ask") / "heist.db")
    assert run("watch", HEIST, "--days", "0.2", "--keep", "--chronicle", place) == 0
    return place


def run(*arguments: object) -> int:
    return guarded(lambda: app([str(argument) for argument in arguments]))


@pytest.mark.parametrize(
    ("question", "said", "code"),
    [
        ("holder(Pearl)", ["at first      Bo has the pearl.", "Ada has the pearl: Ada steals the pearl from Bo."], 0),
        ("value believes(Bo, holder(Pearl))", ["Bo believes that Cy has the pearl: Ada tells Bo that Cy did it."], 0),
        ("when believes(Bo, holder(Pearl)) == Cy", ["      2  Thu  1 22:01  It holds", "It no longer holds"], 0),
        ("when hide(_)", ["It never happens."], 1),
        ("first steal(_, _, _)", ["      0  Thu  1 22:00  Ada steals the pearl from Bo."], 0),
        ("last told()", ["It holds: Ada tells Bo that Cy did it."], 0),
        ("ever at(Cy) == Cellar", ["No."], 1),
        ("ever steal(Ada, _, _)", ["Ada steals the pearl from Bo."], 0),
        ("ever hide(Cy)", ["It never happens."], 1),
        ("always at(Bo) == Attic", ["Yes."], 0),
        ("always holder(Pearl) == Bo", ["No: not so since happening 0."], 1),
        ("count steal(_, _, _)", ["1 time."], 0),
        ("count !told()", ["1 time."], 0),
        ("who knows holder(Pearl)", ["In truth Ada has the pearl.", "Bo does not know who has the pearl, since"], 0),
        ("how Cy holder(Pearl)", ["Cy believes that Ada has the pearl: he saw it happen. Ada steals"], 0),
        ("how does Cy know trapped(Cellar)", ["the Cellar is trapped: he found out when it failed. Cy tries"], 0),
        ("why 0", ["Ada: because that leaves her better off (1 rather than 0)."], 0),
        ("why hide(_)", ["Cy tries to hide, but fails.", "(1 rather than 0)"], 0),
        ("wrong Cy", ["Cy believes that the Cellar is safe; wrong from the beginning.", "found out: Cy tries"], 0),
        ("wrong Ada", ["Ada was never wrong."], 0),
        ("wrong Bo holder(Pearl)", ["Bo believes that he has the pearl; right until this: Ada steals"], 0),
        ("never known Bo", ["Ada has the pearl: Ada steals the pearl from Bo."], 0),
        ("never known Ada", ["Ada found out everything."], 0),
        ("patterns", ["Frame up (1)", "Ada puts the blame on Cy.", "Bo is robbed by Ada, and never finds out."], 0),
        ("patterns frame_up", ["         0: Ada steals the pearl from Bo.", "2: Ada tells Bo that Cy did it."], 0),
        ("patterns betrayal", ["None is found."], 0),
    ],
)
def test_answers(kept: str, question: str, said: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """In the world's own words, with numbers and times; the exit code is 1 for no and never."""
    assert run("ask", "heist-1", question, "--chronicle", kept) == code
    answer = capsys.readouterr().out
    for line in said:
        assert line in answer


def test_a_chain_ends_with_the_liar(kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was after three happenings, before Bo finds out."""
    assert run("ask", "heist-1", "how Bo holder(Pearl)", "--at", 3, "--chronicle", kept) == 0
    assert capsys.readouterr().out.splitlines() == [
        "      2  Thu  1 22:01  Bo believes that Cy has the pearl: told by Ada. Ada tells Bo that Cy did it.",
        "Ada did not believe it.",
    ]


@pytest.mark.parametrize(
    ("question", "code", "shown"),
    [
        ("whne told()", "question", "did you mean 'when'?"),
        ("", "question", "expected: value EXPRESSION"),
        ("ever", "question", "'ever' of what?"),
        ("how Bo", "question", "how NAME PROPERTY"),
        ("always steal(Ada, Bo, Pearl)", "question", "ask `count steal(Ada, Bo, Pearl)`"),
        ("when holder(Pearl)", "question", "ask `value holder(Pearl)`"),
        ("when holdr(Pearl) == Bo", "property-unknown", "     ^^^^^\n  hint: did you mean 'holder'?"),
        ("count steel(_, _, _)", "question-event", "      ^^^^^\n  hint: did you mean 'steal'?"),
        ("wrong Boo", "question-name", "did you mean 'Bo'?"),
        ("patterns fram_up", "question-name", "did you mean 'frame_up'?"),
        ("why 17", "question-when", "4 things have happened"),
        ("who knows trapped(Hall)", "question-fact", "everybody knows it"),
        ("who knows holder(Pearl) == Bo", "question-fact", "a property such as"),
    ],
)
def test_what_is_no_question(
    kept: str, question: str, code: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is shown in its place in the whole question."""
    assert run("ask", "heist-1", question, "--chronicle", kept) == 1
    said = capsys.readouterr().err
    assert f"error[{code}]" in said and shown in said


def test_a_moment_that_is_not_there(kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "heist-1", "told()", "--at", 5, "--chronicle", kept) == 1
    assert "error[question-when]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("value holder(Pearl)", [("Bo", 0, 1), ("Ada", 1, None)]),
        ("when told()", [(True, 3, None)]),
    ],
)
def test_json_of_values(kept: str, question: str, answer: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "heist-1", question, "--json", "--chronicle", kept) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["question"] == question
    assert [(spell["value"], spell["start"], spell["stop"]) for spell in data["answer"]] == answer


def test_json_of_patterns_and_reasons(kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("ask", "heist-1", "patterns frame_up", "--json", "--chronicle", kept)
    found = json.loads(capsys.readouterr().out)["answer"]
    assert found == [{"pattern": "frame_up", "who": {"thief": "Ada", "scapegoat": "Cy"}, "happenings": [0, 2]}]
    run("ask", "heist-1", "why 0", "--json", "--chronicle", kept)
    (happening,) = json.loads(capsys.readouterr().out)["answer"]
    motive = {"character": "Ada", "plan": ["steal(Ada, Bo, Pearl)"], "before": 0.0, "after": 1.0}
    assert happening["motives"] == [motive]
