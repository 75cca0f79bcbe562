"""Checking every text of a world, each problem with its exact place in the author's file."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.errors import Diagnostic, Span
from dreamwright.language.world import Attributes, Template, World
from dreamwright.voices.parse import parse
from dreamwright.voices.scope import Problem, Scope, event_scope, property_scope


def check_texts(world: World) -> list[Diagnostic]:
    """Everything wrong with the texts of a world, in the order of declaration."""
    found: list[Diagnostic] = []
    for attributes, scope in _all_attributes(world):
        for text in (*attributes.texts, *attributes.commands):
            found += [_diagnostic(text, problem) for problem in parse(text.text, scope)[1]]
    return found


def _all_attributes(world: World) -> Iterator[tuple[Attributes, Scope]]:
    plain = Scope(world)
    yield world.attributes, plain
    for type_ in world.types.values():
        yield type_.attributes, plain
    for entity in world.entities:
        yield entity.attributes, plain
    for property_ in world.properties:
        yield property_.attributes, property_scope(world, property_)
    for event in (*world.actions, *world.triggers, *(pattern.telling for pattern in world.patterns)):
        yield event.attributes, event_scope(world, event)


def _diagnostic(text: Template, problem: Problem) -> Diagnostic:
    return Diagnostic(
        problem.code,
        problem.message,
        _span(text, problem.start, problem.end),
        hint=problem.hint,
        severity=problem.severity,
    )


def _span(text: Template, start: int, end: int) -> Span:
    """The place in the file of a stretch of a text; the whole string where escapes cannot be followed."""
    offsets = source_offsets(text)
    if offsets is None:
        return text.span
    return Span(text.span.source, offsets[start], offsets[end])


_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}


def source_offsets(text: Template) -> list[int] | None:
    """For every character of a text, and its end, the offset in the source it was written at.

    None when the source does not spell this text, as for a text that was not read from a file.
    """
    source, place, end = text.span.source.text, text.span.start, text.span.end
    if source[place : place + 1] != '"' or source[end - 1 : end] != '"' or end - place < 2:
        return None
    place, end = place + 1, end - 1
    offsets: list[int] = []
    spelled: list[str] = []
    while place < end:
        char, width = _spelled(source, place, end)
        spelled.append(char)
        offsets.append(place)
        place += width
    return [*offsets, end] if "".join(spelled) == text.text else None


def _spelled(source: str, place: int, end: int) -> tuple[str, int]:
    """The character written at a place of a string literal, and how many it takes there."""
    char = source[place]
    if char == "\\" and source[place + 1 : place + 2] in _ESCAPES and place + 1 < end:
        return _ESCAPES[source[place + 1]], 2
    if char in "\r\n":
        after = place
        while after < end and source[after] in " \t\r\n":
            after += 1
        return " ", after - place
    return char, 1
