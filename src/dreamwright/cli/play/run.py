"""Starting a game: the world, the character, the terminal; and the loop that asks and obeys."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from dreamwright.cli.console import Console
from dreamwright.cli.keep import Keeper
from dreamwright.cli.paragraphs import Paragraph, Speaker
from dreamwright.cli.play.obey import enter
from dreamwright.cli.play.pacing import stop
from dreamwright.cli.play.prompt import Prompt, prompt_for
from dreamwright.cli.play.session import Session
from dreamwright.cli.play.suggest import suggestions
from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.language.world import Entity, World


def play_world(
    named: str, character: str | None, seed: int, script: Path | None, keep: bool = True, address: str | None = None
) -> int:
    """Play until the person leaves or input ends, and keep the story in the chronicle; the exit code.

    A stage is played once the person has agreed to it, and not kept.
    """
    console = Console()
    path = locate(named, stages=True)
    if path.suffix == ".stage":
        from dreamwright.cli.play.agreeing import play_stage

        if character is not None:
            raise DreamwrightError.of("stage-as", "a stage says itself whom you play", hint="leave out `--as`")
        return play_stage(path, seed, script)
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
            console.say(Paragraph(f"(`dreamwright resume {session.keeper.label}` goes on here.)", "quiet", tight=True))
    finally:
        if session.keeper is not None:
            session.keeper.close()
    return 0


def _keeper(path: Path, address: str | None, console: Console) -> Keeper | None:
    """Who keeps the story. If nobody can, the person is told, and may play all the same."""
    from dreamwright.chronicle import open_chronicle

    try:
        return Keeper(open_chronicle(address), path)
    except DreamwrightError as error:
        if address is not None:
            raise
        console.say(Paragraph(f"This story is not kept: {error.diagnostics[0].message}.", "quiet"))
        return None


def open_session(path: Path, character: str | None, seed: int, speaker: Speaker) -> Session:
    """A game of the world in a file. Raises DreamwrightError if it cannot be played."""
    from dreamwright.engine import LeveledEngine
    from dreamwright.grounding import load_program
    from dreamwright.voices import Narrator

    program = load_program(path)
    subject = _subject(program.world, character)
    return Session(LeveledEngine(program), Narrator(program.world), subject, seed, path.stem, speaker)


def _subject(world: World, named: str | None) -> Entity:
    """Whom to play: as told, else the world's subject, else its first character who wants something."""
    characters = {entity.name: entity for entity in world.characters}
    if not characters:
        raise DreamwrightError.of("no-characters", "there is nobody in this world to be")
    if named is None:
        wanting = (entity for entity in world.characters if entity in world.utilities)
        return world.subject or next(wanting, world.characters[0])
    for name, entity in characters.items():
        if named.casefold() in (name.casefold(), (entity.attributes.name or "").casefold()):
            return entity
    hint = did_you_mean(named, list(characters)) or f"there is {', '.join(characters)}"
    raise DreamwrightError.of("no-such-character", f"there is no character '{named}' in this world", hint=hint)


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


class _Listener:
    """Keeps what is said, a line for each paragraph, until it is taken."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def say(self, paragraph: Paragraph) -> None:
        self._lines.append(f"{paragraph.lead}{paragraph.text}")

    def take(self) -> list[str]:
        lines, self._lines = self._lines, []
        return lines


class SilentGame:
    """A game played by a test: commands in, lines out."""

    def __init__(self, path: Path, character: str | None, seed: int) -> None:
        self._listener = _Listener()
        self._session = open_session(path, character, seed, self._listener)

    @property
    def over(self) -> bool:
        return self._session.over

    def start(self) -> list[str]:
        """What the game says when it begins."""
        self._session.start()
        return self._listener.take()

    def enter(self, command: str) -> list[str]:
        """What the game says to a command."""
        enter(self._session, command)
        return self._listener.take()
