"""Nothing that was acknowledged is lost when the process is killed. The long form is `make crash`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
KILLS = {"sqlite": 25, "postgres": 8}


@pytest.mark.skipif(os.name != "posix", reason="children are made with fork")
def test_killed_at_random_moments(address: str) -> None:
    """Killed, looked at and taken up again, over and over: the story is the one that the choices give."""
    kills = KILLS["postgres" if address.startswith("postgres") else "sqlite"]
    command = [sys.executable, "-m", "chronicle.crash", "--kills", str(kills), address]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    nothing_is_lost(command, environment)


@pytest.mark.skipif(os.name != "posix", reason="children are made with fork")
def test_dreams_killed_at_random_moments(address: str) -> None:
    """The same with dreams: layers, what is unmade in them, and all."""
    kills = 8 if address.startswith("postgres") else 25
    command = [sys.executable, "-m", "chronicle.crash", "--dreams", "--kills", str(kills), address]
    nothing_is_lost(command, {**os.environ, "PYTHONPATH": str(TESTS)})


def nothing_is_lost(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing lost" in done.stdout
