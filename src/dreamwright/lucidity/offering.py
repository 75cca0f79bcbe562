"""An account offered to somebody who is about to see through it all: the last thing a dream can say for itself.

The gravest of what does not add up is taken, and the cheapest account of it is looked for, further than they would look
by themselves. If there is none at all, what is offered is that they were mistaken. Whether they take it hangs on their
credulity: offered, an account may cost twice as much as one they come to by themselves (`Settings.most_cost`), less
something for each that they have taken before, for one who is soothed too often notices. No lots are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dreamwright.lucidity.model import Account, Finding, Settings
from dreamwright.lucidity.suspicion import contribution

SOOTHED = 2.0
"""By how much less a further account may cost for each that was taken on offer before."""

MISTAKEN = 8.0
"""What it costs to believe that one was merely mistaken, for an anomaly of weight 1."""


def gravest(findings: Sequence[Finding], minute: int, settings: Settings) -> Finding | None:
    """The anomaly that weighs most at a minute, the earliest of equals."""
    return max(findings, key=lambda f: (contribution(f, minute, settings), -f.number), default=None)


def generous(settings: Settings) -> Settings:
    """How far the dream itself looks for an account to offer."""
    return replace(
        settings, length=settings.length + 1, look_back=2 * settings.look_back, most_cost=2 * settings.most_cost
    )


def dismissal(finding: Finding) -> Account:
    """That they were mistaken."""
    return Account(is_dismissal=True, cost=MISTAKEN * finding.weight)


def is_taken(account: Account, taken: int, settings: Settings) -> bool:
    """Whether they take what is offered, having taken so many before."""
    return account.cost <= 2 * settings.most_cost - SOOTHED * taken
