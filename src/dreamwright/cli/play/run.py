"""Starting a game: the world, the character, the terminal; and the loop that asks and obeys."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from dreamwright.cli.console import Console
from dreamwright.cli.paragraphs import Paragraph, Speaker
from dreamwright.cli.play.obey import enter
from dreamwright.cli.play.prompt import Prompt, prompt_for
from dreamwright.cli.play.session import Session
from dreamwright.cli.play.suggest import suggestions
from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.language.world import Entity, World


def play_world(named: str, character: str | None, seed: int, script: Path | None) -> int:
    """Play until the person leaves or input ends; the exit code."""
    console = Console()
    session = open_session(locate(named), character, seed, console)
    prompt = prompt_for(script, lambda line: suggestions(session, line))
    with _interruptible(session):
        session.start()
        _converse(session, prompt, console)
    console.say(Paragraph("The story goes on without you."))
    return 0


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
        if session.stopped or not session.busy:
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
