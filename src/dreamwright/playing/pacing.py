"""`stop`, `pause`, `slower` and `skip this`: what a person is heard on at any moment, whatever else is going on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dreamwright.dream.signals import RETURN, Signal, heard
from dreamwright.language.world import Entity
from dreamwright.story import Percept

if TYPE_CHECKING:
    from dreamwright.playing.session import Session

SKIPPED = 60
"""Minutes of the story that `skip this` passes over at most."""

_ON = ("go on", "continue", "next", "resume", "")


@dataclass(slots=True)
class Pacing:
    """How fast the person is told what happens."""

    slow: bool = False
    """Whether they are told one thing at a time."""
    held: bool = False
    """Whether there is more to come of which they have not yet been told."""
    paused: bool = False
    """Whether nothing happens until they say so."""
    muted: bool = False
    """Whether what happens is not told just now."""
    place: Entity | None = None
    """Where they last looked around."""
    skipped: list[Percept] = field(default_factory=list)
    """What they did not want to be told, also not later."""


def obey_signal(session: Session, line: str) -> bool:
    """Do what a line asks for if it is one of these words; False if it is none.

    Nothing that the story is in the middle of, and no open question, comes before it.
    """
    signal = heard(line)
    if signal is None:
        return False
    _OBEYED[signal](session)
    return True


def stop(session: Session) -> None:
    """The story is over, at once."""
    session.over = session.ended = True
    session.question = None
    for paragraph in RETURN:
        session.say(paragraph)
    session.halt()  # after the words: nothing comes between the person and these


def pause(session: Session) -> None:
    """Nothing happens, and nothing is asked, until they say so."""
    if session.pacing.held:
        session.say("Take your time. Nothing more happens until you press Enter.", "quiet")
        return
    earlier = session.question
    session.pacing.paused = True
    session.say("Paused. Nothing happens until you type `go on` or `skip this`. `stop` ends it.", "quiet")

    def answer(line: str) -> bool:
        if line in _ON[:-1]:
            session.question, session.pacing.paused = earlier, False
            session.say("It goes on.", "quiet")
            if not session.awaiting:  # somebody has ordered something meanwhile
                session.go_on()
        else:
            session.question = answer
            session.say("(paused: `go on`, or `stop`)", "quiet")
        return True

    session.question = answer


def slower(session: Session) -> None:
    """From now on one thing at a time; and whoever directs leaves alone what they were leading up to."""
    session.pacing.slow = True
    session.ease()
    session.say(
        "From now on you are told one thing at a time, and press Enter for the next. `faster` ends this.", "quiet"
    )


def faster(session: Session) -> None:
    """As it was before."""
    session.pacing.slow = False
    session.say("You are told things as they come.", "quiet")
    if session.pacing.held:
        _go_on(session)


def skip(session: Session) -> None:
    """Pass over what is going on: untold, until they are elsewhere or among others, or an hour has gone by."""
    session.question, session.pacing.held, session.pacing.paused = None, False, False
    session.pacing.muted = True
    try:
        if not session.awaiting:
            session.go_on()
        story, place, company = session.story, session.view().place, session.company()
        end = min(story.minute + SKIPPED, story.clock.last)
        while not session.over and session.awaiting and session.story is story and story.minute < end:
            session.remember("wait")
            session.let_pass(end - story.minute)
            session.go_on()
            if not session.over and (session.view().place is not place or session.company() != company):
                break
    finally:
        session.pacing.muted = False
    if not session.over:
        session.say("Skipped. Some time later:", "quiet")
        session.look()


def hold(session: Session) -> None:
    """Tell no more until the person asks for it."""
    session.pacing.held = True
    session.say("(Enter, for what follows)", "quiet")
    session.question = _held(session)


def _held(session: Session) -> Callable[[str], bool]:
    def answer(line: str) -> bool:
        if line in _ON:
            _go_on(session)
        else:
            session.question = answer
            session.say("There is more to come first: press Enter.", "quiet")
        return True

    return answer


def _go_on(session: Session) -> None:
    session.pacing.held, session.question = False, None
    session.go_on()
    session.look_if_moved(session.pacing.place)


_OBEYED: dict[Signal, Callable[[Session], None]] = {
    "stop": stop,
    "pause": pause,
    "slower": slower,
    "faster": faster,
    "skip": skip,
}
