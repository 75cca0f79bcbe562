"""`doubt` and `test`: what did not add up, and memory held against what is there; from percepts and beliefs alone."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.language.world import Entity
from dreamwright.lucidity import Finding, Mood, Witness, Wording
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.finding import find_entity
from dreamwright.playing.session import Session
from dreamwright.story.happening import Past

MOST_DOUBTS = 5
"""How many things that did not add up are told at once, the latest."""

MOST_THOUGHTS = 1
"""How many things not yet thought through are thought of again at once: each may take a second or more."""

MOST_MEMORIES = 8
"""How many changes are told of one thing."""

_MOODS = {
    "at ease": "You can think of nothing that would shake you.",
    "uneasy": "You are uneasy.",
    "questioning": "You are beginning to ask yourself what this is.",
    "lucid": "This cannot be real, and you know it.",
}


class _Followed:
    """A witness, and how far they have followed the story."""

    def __init__(self, witness: Witness) -> None:
        self.witness = witness
        self.count = 0
        self.last: Past | None = None


def witness_of(session: Session) -> Witness:
    """The witness for the session's subject, up to now; begun again where the story has gone back.

    In a dream it is a copy of the dream's own: to go over things again is no part of what happens there. What they
    have not thought through there they go on with when nothing happens for a while.
    """
    if isinstance(session, DreamSession):
        return session.dream.witness.copy()
    story, who = session.story, session.subject.index
    key = ("doubt", who)
    followed = session.engine.memory.get(key)
    links = story.links
    if not isinstance(followed, _Followed) or not _is_before(followed, story.links):
        initial = session.engine.mind(session.engine.initial, who)
        followed = session.engine.memory[key] = _Followed(Witness(session.engine, who, initial))
    for link in links[followed.count :]:
        percept = story.percept(link.happening, who)
        if percept is not None:
            followed.witness.observe(percept)
        followed.count, followed.last = link.happening.index + 1, link
    followed.witness.until(story.minute)
    return followed.witness


def _is_before(followed: _Followed, links: Sequence[Past]) -> bool:
    if followed.count == 0:
        return True
    return followed.count <= len(links) and links[followed.count - 1] is followed.last


def doubt(session: Session, typed: str) -> None:
    """Look back over what did not add up."""
    del typed
    witness = witness_of(session)
    minute = session.story.minute
    witness.think(minute, MOST_THOUGHTS)
    anomalies = witness.anomalies
    if not anomalies:
        session.say("You go over it all again. Nothing that you have seen is without an explanation.")
        return
    session.say("You go over what did not add up.")
    for finding in anomalies[-MOST_DOUBTS:]:
        _say(session, finding)
    session.say(_MOODS[mood_of(session, witness)], "quiet")


def mood_of(session: Session, witness: Witness) -> Mood:
    """What their findings make of them: in a dream as the dream takes it."""
    return session.dream.mood if isinstance(session, DreamSession) else witness.mood(session.story.minute)


def test(session: Session, typed: str) -> None:
    """Compare what one remembers of somebody or something with what is there."""
    if not typed:
        session.say("Test whom or what? For example, `test door`.")
        return
    entity = find_entity(session, typed, lambda again: test(session, again))
    if entity is None:
        return
    witness = witness_of(session)
    name = session.narrator.name(entity, session.subject)
    told = _memories(session, entity)
    for line in told[-MOST_MEMORIES:]:
        session.say(line)
    findings = [finding for finding in witness.anomalies if _is_about(session, finding, entity)]
    if findings:
        session.say(f"It does not add up about {name}.")
        for finding in findings[-MOST_DOUBTS:]:
            _say(session, finding)
    elif told:
        session.say("All of that can be explained.")
    else:
        session.say(f"You look for a difference between {name} and what you remember, and find none.")


def _memories(session: Session, entity: Entity) -> list[str]:
    """Each change in what one believed about an entity, as remembered, each fact once: first and last."""
    first: dict[object, tuple[str, object]] = {}
    last: dict[object, tuple[str, object]] = {}
    who, reader, narrator = session.subject.index, session.subject, session.narrator
    for happening in session.story.happenings:
        percept = session.story.percept(happening, who)
        for property_, arguments, old, new in () if percept is None else percept.changes:
            if entity in arguments and old is not None:
                key = (property_, arguments)
                first.setdefault(key, (narrator.fact(property_, arguments, old, reader), old))
                last[key] = (narrator.fact(property_, arguments, new, reader), new)
    return [f"You remember: {first[key][0]}. Now: {last[key][0]}." for key in first if first[key][1] != last[key][1]]


def _is_about(session: Session, finding: Finding, entity: Entity) -> bool:
    named = [arguments for _, arguments, _, _ in finding.contradictions]
    if finding.percept is not None and finding.percept.event is not None:
        named.append(session.engine.program.events[finding.percept.event].arguments)
    return any(entity in arguments for arguments in named)


def _say(session: Session, finding: Finding) -> None:
    wording = Wording(session.engine.program, session.subject, session.narrator, session.teller.veils)
    when = session.story.clock.time(finding.minute)
    session.say(" ".join(wording.finding(finding, session.subject)), lead=f"{when:%a %H:%M}  ")
