"""Worlds as environments for research on agents: Gymnasium for one character, PettingZoo for several.

    from dreamwright.environments import WorldEnv        # gymnasium.Env
    from dreamwright.environments import CompanyEnv      # pettingzoo.ParallelEnv
    from dreamwright.environments import company         # pettingzoo.AECEnv

What an agent observes is made of its character's percepts and beliefs; what it may do, of what they believe possible.
The libraries come with the extra `research`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dreamwright.environments.extras import needed

_WHERE = {"WorldEnv": "single", "CompanyEnv": "several", "company": "several"}

RESEARCH_CODES: dict[str, str] = {"research-extra": "a library for research is not installed"}
"""What can be wrong here, by code."""


def __getattr__(name: str) -> Any:
    """Imported when asked for: each needs a library that the other does not."""
    if name in _WHERE:
        needed("gymnasium")
        if name != "WorldEnv":
            needed("pettingzoo")
        return getattr(import_module(f"dreamwright.environments.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'dreamwright.environments' has no attribute {name!r}")
