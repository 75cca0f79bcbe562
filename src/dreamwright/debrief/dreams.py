"""From a branch that holds a dream to its debrief: the way through its layers, and each layer as it was lived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dreamwright.chronicle import Branch
from dreamwright.debrief.build import without_turning
from dreamwright.debrief.model import Debrief, Doubt, DreamDebrief, LayerDebrief, Numbers, Reading, Series, Step
from dreamwright.debrief.objectives import objectives
from dreamwright.debrief.telling import Teller
from dreamwright.dream import Dream, Event, Happened, Level, Moved, Unmade
from dreamwright.dream.events import Ordered
from dreamwright.dream.keep import read_dream
from dreamwright.dream.wording import order_in_words
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.exercise import Exercise
from dreamwright.language.world import Entity
from dreamwright.lucidity import Finding, Wording

ENDINGS = {
    None: "It has not ended.",
    "woke": "They woke from it.",
    "ended": "It ended.",
    "lucid": "They saw through it, and it let them go.",
    "stopped": "It was stopped.",
    "void": "Nothing more could happen in it.",
}

PASSAGES = {
    "begin": "It begins, in {into}.",
    "sleep": "They fall asleep, and are in {into}.",
    "wake": "They wake, and are in {into} again.",
    "pose": "They seem to wake, into {into}.",
    "return": "They come back to {into}.",
    "fail": "It fails, and is tried again in {into}.",
    "sink": "They see through it, and sink into {into}.",
}


def dream_debrief_of(branch: Branch, named: str | None = None) -> DreamDebrief:
    """The debrief of a kept dream, through the eyes of its subject, or of somebody named in the layers that have them.

    The subject's doubts are thought through again for it, which can take a while. Turning points are not looked for:
    what a choice comes to in a dream no layer shows alone. Raises DreamwrightError: no-such-character, and as
    `read_dream` does.
    """
    dream = read_dream(branch)
    names = _names(dream)
    layers = [
        LayerDebrief(level.number, names[level.number], _layer(dream, level, subject, branch.label))
        for level in dream.visited
        if (subject := _whose(level, named)) is not None
    ]
    if not layers:
        everybody = dict.fromkeys(c.name for v in dream.visited for c in v.engine.program.world.characters)
        hint = did_you_mean(named or "", list(everybody)) or f"there is {', '.join(everybody)}"
        raise DreamwrightError.of("no-such-character", f"there is no character '{named}' in this dream", hint=hint)
    return DreamDebrief(
        title=dream.stage.title,
        run=branch.label,
        seed=dream.seed,
        ending=ENDINGS[dream.ending],
        happenings=sum(len(level.story.happenings) for level in dream.visited),
        way=tuple(_way(dream, names)),
        layers=tuple(layers),
    )


def _names(dream: Dream) -> list[str]:
    """What each visit is called: its layer, and which visit of it this is where there are several."""
    layers = [level.layer.name for level in dream.visited]
    return [
        name if layers.count(name) == 1 else f"{name} ({layers[: place + 1].count(name)})"
        for place, name in enumerate(layers)
    ]


def _whose(level: Level, named: str | None) -> Entity | None:
    if named is None:
        return level.layer.subject
    people = level.engine.program.world.characters
    known = ((c, (c.name.casefold(), (c.attributes.name or "").casefold())) for c in people)
    return next((character for character, called in known if named.casefold() in called), None)


# ---------------------------------------------------------------------------------------------- one layer
def _layer(dream: Dream, level: Level, subject: Entity, label: str) -> Debrief:
    is_subject = subject is level.layer.subject
    reader = subject if is_subject and dream.played else None
    away = level.asleep if is_subject else ()
    teller = Teller(level.story.engine, subject, reader, away, dream.limits.veils)
    known = without_turning(teller, level.story, label)
    if level.number == 0:
        known = replace(known, objectives=objectives(teller, Exercise(dream).statuses(over=True)))
    if not is_subject or not dream.stage.subject.attention:
        return known
    suspicion = _suspicion(dream, level, teller)
    numbers = known.numbers if suspicion is None else (suspicion, *known.numbers)
    return replace(known, numbers=numbers, doubts=tuple(_doubts(dream, level, teller)))


def _suspicion(dream: Dream, level: Level, teller: Teller) -> Numbers | None:
    """Suspicion after each step of it; None: there was none."""
    readings = [Reading(teller.point(0), 0.0)]
    for step in level.witness(dream.settings).steps:
        at = teller.point(step.minute)
        if readings[-1].at == at:
            readings.pop()
        readings.append(Reading(at, round(step.after, 6)))
    series = Series(teller.name(teller.subject), tuple(readings))
    return None if len(readings) == 1 else Numbers("number", "Suspicion (it fades between the steps)", (series,))


def _doubts(dream: Dream, level: Level, teller: Teller) -> Iterator[Doubt]:
    """Everything that was an anomaly to the subject, or that they have not thought through."""
    witness = level.witness(dream.settings)
    wording = Wording(level.engine.program, teller.subject, teller.narrator, dream.limits.veils)
    first: dict[int, float] = {}
    for step in witness.steps:
        first.setdefault(step.finding.number, step.after)
    for finding in witness.findings:
        if finding.number in first or finding.is_open:
            told = tuple(wording.finding(replace(finding, account=None, is_open=False), teller.reader))
            after = round(first.get(finding.number, 0.0), 6)
            yield Doubt(teller.point(finding.minute), finding.kind, told, _became(finding, wording, teller), after)


def _became(finding: Finding, wording: Wording, teller: Teller) -> str:
    if finding.is_open:
        return "They had not thought it through."
    if finding.account is None:
        return "It stayed so."
    when = f" ({teller.point(finding.settled).when})" if finding.settled is not None else ""
    return f"An account turned up later{when}. {wording.account(finding, finding.account, teller.reader)}"


# ---------------------------------------------------------------------------------------------- the way
def _way(dream: Dream, names: list[str]) -> Iterator[Step]:
    """The moves, each with what was brought along; what was unmade; and who reached in."""
    events = dream.events
    for place, event in enumerate(events):
        if not isinstance(event, Happened):
            level = event.level if isinstance(event, Unmade) else _where(events[: place + 1])
            teller = Teller(level.story.engine, level.layer.subject, None, (), dream.limits.veils)
            brought = tuple(_brought(events[place + 1 :], event, teller))
            yield Step(place + 1, f"{names[level.number]}, {teller.point(_minute(events[: place + 1], level)).when}",
                       _told(event, names, level), brought)  # fmt: skip


def _told(event: Moved | Unmade | Ordered, names: list[str], level: Level) -> str:
    match event:
        case Moved():
            return ENDINGS[event.ending] if event.entered is None else _passage(event, names)
        case Unmade(position=position):
            return f"What happened in {names[level.number]} after its first {position} happenings is unmade."
        case Ordered(by=by, order=order):
            return f"{by}: {order_in_words(level, order)}"


def _passage(event: Moved, names: list[str]) -> str:
    assert event.entered is not None
    return PASSAGES[event.passage].format(into=names[event.entered.number])


def _where(events: list[Event]) -> Level:
    """The level in which the subject was after some events."""
    moved = next(e for e in reversed(events) if isinstance(e, Moved))
    level = moved.entered or moved.left
    assert level is not None
    return level


def _minute(events: list[Event], level: Level) -> int:
    """How late it was in a level after some events."""
    last = events[-1]
    if isinstance(last, Ordered):
        return last.minute
    happened = (e.happening.minute for e in reversed(events) if isinstance(e, Happened) and e.level is level)
    return next(happened, 0)


def _brought(events: list[Event], move: Event, teller: Teller) -> Iterator[str]:
    """What came along with a move: what was recalled right after it where it led."""
    for event in events:
        if not isinstance(move, Moved) or not isinstance(event, Happened) or event.happening.kind != "recall":
            return
        if event.level is move.entered:
            yield from teller.happened(event.happening)
