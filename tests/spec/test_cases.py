"""The conformance cases of the specification (section 8), on the twin and on the engine.

The cases are read where they lie: the folder named by DREAMWRIGHT_SPEC_CASES, else ../shared/spec/cases beside the
project.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dreamwright.errors import DreamwrightError, EventError
from spec.adapters import ADAPTERS, Adapter, Limits, State, Value

BESIDE = Path(__file__).parents[2].parent / "shared" / "spec" / "cases"
FOLDER = Path(os.environ.get("DREAMWRIGHT_SPEC_CASES", BESIDE))
NAMES = sorted(path.name.removesuffix(".expect.json") for path in FOLDER.glob("*.expect.json"))

Check = dict[str, Any]


@pytest.mark.skipif(not NAMES, reason=f"no conformance cases in {FOLDER}")
def test_there_are_cases() -> None:
    assert all((FOLDER / f"{name}.world").exists() for name in NAMES)


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, kind: str) -> None:
    expected = json.loads((FOLDER / f"{name}.expect.json").read_text(encoding="utf-8"))
    path = FOLDER / f"{name}.world"
    if expected.get("error") == "load":
        with pytest.raises(DreamwrightError):
            ADAPTERS[kind](path)
        return
    adapter = ADAPTERS[kind](path)
    if "warnings" in expected:
        assert adapter.warned == set(expected["warnings"])
    for check in expected["checks"]:
        if "solutions" in check:
            check_solutions(adapter, check)
        elif "action" in check:
            check_reason(adapter, check)
        else:
            check_state(adapter, check)


def taken(adapter: Adapter, after: list[str]) -> State:
    """The state after a list of actions, each of which must be possible."""
    state = adapter.initial
    for action in after:
        assert adapter.possible(state, action), action
        state = adapter.apply(state, action)
    return state


def check_state(adapter: Adapter, check: Check) -> None:
    state = taken(adapter, check["after"])
    for text, expected in check.get("values", {}).items():
        literal = expected if isinstance(expected, str) else json.dumps(expected).capitalize()
        assert adapter.equals(state, text, literal, as_value(adapter, expected)), (text, expected)
    for text in check.get("true", []):
        assert adapter.holds(state, text), text
    for text in check.get("false", []):
        assert not adapter.holds(state, text), text
    for owner, expected in check.get("utility", {}).items():
        found = adapter.utility(adapter.minds(state, owner), utility_owner(adapter, owner))
        assert found == expected, owner
    check_possible(adapter, state, check)
    for one, other in check.get("same_state", []):
        assert adapter.minds(state, one) == adapter.minds(state, other), (one, other)
    for one, other in check.get("different_state", []):
        assert adapter.minds(state, one) != adapter.minds(state, other), (one, other)
    if check["after"] and "triggers" in check:
        before = taken(adapter, check["after"][:-1])
        assert adapter.fired(before, check["after"][-1]) == check["triggers"]
    if "fails" in check:
        check_failure(adapter, state, check["fails"])


def check_possible(adapter: Adapter, state: State, check: Check) -> None:
    possible = {"": check.get("possible", []), **check.get("possible_for", {})}
    impossible = {"": check.get("impossible", []), **check.get("impossible_for", {})}
    for wanted, listed in ((True, possible), (False, impossible)):
        for owner, actions in listed.items():
            for action in actions:
                assert adapter.possible(adapter.minds(state, owner), action) == wanted, (owner, action)


def check_failure(adapter: Adapter, state: State, action: str) -> None:
    assert adapter.possible(state, action)
    for _ in range(2):  # the world stays usable, and the action goes on failing
        with pytest.raises(EventError) as error:
            adapter.apply(state, action)
        assert action in str(error.value)


def check_reason(adapter: Adapter, check: Check) -> None:
    state = taken(adapter, check["after"])
    action, limits = check["action"], Limits(**check["limits"])
    assert adapter.explained(state, action, limits) == check["explained"], check
    if "explained_for" in check:
        accepted = adapter.accepted(state, action, limits)
        assert {name: accepted[name] for name in check["explained_for"]} == check["explained_for"], check
    if "reported" in check and adapter.solves:
        assert adapter.reported(state, action, limits) == set(check["reported"])


def check_solutions(adapter: Adapter, check: Check) -> None:
    if not adapter.solves:
        return
    expected = sorted((entry["plan"], entry["utility"]) for entry in check["solutions"])
    assert sorted(adapter.solutions(Limits(**check["limits"]))) == expected


def as_value(adapter: Adapter, expected: bool | float | str) -> Value:
    if isinstance(expected, bool):
        return expected
    if isinstance(expected, int | float):
        return float(expected)
    return None if expected == "?" else next(e for e in adapter.world.entities if e.name == expected)


def utility_owner(adapter: Adapter, key: str) -> Any:
    return adapter.character(key.split(">")[-1]) if key else None
