"""Questions about beliefs: right by the engine, balanced, the same from a seed, and in English."""

import json
from collections import Counter

import pytest
from typer.testing import CliRunner

from dreamwright.cli.main import app
from dreamwright.datasets import questions
from dreamwright.datasets.beliefs import Telling
from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import load_program
from dreamwright.history import History
from dreamwright.story import Story

BOX = """\
type place;
type box;
entity Hall : place;
entity Yard : place;
entity Red : box { name: "the red box"; };
entity Blue : box { name: "the blue box"; };
entity Sal : character { name: "Sal"; };
entity Ann : character { name: "Ann"; };
property at(c : character) : place;
property ball() : box { text: "the ball is in {value}"; };
property told() : boolean;
at(Sal) = Hall;
at(Ann) = Hall;
ball() = Red;
action leave(c : character) {
  precondition: c == Sal & at(c) == Hall;
  effect: at(c) = Yard;
  consenting: c;
  text: "{c} [leaves].";
};
action move(c : character) {
  precondition: c == Ann & at(Sal) == Yard & ball() == Red;
  effect: ball() = Blue;
  consenting: c;
  observing(o : character): at(o) == Hall;
  text: "{c} [puts] the ball into the blue box.";
};
utility(Sal): if(at(Sal) == Yard) 1 else 0;
utility(Ann): if(ball() == Blue) 1 else 0;
"""


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "box.world"
    path.write_text(BOX)
    return path


def test_the_ball_in_the_box(box):
    """Sal, who was out, believes the ball where it was; Ann knows that she does. The old test, with its controls."""
    found = questions(box, count=4, orders=(1,))
    wrong = next(item for item in found if item["class"] == "false")
    assert wrong["question"] == "Which of these does Sal believe?"
    assert wrong["story"] == [
        "The ball is in the red box.",
        "Sal believes that the ball is in the red box.",
        "Sal leaves. (Everybody sees it.)",
        "Ann puts the ball into the blue box. Now the ball is in the blue box. (Ann sees it.)",
    ]
    assert sorted(wrong["choices"]) == ["The ball is in the blue box.", "The ball is in the red box."]
    assert wrong["answer"] == "The ball is in the red box."
    assert wrong["reason"] == "It has been so from the beginning. That is wrong: the ball is in the blue box."
    assert [(c["about"], c["answer"]) for c in wrong["controls"]] == [
        ("reality", "The ball is in the blue box."),
        ("memory", "The ball is in the red box."),
        ("perception", "No."),
    ]


def test_answers_are_what_the_engine_says():
    """Each belief that is asked about is what looking back on the story says, in a world of many people."""
    from dreamwright.language.files import STANDARD

    story = Story(LeveledEngine(load_program(STANDARD.parent / "breakout.world"), 4), 3)
    while len(story.happenings) < 15:
        assert story.advance() is not None
    history = History(story.engine, story.happenings)
    names = [c.name for c in history.program.world.characters]
    for order in (1, 2, 3):
        for belief in list(Telling(history).beliefs(order))[::7]:
            text = history.written(belief.fluent)
            for who in reversed(belief.chain):
                text = f"believes({names[who]}, {text})"
            assert history.program.to_code(history.value(text)) == belief.value
            spells = history.spells(text)
            assert Telling(history).cause(belief) is spells[-1].cause


def read(item):
    """What a reader makes of a story who only keeps in mind what was so, what changed, and who saw it."""
    count = len(item["characters"])
    truth, *minds = item["story"][: count + 1]
    real, believed = truth.lower(), minds[-1].split(" believes that ")[-1].lower()
    for line in item["story"][count + 1 :]:
        told, seers = line.rsplit(" (", 1)
        if " Now " in told:
            real = told.rsplit(" Now ", 1)[1].lower()
            if seers.startswith("Everybody") or all(name.lower() in seers.lower() for name in item["characters"]):
                believed = real
    return real, believed


def test_a_reader_can_tell():
    """The answers, and those of the controls, follow from the sentences of the story."""
    read_of = 0
    for item in questions("breakout", count=120, happenings=20):
        real, believed = read(item)
        choices = [choice.lower() for choice in item["choices"]]
        if real in choices and believed in choices:  # else a pronoun stands for a name
            read_of += 1
            assert (real, believed) == (item["controls"][0]["answer"].lower(), item["answer"].lower())
    assert read_of > 100


def test_classes_are_balanced():
    """As many of each class and order; the answer is among the choices, and in no preferred place."""
    found = questions("breakout", count=80, orders=(1, 2))
    assert set(Counter((item["order"], item["class"]) for item in found).values()) == {20}
    of_others = [item for item in found if (item["order"], item["class"]) == (2, "true")]
    real = sum(item["answer"] == item["controls"][0]["answer"] for item in of_others)
    assert 6 < real < 14
    assert all(item["answer"] in item["choices"] and len(set(item["choices"])) > 1 for item in found)
    places = Counter(item["choices"].index(item["answer"]) / (len(item["choices"]) - 1) for item in found)
    assert places[0] < 60 and places[1] < 60
    assert len({item["id"] for item in found}) == 80


def test_a_seed_gives_its_questions(box):
    """The same from the same seed; others from another."""
    assert questions(box, count=4, seed=5) == questions(box, count=4, seed=5)
    one, two = (questions("breakout", count=12, seed=seed) for seed in (1, 2))
    assert [item["story"] for item in one] != [item["story"] for item in two]


def test_where_nobody_is_wrong(box):
    """Without false beliefs there is nothing to be balanced."""
    box.write_text(BOX.replace("observing(o : character): at(o) == Hall;", ""))
    with pytest.raises(DreamwrightError, match="questions-none"):
        questions(box, count=4, orders=(1,))


def test_command(box, tmp_path):
    """Lines of JSON, in a file or printed."""
    output = tmp_path / "q.jsonl"
    done = CliRunner().invoke(app, ["questions", str(box), "--count", "4", "--order", "1", "-o", str(output)])
    assert done.stdout == f"{output}: 4 questions\n"
    printed = CliRunner().invoke(app, ["questions", str(box), "--count", "4", "--order", "1"]).stdout
    assert output.read_text() == printed
    assert [json.loads(line)["order"] for line in printed.splitlines()] == [1] * 4
