"""Completion: what a line begun may become."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.playing.commands import COMMANDS
from dreamwright.playing.session import Session
from dreamwright.playing.words import fold

_TAKE_A_NAME = ("examine ", "x ", "think about ", "think ", "look at ")
_MOST = 40


def suggestions(session: Session, line: str) -> Iterator[str]:
    """Whole lines that begin with this one: the next word of every action and command that fits, or names."""
    begun = fold(line.lstrip())
    for verb in _TAKE_A_NAME:
        if begun.startswith(verb):
            yield from _names(session, verb, begun.removeprefix(verb))
            return
    lines = [choice.command for choice in session.choices()] + [command.names[0] for command in COMMANDS]
    fits = [text for text in lines if fold(text).startswith(begun)]
    words = dict.fromkeys(_up_to_next_word(text, len(begun)) for text in fits)
    yield from list(words)[:_MOST]


def _up_to_next_word(text: str, begun: int) -> str:
    """A command up to the end of the word that is being typed."""
    end = text.find(" ", begun)
    return text if end < 0 else text[: end + 1]


def _names(session: Session, verb: str, begun: str) -> Iterator[str]:
    for entity in session.engine.program.world.entities:
        if not (entity.is_character or entity in session.shape.places or session.view().whereabouts(entity)):
            continue  # no thing or person: a condition, a colour
        name = session.narrator.name(entity, article=None)
        if fold(name).startswith(begun) or any(word.startswith(begun) for word in fold(name).split()):
            yield verb + name
