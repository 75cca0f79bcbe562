"""Both stores, for tests that are about any of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that the tests started; skips where that cannot be."""
    reason = postgres.why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres.server(postgres.folder()) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty chronicle is to be: in a file, and on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "chronicle.db")
    url: str = request.getfixturevalue("server")
    postgres.empty(url)
    return url
