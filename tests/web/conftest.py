"""What the tests of the pages share."""

import pytest

from web.served import Helm, Served


@pytest.fixture
def served(tmp_path):
    """A service with its house, asked without a network."""
    with Served(tmp_path / "chronicle.db") as found:
        yield found


@pytest.fixture
def stage():
    """What is played."""
    return "inn.stage"


@pytest.fixture
def guest(served, stage):
    """A subject who has consented."""
    subject = served.subject(stage)
    subject.enter("I consent")
    return subject


@pytest.fixture
def kay(guest):
    """An operator."""
    return Helm(guest, name="Kay")
