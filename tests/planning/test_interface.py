"""What searches ask of an engine is listed in one place, `engine/interface.py`."""

import ast
from pathlib import Path

import pytest

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.engine.interface import SearchEngine, States

PLANNING = Path(__file__).parents[2] / "src" / "dreamwright" / "planning"
SEARCHES = ("reasons", "space", "sharing", "bounds", "search", "astar", "weighted_astar", "explanation_first",
            "goal_first", "every", "relaxed_plan", "checker")  # fmt: skip
"""The files with inner loops. `motives` and `plan` make engines, `explain` reads facts by name."""


def listed(protocol: type) -> set[str]:
    return {name for name in (*vars(protocol), *protocol.__annotations__) if not name.startswith("_")}


@pytest.mark.parametrize("name", SEARCHES)
def test_searches_ask_for_nothing_else(name: str) -> None:
    """Whatever is read from an engine, or from its states, is in the list."""
    for node in ast.walk(ast.parse((PLANNING / f"{name}.py").read_text())):
        if isinstance(node, ast.Attribute):
            whose = ast.unparse(node.value).split(".")[-1]
            if whose == "engine":
                assert node.attr in listed(SearchEngine), f"line {node.lineno}: engine.{node.attr}"
            if whose in ("nodes", "_nodes"):
                assert node.attr in listed(States), f"line {node.lineno}: nodes.{node.attr}"


def test_engines_offer_all_of_it() -> None:
    """Both engines have every call of the list."""
    for name in listed(SearchEngine) - set(SearchEngine.__annotations__):
        assert hasattr(Engine, name) or name == "nodes"
        assert hasattr(LeveledEngine, name) or name == "nodes"
