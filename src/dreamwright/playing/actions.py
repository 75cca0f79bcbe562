"""The numbered list of what the person believes they can do."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from dreamwright.playing.parser import Choice, names_verb
from dreamwright.playing.words import cost, words_of
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import listed

SHORT = 24
"""Choices that are shown one by one; of more, a verb with many is shown as one line."""

FEW = 3
"""Choices of one verb that are always shown one by one."""


def list_choices(choices: list[Choice]) -> list[Paragraph]:
    """All choices under their verbs, with their numbers; the long ones folded up when there are many."""
    if not choices:
        return [Paragraph("There is nothing you could do, as far as you know. You can `wait`.")]
    said = [Paragraph("You believe you can:")]
    numbered = list(enumerate(choices, 1))
    width = len(str(len(choices)))
    for verb, group in groupby(numbered, key=lambda pair: pair[1].verb):
        members = list(group)
        if len(choices) > SHORT and len(members) > FEW:
            first, last = members[0][0], members[-1][0]
            said.append(
                Paragraph(
                    f"{verb} ... ({len(members)} ways, {first} to {last}: `actions {verb}`)",
                    tight=True,
                    lead=" " * (width + 4),
                )
            )
        else:
            said += [_numbered(number, choice, width) for number, choice in members]
    return said


def list_some(choices: list[Choice], about: str) -> list[Paragraph]:
    """The choices of one verb, or those that mention something, with the numbers they have among all."""
    wanted = set(names_verb(words_of(about)[0], choices) if len(words_of(about)) == 1 else ())
    wanted |= set() if wanted else {c for c in choices if _mentions(c, about)}
    width = len(str(len(choices)))
    said = [_numbered(number, choice, width) for number, choice in enumerate(choices, 1) if choice in wanted]
    if said:
        return [replace(said[0], tight=False), *said[1:]]
    return [Paragraph(f"There is nothing like “{about}” that you believe you can do.")]


def brief(choices: list[Choice]) -> str:
    """The verbs in one line, with how many ways there are: "give (3), go (2) or wait"."""
    counts = {verb: len(list(group)) for verb, group in groupby(choices, key=lambda choice: choice.verb)}
    return listed([verb if count == 1 else f"{verb} ({count})" for verb, count in counts.items()], "or")


def _mentions(choice: Choice, about: str) -> bool:
    words = {word for phrase in choice.phrases for word in phrase.words}
    return all(any(cost(typed, word) is not None for word in words) for typed in words_of(about))


def _numbered(number: int, choice: Choice, width: int) -> Paragraph:
    return Paragraph(choice.command, lead=f"  {number:>{width}}) ", tight=True)
