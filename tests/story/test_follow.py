"""Following a chronicle: a story taken up from its lines is the story that was."""

from __future__ import annotations

import json

import pytest

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.story import Story, Told, UnlikeError, chronicle_line, encode, follow, retell
from story.stories import VILLAGE, run

PROGRAM = ground(load_text(VILLAGE))
LONG = 1200


def new_story(seed: int = 3, program=PROGRAM) -> Story:
    return Story(LeveledEngine(program), seed)


def told(story: Story) -> list[Told]:
    """A story as it would be stored."""
    found = []
    before = story.beginning
    for link in story.links:
        line = encode(chronicle_line(story.engine.program, link.happening))
        found.append((line, story.pulses.write(before, link)))
        before = story.mark_of(link).moment
    return found


def hash_after(story: Story, length: int) -> str:
    """The running hash of the first so many happenings."""
    assert story.hash
    return story.links[length - 1].digest.hex()


@pytest.fixture(scope="module")
def long() -> Story:
    """A story of some length, in which nobody is played."""
    story = new_story()
    run(story, minutes=10**6, most=LONG)
    return story


@pytest.mark.parametrize("length", [0, 1, 2, 17, 255, 256, 257, 600, LONG - 30])
def test_it_goes_on_the_same_from_anywhere(long: Story, length: int) -> None:
    """Chance, agenda and cast are as they were, so what follows is what followed."""
    story = new_story()
    retell(story, told(long)[:length])
    assert len(story.happenings) == length
    run(story, minutes=10**6, most=30)
    assert story.hash == hash_after(long, length + 30)


def test_its_lines_are_the_same_again(long: Story) -> None:
    """What was read is written as it was: motives, lessons, triggers and all."""
    lines = told(long)
    story = new_story()
    retell(story, lines)
    assert told(story) == lines
    assert story.hash == long.hash


def test_a_story_taken_up_can_be_rewound_to_anywhere(long: Story) -> None:
    """Also to where nobody has been since it was taken up."""
    story = new_story()
    retell(story, told(long))
    for position in (LONG, 700, 300, 299, 1, 0):
        story.rewind(story.mark_at(position))
        run(story, minutes=10**6, most=3)
        assert position + 3 > LONG or story.hash == hash_after(long, position + 3)
    with pytest.raises(IndexError):
        story.mark_at(LONG)


def test_the_truth_is_told_without_a_story(long: Story) -> None:
    """`follow` gives the happenings with the nodes before and after, in one engine those of the story itself."""
    happenings = list(follow(long.engine, [line for line, _ in told(long)]))
    assert [(h.before, h.after) for h in happenings] == [(h.before, h.after) for h in long.happenings]


@pytest.mark.parametrize(
    "change",
    [
        lambda line: {**line, "action": "fly(Ada)"},
        lambda line: {**line, "action": "take(Cy, Lamp, Yard)"},
        lambda line: {**line, "actor": "Nobody"},
        lambda line: {**line, "kind": "attempt"},
        lambda line: {**line, "index": 7},
    ],
)
def test_what_cannot_have_happened_is_refused(long: Story, change) -> None:
    """An unknown name, something impossible, a vain attempt that would succeed, a gap; the story stays as it was."""
    lines = told(long)[:20]
    at = next(i for i, (line, _) in enumerate(lines) if json.loads(line)["kind"] == "action" and i > 7)
    lines[at] = (encode(change(json.loads(lines[at][0]))), lines[at][1])
    story = new_story()
    before = story.mark()
    with pytest.raises(UnlikeError):
        retell(story, lines)
    assert story.mark() == before


def test_a_past_goes_on_in_a_later_edition(long: Story) -> None:
    """Somebody new has a turn, though nothing that had happened knew of them; who is gone is missed by nobody."""
    later = VILLAGE.replace(
        "at(Cy) = Mill;", "at(Cy) = Mill; entity Dee : character { routine: hum; }; at(Dee) = Mill;"
    ).replace("action bell() { effect: if(rung()) !rung() else rung(); rate: 6; };", "")
    past = [entry for entry in told(long) if "bell" not in entry[0]]
    until = next(i for i, (line, _) in enumerate(told(long)) if "bell" in line)
    story = new_story(program=ground(load_text(later)))
    retell(story, past[:until])
    minute = story.minute
    run(story, minutes=10**6, most=40)
    new = story.happenings[until:]
    assert any(h.event is not None and "Dee" in story.engine.program.events[h.event].name for h in new)
    assert all(h.minute >= minute for h in new)
