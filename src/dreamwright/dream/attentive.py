"""What suspicion makes of a subject who is not a person: they look back and test by themselves.

Asked whenever somebody in the subject's layer is about to follow a motive. It only ever leaves some motives out: nobody
does anything that they have no reason for. All of it goes by the subject's own findings.

* At ease, or if they pay no attention: nothing is different.
* Uneasy: after something that does not add up they take their time. For `PONDERING` minutes they do nothing, and as
  nothing happens to them they think it through (`Settings.pause`).
* Questioning: of what they have reason to do they prefer what has to do with whom and what did not add up, the gravest
  first: so they come to see it again, which settles it or not. They do nothing together with those whose acts made no
  sense to them, and agree to nothing that these propose.
* Lucid: what the stage says comes before their next turn.
"""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.grounding import Program
from dreamwright.language.world import Entity
from dreamwright.lucidity import Finding, Witness
from dreamwright.lucidity.suspicion import contribution
from dreamwright.planning import Motive
from dreamwright.story import Story

PONDERING = 15
"""For how many minutes an uneasy subject does nothing after something that does not add up."""


def willing(story: Story, witness: Witness, character: int, motives: Sequence[Motive]) -> Sequence[Motive]:
    """Which of a character's motives may be followed, as the subject whose witness it is feels about things.

    For the subject: what they care to do now. For anybody else: what the subject would not refuse to join in.
    """
    mood = witness.mood(story.minute)
    if mood == "at ease":
        return motives
    subject, program = witness.character, story.engine.program
    distrusted = _distrusted(witness) if mood != "uneasy" else frozenset()
    if character != subject:
        return [m for m in motives if character not in distrusted or subject not in _parties(program, m)]
    if _is_pondering(witness, story.minute):
        return []
    trusted = [m for m in motives if distrusted.isdisjoint(_parties(program, m))]
    return _seeing_again(witness, program, story.minute, trusted) if mood != "uneasy" else trusted


def _is_pondering(witness: Witness, minute: int) -> bool:
    found = [f for f in witness.findings if f.is_anomaly or f.is_open]
    return bool(found) and minute - found[-1].minute < PONDERING


def _distrusted(witness: Witness) -> frozenset[int]:
    """Those whose acts made no sense to the subject."""
    return frozenset(f.about for f in witness.anomalies if f.kind == "unmotivated" and f.about is not None)


def _seeing_again(witness: Witness, program: Program, minute: int, motives: list[Motive]) -> list[Motive]:
    """The motives that have to do with the gravest of what did not add up; if none do with any, all."""
    anomalies = witness.anomalies
    anomalies.sort(key=lambda f: (-contribution(f, minute, witness.settings), f.number))
    for finding in anomalies:
        concerned = _concerned(program, finding, witness.character)
        found = [m for m in motives if not concerned.isdisjoint(_named(program, m.action))]
        if found:
            return found
    return motives


def _concerned(program: Program, finding: Finding, subject: int) -> frozenset[int]:
    """Whom and what a finding is about, besides the subject."""
    named = {a.index for _, arguments, _, _ in finding.contradictions for a in arguments if isinstance(a, Entity)}
    if not named and finding.percept is not None and finding.percept.event is not None:
        named = _named(program, finding.percept.event)
    return frozenset(named - {subject})


def _named(program: Program, action: int) -> set[int]:
    return {a.index for a in program.events[action].arguments if isinstance(a, Entity)}


def _parties(program: Program, motive: Motive) -> frozenset[int]:
    return frozenset(program.events[motive.action].consenting)
