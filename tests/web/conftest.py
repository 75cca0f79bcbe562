"""What the tests of the pages share."""

import pytest

from web.served import Served


@pytest.fixture
def served(tmp_path):
    """A service with its house, asked without a network."""
    with Served(tmp_path / "chronicle.db") as found:
        yield found


@pytest.fixture
def guest(served):
    """A subject in the inn who has consented."""
    subject = served.subject("inn.stage")
    subject.enter("I consent")
    return subject
