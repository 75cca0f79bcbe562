"""The forecast: what the subject would read were an order carried out now, and what they would make of it.

What an order brings about at once is asked of the subject's own sense of reality (`Dream.forecast`). Of all else that
they may notice it is found out: the order is carried out in a fork of the game, which nobody hears of.
"""

from __future__ import annotations

from dreamwright.director import Forecast
from dreamwright.dream.orders import (
    ActAs,
    Bring,
    GoBack,
    HandBack,
    LetGo,
    PutToSleep,
    Remark,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
)
from dreamwright.lucidity import Finding
from dreamwright.lucidity.words import Wording
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.web.operator.views import Foreseen
from dreamwright.web.stories.orders import AnyOrder, FeedIn, HoldTime, LetTimeGo, PassTime, carry_out, check
from dreamwright.web.stories.worded import worded

FARTHEST = 120
"""Minutes of passing time that are looked into."""
MOST_FINDINGS = 12

UNSEEN = "The subject notices nothing of it."
UNKNOWN = "It is not possible now. Whether it will be cannot be told beforehand: try it in a what-if."


def foresee(session: DreamSession, order: AnyOrder) -> Foreseen:
    """What the subject would make of an order. Raises ValueError, with the reason, if it cannot be carried out."""
    check(session, order)
    match order:
        case Bring() | ActAs():
            return _asked(session, order, session.dream.forecast(order))
        case FeedIn(number=number, what="send"):
            event = session.exercise.injects[number - 1].event
            return _asked(session, order, session.dream.forecast(Bring(event)))
        case StepIn() | HandBack() | Withhold() | LetGo() | TakeOut() | Remark() | FeedIn():
            return _foreseen(session, order, UNSEEN)
        case HoldTime():
            return _foreseen(session, order, "What the subject enters waits until time is let go, and they read that "
                             "others are acting. `stop` and `pause` are heard.")  # fmt: skip
        case LetTimeGo(beat=0):
            return _foreseen(session, order, "Nothing happens by it. What they entered meanwhile is obeyed now.")
    return _tried(session, order)


def _foreseen(session: DreamSession, order: AnyOrder, note: str, *, known: bool = True) -> Foreseen:
    now = session.dream.suspicion
    return Foreseen(order=worded(session.dream, order), known=known, perceived=[], findings=[], before=now, after=now,
                    over_ceiling=False, note=note)  # fmt: skip


# ------------------------------------------------------------------------------------------------ asking
def _asked(session: DreamSession, order: AnyOrder, found: Forecast | None) -> Foreseen:
    """What they would make of one thing that happens, before anybody else has done anything."""
    if found is None:
        return _foreseen(session, order, UNKNOWN, known=False)
    perceived = [] if found.percept is None else session.teller.paragraphs(found.percept)
    notes = [] if perceived else [UNSEEN]
    if isinstance(order, Bring) and order.in_minutes:
        notes.append("That is how it would be now; by then it may be otherwise.")
    return Foreseen(
        order=worded(session.dream, order),
        known=True,
        perceived=_texts(perceived),
        findings=_in_words(session, found.findings),
        before=found.before,
        after=found.after,
        over_ceiling=found.exceeds(session.dream.stage.director.ceiling),
        note=" ".join(notes),
    )


# ------------------------------------------------------------------------------------------------ trying
def _tried(session: DreamSession, order: AnyOrder) -> Foreseen:
    """What they would be told up to their next turn."""
    heard, twin = _Heard(), _twin(session)
    known = len(twin.dream.witness.findings)
    level = twin.dream.top
    twin.speaker = heard
    carry_out(twin, _shortened(order), "nobody")
    before, after = session.dream.suspicion, twin.dream.suspicion
    is_here = twin.dream.top is level and not isinstance(order, GoBack)
    ceiling = session.dream.stage.director.ceiling
    return Foreseen(
        order=worded(session.dream, order),
        known=True,
        perceived=_texts(heard.said),
        findings=_in_words(twin, twin.dream.witness.findings[known:]) if is_here else [],
        before=before,
        after=after,
        over_ceiling=ceiling is not None and before < after > ceiling,
        note=_note(session, order, bool(heard.said), twin.story.minute - session.story.minute),
    )


class _Heard:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[Paragraph] = []

    def say(self, paragraph: Paragraph) -> None:
        self.said.append(paragraph)


def _twin(session: DreamSession) -> DreamSession:
    """The same game on a fork of its dream, at the subject's turn."""
    twin = type(session)(session.consent, session.seed, session.name, _Heard(), session.dream.fork())
    twin.files = twin.tells_choices = False
    twin.greet("")
    return twin


def _shortened(order: AnyOrder) -> AnyOrder:
    """An order of which no more comes than can be looked into."""
    match order:
        case LetTimeGo(beat=beat):
            return PassTime(beat)
        case PassTime(minutes=minutes):
            return PassTime(min(minutes, FARTHEST))
    return order


def _note(session: DreamSession, order: AnyOrder, is_told: bool, passed: int) -> str:
    """What is to be said besides what they are told. `passed`: the minutes that were looked into."""
    match order:
        case Whisper(who=who) if who == session.subject.name:
            return "They are told nothing: from then on they believe it, as if they had always known."
        case Whisper():
            return f"{UNSEEN} Whoever it is whispered to believes it from then on."
        case GoBack() if session.dream.stage.back.remembered:
            return "They keep the memory of what is unmade, and may wonder at it."
        case GoBack():
            return "They remember nothing of what is unmade."
        case PutToSleep():
            return "What they suspect begins anew in another layer."
        case LetTimeGo():
            return "That is the first time; then so much passes every ten seconds."
        case PassTime(minutes=minutes) if passed >= FARTHEST < minutes:
            return f"That is what the first {FARTHEST} minutes bring."
        case PassTime() if not is_told:
            return f"{UNSEEN} Time passes, and nothing comes to them."
    return "" if is_told else UNSEEN


# ------------------------------------------------------------------------------------------------ words
def _texts(paragraphs: list[Paragraph]) -> list[str]:
    return [f"{paragraph.lead}{paragraph.text}".strip() for paragraph in paragraphs]


def _in_words(session: DreamSession, findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    """What does not add up first."""
    wording = Wording(session.engine.program, session.subject, session.narrator, session.teller.veils)
    found = sorted(findings, key=lambda finding: not finding.is_anomaly)
    return [" ".join(wording.finding(finding)) for finding in found[:MOST_FINDINGS]]
