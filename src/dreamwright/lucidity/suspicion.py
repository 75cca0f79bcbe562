"""Suspicion: what anomalies add up to.

Each anomaly contributes its weight times the subject's attention, and that fades: by half in every half-life, along a
straight line in between (so that no two machines disagree in the last digit). Contributions combine as independent
grounds do, in a noisy-or (Pearl 1988): suspicion is one less the product of what each leaves. So it lies between 0 and
1, no order matters, and when an account turns up, what the anomaly it settles had contributed is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dreamwright.lucidity.model import Finding, Settings

Mood = Literal["at ease", "uneasy", "questioning", "lucid"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of suspicion that was no fading, and the finding that made it."""

    minute: int
    before: float
    after: float
    finding: Finding
    """As it was at that time: an anomaly, or one for which an account had turned up."""


def contribution(finding: Finding, minute: int, settings: Settings) -> float:
    """What a finding adds to suspicion at a minute: nothing if it is none, or not yet, or no longer an anomaly."""
    if not finding.is_anomaly or minute < finding.minute:
        return 0.0
    return min(1.0, finding.weight * settings.attention) * _left(minute - finding.minute, settings.half_life)


def suspicion(findings: Iterable[Finding], minute: int, settings: Settings) -> float:
    """Suspicion at a minute, from 0 to 1."""
    trust = 1.0
    for finding in findings:
        trust *= 1.0 - contribution(finding, minute, settings)
    return 1.0 - trust


def mood(level: float, settings: Settings) -> Mood:
    """What so much suspicion makes of somebody."""
    if level >= settings.lucid:
        return "lucid"
    if level >= settings.questioning:
        return "questioning"
    return "uneasy" if level >= settings.uneasy else "at ease"


def _left(minutes: int, half_life: int) -> float:
    halvings, rest = divmod(minutes, half_life)
    if halvings > 60:
        return 0.0
    return (1.0 - 0.5 * rest / half_life) / 2.0**halvings
