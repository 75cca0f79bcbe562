"""Solutions in the outline notation of the Sabre suite.

A line is an action of the plan. Lines that begin with `|` under it are the reasons for it, one reason after another:
what its owner means to do next, closed by `goal(owner, ...)`; deeper lines are the reasons of others for those. The
last line of all is the author's goal.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Step:
    """An action, and for each of its characters what follows it in that character's reason."""

    action: str
    reasons: dict[str, list[Step]] = field(default_factory=dict)


def parse(text: str) -> list[Step]:
    """The steps of the plan."""
    lines = [(line.count("| "), line.lstrip("| ").strip()) for line in text.splitlines() if line.strip()]
    steps, _, _ = _course(lines, 0, 0)
    return steps


def _course(lines: list[tuple[int, str]], at: int, depth: int) -> tuple[list[Step], str, int]:
    """The steps up to the goal that closes them, the text of that goal, and the line after it."""
    steps: list[Step] = []
    while True:
        level, text = lines[at]
        assert level == depth, f"line {at + 1} is indented by {level}, not {depth}"
        at += 1
        if text.startswith("goal("):
            return steps, text, at
        step = Step(text)
        while at < len(lines) and lines[at][0] > depth:
            course, goal, at = _course(lines, at, depth + 1)
            step.reasons[goal.removeprefix("goal(").split(",")[0]] = course
        steps.append(step)
