"""Opening a game: which character of a world somebody is; and a game whose player is a program."""

from __future__ import annotations

from pathlib import Path

from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.language.world import Entity, World
from dreamwright.playing.obey import enter
from dreamwright.playing.session import Session
from dreamwright.voices.paragraphs import Paragraph, Speaker


def open_session(path: Path, character: str | None, seed: int, speaker: Speaker) -> Session:
    """A game of the world in a file. Raises DreamwrightError if it cannot be played."""
    from dreamwright.engine import LeveledEngine
    from dreamwright.grounding import load_program
    from dreamwright.voices import Narrator

    program = load_program(path)
    subject = whom_to_play(program.world, character)
    return Session(LeveledEngine(program), Narrator(program.world), subject, seed, path.stem, speaker)


def whom_to_play(world: World, named: str | None = None) -> Entity:
    """Whom to play: as told, else the world's subject, else its first character who wants something.

    Raises DreamwrightError: no-characters, no-such-character.
    """
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
