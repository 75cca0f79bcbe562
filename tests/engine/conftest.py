"""Small bounds on what is taken for endless, so that a world that never comes to rest does not take seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dreamwright.engine import engine
from engine.comparison import BOUNDS


@pytest.fixture(autouse=True, scope="package")
def small_bounds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_TRIGGERS", BOUNDS.triggers)
        patch.setattr(engine, "MOST_DRAFTS", BOUNDS.drafts)
        yield
