"""`dreamwright watch STAGE --why`: what the director did and refrained from, each thing once."""

from __future__ import annotations

from collections import Counter

from typer.testing import CliRunner

from dreamwright.cli.main import app


def watched(*options: str) -> list[str]:
    result = CliRunner().invoke(app, ["watch", "blackout", *options])
    assert result.exit_code == 0
    return result.stdout.splitlines()


def test_what_the_director_thinks_again_and_again_is_told_once() -> None:
    """It refrains at every beat from what would give the exercise away: told once, with the forecast, and counted."""
    lines = [line.strip() for line in watched("--why", "--days", "0.2")]
    refrained = [line for line in lines if line.startswith("[director] refrains from")]
    assert len(refrained) == 1
    assert "because of the ceiling" in refrained[0] and "suspicion would go from 0.00 to 0.54" in refrained[0]
    assert max(Counter(line for line in lines if "[director] sets out" in line).values()) == 1
    assert any(line.startswith("(What the director thought again as it had before is left out:") for line in lines)


def test_without_why_the_director_is_not_spoken_of() -> None:
    """Then it is a story."""
    assert not [line for line in watched("--days", "0.2") if "director" in line]
