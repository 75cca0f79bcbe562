"""Commands that let time pass, turn it back, or keep a game."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dreamwright.dream.keep import write_dream
from dreamwright.errors import DreamwrightError
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.saves import Save, fingerprint, read_save, write_save
from dreamwright.playing.session import Session
from dreamwright.playing.waiting import read_wait
from dreamwright.story import Act, Wait, commands, replay

IN_A_DREAM = (
    "A dream is taken up from outside: `dreamwright import FILE` and `dreamwright resume`. What you have "
    "dreamed so far is kept as it is."
)


def wait(session: Session, rest: str) -> None:
    asked = read_wait(rest, session.story.now)
    if asked is None:
        session.say("Wait how long, or until when? For example: `wait 20 minutes`, `wait until 20:00`, "
                    "`wait until morning`, `wait until someone comes`.")  # fmt: skip
        return
    story, before = session.story, session.story.minute
    eventful = session.wait(asked)
    if session.over or session.pacing.held or session.story is not story:
        return
    if not eventful:
        session.say("Time passes.")
    if session.story.minute != before:
        session.say(f"It is {session.story.now:%A, %H:%M}.", "quiet")


def agree(session: Session, rest: str) -> None:
    offer = session.offer
    if offer is None:
        session.say("Nobody has just proposed anything to you.")
    elif offer not in session.view().actions():
        session.say("What was proposed is no longer possible, as far as you know.")
    else:
        session.act(session.maker.choices([offer])[0])


def decline(session: Session, rest: str) -> None:
    if session.offer is None:
        session.say("Nobody has just proposed anything to you.")
    else:
        session.say("You do not take it up.")


def again(session: Session, rest: str) -> None:
    session.say("There is nothing to repeat yet.")


def undo(session: Session, rest: str) -> None:
    if not session.marks:
        session.say("There is nothing to take back.")
        return
    position, what = session.marks.pop()
    session.say(f"Taken back: {what}.", "quiet")
    session.go_back(position)
    session.look()


def save(session: Session, rest: str) -> None:
    path = session.file(rest, "save")
    if isinstance(session, DreamSession):
        write_dream(session.dream, path, session.name)
        session.say(f"Saved in {path}. `dreamwright import {path}` takes it up again.", "quiet")
        return
    deeds: list[str | int] = [c.action if isinstance(c, Act) else c.minutes for c in commands(session.story)]
    world = fingerprint(session.engine.program.world)
    write_save(path, Save(world, session.subject.name, session.seed, deeds))
    session.say(f"Saved in {path}.", "quiet")


def restore(session: Session, rest: str) -> None:
    if isinstance(session, DreamSession):
        session.say(IN_A_DREAM)
        return
    path = session.file(rest, "save")
    saved = read_save(path)
    if saved.world != fingerprint(session.engine.program.world):
        raise DreamwrightError.of("save-world", f"'{path}' was saved from another world, or this one has changed since")
    if saved.subject != session.subject.name:
        raise DreamwrightError.of(
            "save-subject", f"'{path}' was saved as {saved.subject}", hint=f"start with `--as {saved.subject}`"
        )
    _replay(session, saved, path)
    session.keep()
    session.say(f"Restored from {path}.", "quiet")
    session.look()


def _replay(session: Session, saved: Save, path: Path) -> None:
    """Play a saved game again, silently; the game stays as it was if that fails."""
    before = session.story, session.marks, session.seed
    session.seed = saved.seed
    session.begin()
    try:
        replay(session.story, [])
        for deed in saved.deeds:
            session.remember(deed if isinstance(deed, str) else "wait")
            replay(session.story, [Act(deed) if isinstance(deed, str) else Wait(deed)])
    except (ValueError, DreamwrightError) as error:
        session.story, session.marks, session.seed = before
        raise DreamwrightError.of("save-replay", f"'{path}' does not fit this world: {error}") from error


def restart(session: Session, rest: str) -> None:
    _confirm(session, "Begin again from the start?", _restart)


def _restart(session: Session) -> None:
    session.begin()
    session.start()


def leave(session: Session, rest: str) -> None:
    session.keep()  # there may be room again
    unkept = " Not all of it is kept: `save FILE` first keeps it elsewhere." if session.unkept else ""
    _confirm(session, f"Leave the story?{unkept}", _leave)


def _leave(session: Session) -> None:
    session.over = True


def transcript(session: Session, rest: str) -> None:
    if session.transcript.is_on and not rest:
        session.say("The transcript ends here.", "quiet")
        session.transcript.stop()
        return
    path = session.file(rest, "transcript.txt")
    session.transcript.stop()
    session.transcript.start(path)
    session.say(f"From here on all is written to {path} as well.", "quiet")


def _confirm(session: Session, question: str, then: Callable[[Session], None]) -> None:
    session.say(f"{question} (yes or no)")

    def answer(line: str) -> bool:
        if line.lower() in ("y", "yes"):
            then(session)
            return True
        if line.lower() in ("n", "no"):
            session.say("As you were.", "quiet")
            return True
        return False

    session.question = answer
