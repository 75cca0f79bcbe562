"""A short stretch, always the same for the same seeds, of the campaign in `campaign.py`."""

import pytest

from dreamwright.grounding import ground
from dreamwright.language import load
from fuzz.mutate import MUTATIONS, mutant
from fuzz.ordeal import HERE, ordeal, seeds

FILES = 1_500
BATCH = 150


@pytest.mark.parametrize("start", range(0, FILES, BATCH))
def test_broken_files_are_told_what_is_wrong(start):
    """No mutant of that batch gives a traceback or takes more than 20 seconds of processor time."""
    healthy = seeds()
    for number in range(start, start + BATCH):
        failure = ordeal(mutant(healthy, number), seconds=20)
        assert failure is None, f"mutant {number}:\n{failure.data!r}\n{failure.story}"


def test_seeds_are_healthy():
    """The seeds in `seeds/` load and run: a mutant of a file that is broken already would teach little."""
    for file in sorted(HERE.glob("seeds/*.world")):
        assert ground(load(file)).events, file.name


def test_mutants_are_repeatable():
    """The number of a mutant is enough to have it again."""
    healthy = seeds()
    assert [mutant(healthy, n) for n in range(len(MUTATIONS))] == [mutant(healthy, n) for n in range(len(MUTATIONS))]
