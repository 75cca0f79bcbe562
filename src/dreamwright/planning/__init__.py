"""Motives and plans: why characters act, and how a story could go."""

from dreamwright.planning.checker import Reason, Step
from dreamwright.planning.explain import Account, Explanation, explain
from dreamwright.planning.limits import Limits
from dreamwright.planning.motives import Motive, motive, motives
from dreamwright.planning.outcome import Outcome, Plan, Status
from dreamwright.planning.plan import plan

__all__ = [
    "Account",
    "Explanation",
    "Limits",
    "Motive",
    "Outcome",
    "Plan",
    "Reason",
    "Status",
    "Step",
    "explain",
    "motive",
    "motives",
    "plan",
]
