"""The same world, seed and commands give the same chronicle, to the byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dreamwright.story import chronicle_line, encode
from story.stories import VILLAGE, run, story_of

PROGRAM = """
import sys
from story.stories import VILLAGE, run, story_of
from dreamwright.story import chronicle_line, encode
story = story_of(VILLAGE, seed=int(sys.argv[1]))
for happening in run(story, minutes=1000, most=60):
    print(encode(chronicle_line(story.engine.program, happening)))
print(story.hash)
"""


def chronicle(hash_seed: str, seed: str) -> str:
    tests = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": tests, "PYTHONUTF8": "1"}
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, seed], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return found.stdout


def test_the_hash_seed_of_python_has_no_part_in_it() -> None:
    first = chronicle("1", "5")
    assert first == chronicle("2", "5")
    assert len(first.splitlines()) > 20


def test_another_seed_is_another_story() -> None:
    hashes = set()
    for seed in range(8):
        story = story_of(VILLAGE, seed)
        run(story, minutes=500, most=40)
        hashes.add(story.hash)
    assert len(hashes) == 8


def test_a_chronicle_line_is_plain_data_with_sorted_keys() -> None:
    story = story_of(VILLAGE, 3)
    for happening in run(story, minutes=600):
        line = chronicle_line(story.engine.program, happening)
        assert json.loads(encode(line)) == line
        assert list(line) == sorted(line)
        assert line["time"].startswith("2031-11-0")


def test_the_hash_covers_every_line_and_nothing_else() -> None:
    story = story_of(VILLAGE, 3)
    empty = story.hash
    hashes = [empty]
    while len(hashes) < 30 and story.advance() is not None:
        hashes.append(story.hash)
    assert len(set(hashes)) == 30
    late = story_of(VILLAGE, 3)
    for _ in range(29):
        late.advance()
    assert late.hash == hashes[-1]  # asked for only now
