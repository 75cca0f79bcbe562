"""Starting a game: the world, the character, the terminal; and the loop that asks and obeys."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from dreamwright.chronicle.keeper import Keeper
from dreamwright.cli.console import Console
from dreamwright.cli.play.prompt import Prompt, prompt_for
from dreamwright.cli.today import now
from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError
from dreamwright.playing.obey import enter
from dreamwright.playing.opening import open_session
from dreamwright.playing.pacing import stop
from dreamwright.playing.session import Session
from dreamwright.playing.suggest import suggestions
from dreamwright.voices.paragraphs import Paragraph


def play_world(
    named: str, character: str | None, seed: int, script: Path | None, keep: bool = True, address: str | None = None
) -> int:
    """Play until the person leaves or input ends, and keep the story in the chronicle; the exit code.

    A stage is played once the person has agreed to it.
    """
    console = Console()
    path = locate(named, stages=character is None or named.endswith(".stage"))
    if path.suffix == ".stage":
        from dreamwright.cli.play.stage import play_stage

        if character is not None:
            raise DreamwrightError.of("stage-as", "a stage says itself whom you play", hint="leave out `--as`")
        return play_stage(path, seed, script, keep, address)
    session = open_session(path, character, seed, console)
    if keep:
        session.keeper = _keeper(path, address, console)
    return play_session(session, session.start, console, script)


def play_session(
    session: Session,
    start: Callable[[], None],
    console: Console,
    script: Path | None = None,
    prompt: Prompt | None = None,
) -> int:
    """Go on with a game until the person leaves or input ends; the exit code.

    `prompt` is where lines have been taken from so far, if there were any before.
    """
    prompt = prompt or prompt_for(script, lambda line: suggestions(session, line))
    try:
        with _interruptible(session):
            try:
                start()
                _converse(session, prompt, console)
            except KeyboardInterrupt:
                if not session.stops_at_once:
                    raise
                stop(session)
        if not session.ended:
            console.say(Paragraph(session.farewell))
        if session.unkept:
            console.say(Paragraph("(What happened at the end could not be kept.)", "quiet", tight=True))
        if prompt.typed and session.keeper is not None and session.keeper.label is not None:
            what, does = ("debrief", "looks back on it") if session.ended else ("resume", "goes on here")
            console.say(Paragraph(f"(`dreamwright {what} {session.keeper.label}` {does}.)", "quiet", tight=True))
    finally:
        if session.keeper is not None:
            session.keeper.close()
    return 0


def _keeper(path: Path, address: str | None, console: Console) -> Keeper | None:
    """Who keeps the story. If nobody can, the person is told, and may play all the same."""
    from dreamwright.chronicle import open_chronicle

    try:
        return Keeper(open_chronicle(address), path, now)
    except DreamwrightError as error:
        if address is not None:
            raise
        console.say(Paragraph(f"This story is not kept: {error.diagnostics[0].message}.", "quiet"))
        return None


def _converse(session: Session, prompt: Prompt, console: Console) -> None:
    """Ask and obey until the game is over or the input ends."""
    interrupted = False
    while not session.over:
        try:
            line = prompt.ask(session.status)
        except KeyboardInterrupt:
            if session.stops_at_once:
                raise
            if interrupted:
                return
            interrupted = True
            console.say(Paragraph("Type `quit` to leave, or press Ctrl-C once more.", "quiet"))
            continue
        if line is None:
            return
        interrupted = False
        if not prompt.typed:
            console.echo(line)
        enter(session, line)


@contextmanager
def _interruptible(session: Session) -> Iterator[None]:
    """While the story goes on, the first Ctrl-C ends a wait, and only the second interrupts."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        if session.stopped or session.stops_at_once or not session.busy:
            raise KeyboardInterrupt
        session.stopped = True
        print("\n(One moment. Ctrl-C once more to leave at once.)", file=sys.stderr)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
