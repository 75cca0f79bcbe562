"""The shape of an event, `give(Mara, _, _)`: which happenings a question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, did_you_mean
from dreamwright.grounding import Argument, Program
from dreamwright.grounding.fluents import signature
from dreamwright.language.world import Entity, Event
from dreamwright.story import Happening

ANYTHING = "_"
"""Stands for any argument."""

_SHAPED = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*(?:\((?P<arguments>[\w\s,.?'-]*)\)\s*)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """The actions or triggers of a name, and of certain arguments."""

    name: str
    arguments: tuple[str | None, ...] | None
    """As authors write them; None in a place is anything, None for all: whatever they are."""

    def fits(self, program: Program, happening: Happening) -> bool:
        """Whether the action of a happening, or a trigger that fired with it, has this shape."""
        events = (*(() if happening.event is None else (happening.event,)), *happening.triggers)
        return any(self.fits_event(program, event) for event in events)

    def fits_event(self, program: Program, event: int) -> bool:
        """Whether a ground event has this shape."""
        ground = program.events[event]
        if ground.event.name != self.name:
            return False
        if self.arguments is None:
            return True
        if len(self.arguments) != len(ground.arguments):
            return False
        pairs = zip(self.arguments, ground.arguments, strict=True)
        return all(wanted is None or wanted == _written(argument) for wanted, argument in pairs)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left open."""
        return self.arguments is not None and None not in self.arguments


def looks_like_event(program: Program, text: str) -> bool:
    """Whether a text is an action's or a trigger's name, with arguments or without, and not a property's; or can be
    nothing else, since `_` stands among its arguments."""
    shaped = _SHAPED.fullmatch(text)
    if shaped is None:
        return False
    if any(place == ANYTHING for _, place in _places(shaped["arguments"] or "", 0)):
        return True
    return shaped["name"] in _events(program) and not _is_property(program, shaped)


def read_shape(program: Program, text: str, name: str = "<question>") -> Shape:
    """The shape that a text describes. Raises DreamwrightError (question-event) if no event can have it."""
    source = Source(name, text)
    shaped = _SHAPED.fullmatch(text)
    if shaped is None:
        raise _wrong("this is no event", Span(source, 0, len(text)), "NAME or NAME(ARGUMENT, ...), `_` for anything")
    events = _events(program)
    declared = events.get(shaped["name"])
    if declared is None:
        span = Span(source, shaped.start("name"), shaped.end("name"))
        message = f"there is no action or trigger '{shaped['name']}'"
        raise _wrong(message, span, hint=did_you_mean(shaped["name"], list(events)))
    written = shaped["arguments"]
    if written is None:
        return Shape(shaped["name"], None)
    places = _places(written, shaped.start("arguments"))
    known = {entity.name: entity for entity in program.world.entities}
    for start, text_ in places:
        if text_ not in known and text_ not in (ANYTHING, "True", "False") and not _is_number(text_):
            span = Span(source, start, start + max(1, len(text_)))
            hint = did_you_mean(text_, list(known))
            raise _wrong(f"there is no entity '{text_}'", span, "an entity, or `_` for any", hint)
    if all(len(event.parameters) != len(places) for event in declared):
        span = Span(source, shaped.start("name"), len(text.rstrip()))
        raise _wrong(
            f"'{shaped['name']}' does not take so many arguments", span, " or ".join(map(_signature, declared))
        )
    return Shape(shaped["name"], tuple(None if text_ == ANYTHING else text_ for _, text_ in places))


def _places(written: str, start: int) -> list[tuple[int, str]]:
    """Each argument and where it stands; nothing between the brackets is no arguments."""
    if not written.strip():
        return []
    found: list[tuple[int, str]] = []
    for part in written.split(","):
        lead = sum(1 for _ in takewhile(str.isspace, part))
        found.append((start + lead, part.strip()))
        start += len(part) + 1
    return found


def _events(program: Program) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in (*program.world.actions, *program.world.triggers):
        found.setdefault(event.name, []).append(event)
    return found


def _is_property(program: Program, shaped: re.Match[str]) -> bool:
    written = shaped["arguments"]
    if written is None:
        return False
    count = len(_places(written, 0))
    return any(p.name == shaped["name"] and len(p.parameters) == count for p in program.world.properties)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _written(argument: Argument) -> str:
    return argument.name if isinstance(argument, Entity) else signature("", (argument,))[1:-1]


def _signature(event: Event) -> str:
    shown = (getattr(parameter, "name", None) or str(parameter) for parameter in event.parameters)
    return f"{event.name}({', '.join(shown)})"


def _wrong(message: str, span: Span, expected: str | None = None, hint: str | None = None) -> DreamwrightError:
    return DreamwrightError(Diagnostic("question-event", message, span, expected, hint))
