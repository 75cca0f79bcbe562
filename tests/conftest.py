"""What all tests share."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory):
    """Grounded worlds are kept in a folder of the test run (one for all its processes), not in that of the user;
    so are stories (one chronicle for each process)."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    os.environ["DREAMWRIGHT_CACHE"] = str(folder)
    os.environ["DREAMWRIGHT_CHRONICLE"] = str(base / "chronicle.db")
