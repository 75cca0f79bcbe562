"""Our additions to declarations, checked and turned into `Attributes`.

`_READERS` says which kinds of declarations have which attributes, and how each is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal, get_args

from dreamwright.errors import Diagnostic, did_you_mean
from dreamwright.language.codes import problem, warning
from dreamwright.language.schedule import LONGEST_MINUTES, read_schedule
from dreamwright.language.syntax import Attribute, AttributeValue, Number, Text, Word, Words
from dreamwright.language.world import Attributes, PointOfView, Template

Kind = Literal["type", "entity", "property", "action", "trigger", "utility", "world", "pattern"]
KINDS: tuple[Kind, ...] = get_args(Kind)

VIEWS: dict[Kind, tuple[PointOfView, ...]] = {
    "property": ("any", "not", "unknown"),
    "action": ("any", "actor", "observer", "attempt"),
    "trigger": ("any", "actor", "observer"),
}
"""The points of view a text may be for; other declarations have plain texts only."""

PATTERN_PARTS = (
    "event",
    "unless",
    "within",
    "seen",
    "unseen",
    "better",
    "worse",
    "low",
    "high",
    "mistaken",
    "knowing",
    "deceived",
    "hidden",
)
"""The parts of a pattern that are no expressions (`patterns.py` reads them)."""

PRONOUNS = ("he", "she", "they", "it")
YES, NO = ("yes", "true", "True"), ("no", "false", "False")
CURLY_QUOTES = ("“", "”", "„", "«", "‘", "'")
LATEST_YEAR = 9000
"""The last year a world may start in, so that no story runs out of calendar."""

LONGEST_FORESIGHT = 9
"""The most actions ahead that characters may be made to think."""

_NONE = Attributes()


def no_attributes() -> Attributes:
    """The attributes of a declaration that has none."""
    return _NONE


def read_attributes(
    kind: Kind, attributes: tuple[Attribute, ...], doc: str | None, diagnostics: list[Diagnostic]
) -> Attributes:
    """The attributes of one declaration. What is wrong goes to `diagnostics` and is left out."""
    if not attributes and doc is None:
        return _NONE
    found: dict[str, Any] = {"doc": doc}
    reader = _Reader(kind, found, diagnostics)
    for attribute in attributes:
        reader.read(attribute)
    for name in ("start", "subject"):  # of the world itself: see `world_start` and `world_subject`
        found.pop(name, None)
    return Attributes(**found)


def merge(first: Attributes | None, second: Attributes) -> Attributes:
    """Attributes of a thing that is declared twice: texts and tags add up, of the rest the later one counts."""
    if first is None or first is _NONE:
        return second
    given = {name: value for name in Attributes.__slots__ if (value := getattr(second, name)) != getattr(_NONE, name)}
    for name in ("texts", "tags", "commands"):
        given[name] = tuple(dict.fromkeys(getattr(first, name) + getattr(second, name)))
    if first.doc and second.doc:
        given["doc"] = f"{first.doc}\n{second.doc}"
    return replace(first, **given)


def world_start(attributes: tuple[Attribute, ...]) -> datetime | None:
    """When the story begins, if `world` says so properly (what is wrong was reported by `read_attributes`)."""
    for attribute in reversed(attributes):
        if attribute.key.text == "start" and isinstance(attribute.values[0], Text):
            return _moment(attribute.values[0].text)
    return None


def world_subject(attributes: tuple[Attribute, ...]) -> Word | None:
    """The name of the subject, if `world` gives one."""
    for attribute in reversed(attributes):
        if attribute.key.text == "subject" and isinstance(attribute.values[0], Word):
            return attribute.values[0]
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and moment.year <= LATEST_YEAR else None


@dataclass(slots=True)
class _Reader:
    kind: Kind
    found: dict[str, Any]
    diagnostics: list[Diagnostic]

    def read(self, attribute: Attribute) -> None:
        """Add one attribute to what was found."""
        key = attribute.key.text
        known = _READERS.get(key)
        if known is None or self.kind not in known.kinds:
            self._unknown(attribute)
            return
        if attribute.selector is not None and key != "text":
            message = f"'{key}' has no kinds to choose from in brackets"
            self.diagnostics.append(problem("attribute-selector", message, attribute.selector.span))
            return
        value = known.read(self, attribute)
        if value is None:
            return
        if known.adds:
            self.found[known.field] = self.found.get(known.field, ()) + value
        else:
            if known.field in self.found:
                message = f"'{key}' is given twice; the last counts"
                self.diagnostics.append(warning("part-repeated", message, attribute.key.span))
            self.found[known.field] = value

    def _unknown(self, attribute: Attribute) -> None:
        key = attribute.key.text
        if key in ("consenting", "observing") and self.kind == "trigger":
            message = f"a trigger has no '{key}': nobody chooses it, and each mind fires its own"
            self.diagnostics.append(problem("part-misplaced", message, attribute.key.span, hint="make it an action"))
            return
        own = [name for name, known in _READERS.items() if self.kind in known.kinds]
        if self.kind in ("action", "trigger"):
            own += ["precondition", "effect"]
        if self.kind == "pattern":
            own += [*PATTERN_PARTS, "before", "after", "while"]
        if self.kind == "action":
            own += ["consenting", "observing"]
        hint = did_you_mean(key, own)
        if hint is None and key in _READERS:
            hint = f"'{key}' belongs to: {', '.join(_READERS[key].kinds)}"
        article = "an" if self.kind[0] in "aeiou" and self.kind != "utility" else "a"
        message = f"{article} {self.kind} has no attribute '{key}'"
        expected = ", ".join(own)
        self.diagnostics.append(problem("attribute-unknown", message, attribute.key.span, expected=expected, hint=hint))

    def wrong(self, attribute: Attribute, value: AttributeValue | None, expected: str) -> None:
        """Note that a value is not of the form it must have."""
        key = attribute.key.text
        span = attribute.span if value is None else value.span
        curly = span.text.startswith(CURLY_QUOTES)
        hint = 'use straight double quotes: "..."' if curly else None
        message = f"this is no value for '{key}'"
        self.diagnostics.append(problem("attribute-value", message, span, expected=expected, hint=hint))

    def single(self, attribute: Attribute, expected: str) -> AttributeValue | None:
        """The only value of an attribute; None, with an error, if there are several."""
        if len(attribute.values) > 1:
            self.wrong(attribute, attribute.values[1], f"only one value: {expected}")
            return None
        return attribute.values[0]


# ---------------------------------------------------------------------------------------------- readers
def _texts(reader: _Reader, attribute: Attribute) -> tuple[Template, ...] | None:
    views = VIEWS.get(reader.kind, ("any",))
    view = "any" if attribute.selector is None else attribute.selector.text
    if view not in views:
        assert attribute.selector is not None
        names = [name for name in views if name != "any"]
        expected = ", ".join(f"text({name})" for name in names) if names else "text, without brackets"
        hint = did_you_mean(view, names)
        message = f"there is no text({view}) here"
        span = attribute.selector.span
        reader.diagnostics.append(problem("attribute-selector", message, span, expected=expected, hint=hint))
        return None
    if any(template.view == view for template in reader.found.get("texts", ())):
        message = "this text is given twice; the last counts"
        reader.diagnostics.append(warning("part-repeated", message, attribute.key.span))
        reader.found["texts"] = tuple(t for t in reader.found["texts"] if t.view != view)
    value = reader.single(attribute, "a text in double quotes")
    if isinstance(value, Text):
        return (Template(view, value.text, value.span),)
    if value is not None:
        reader.wrong(attribute, value, "a text in double quotes")
    return None


def _commands(reader: _Reader, attribute: Attribute) -> tuple[Template, ...] | None:
    found: list[Template] = []
    for value in attribute.values:
        if isinstance(value, Text) and value.text.strip():
            found.append(Template("any", value.text, value.span))
        else:
            reader.wrong(attribute, value, 'texts in double quotes, e.g. "give {item} to {taker}"')
    return tuple(found)


def _words(reader: _Reader, attribute: Attribute, *, pattern: str, expected: str) -> tuple[str, ...] | None:
    found: list[str] = []
    for value in attribute.values:
        if isinstance(value, Word) and re.fullmatch(pattern, value.text):
            found.append(value.text)
        else:
            reader.wrong(attribute, value, expected)
    return tuple(dict.fromkeys(found))


def _number(reader: _Reader, attribute: Attribute, *, accept: Callable[[float], bool], expected: str) -> float | None:
    value = reader.single(attribute, expected)
    if isinstance(value, Number) and accept(value.value):
        return value.value
    if value is not None:
        reader.wrong(attribute, value, expected)
    return None


_weight = partial(_number, accept=lambda x: 0 <= x <= 1, expected="a number from 0 to 1")
_rate = partial(_number, accept=lambda x: 0 < x <= 1440, expected="how many times a day on average, up to 1440")


def _duration(reader: _Reader, attribute: Attribute) -> int | None:
    expected = f"whole minutes, from 1 to {LONGEST_MINUTES:,}"
    minutes = _number(
        reader, attribute, accept=lambda x: 1 <= x <= LONGEST_MINUTES and x.is_integer(), expected=expected
    )
    return None if minutes is None else int(minutes)


def _foresight(reader: _Reader, attribute: Attribute) -> int | None:
    expected = f"a whole number of actions, from 1 to {LONGEST_FORESIGHT}"
    steps = _number(
        reader, attribute, accept=lambda x: 1 <= x <= LONGEST_FORESIGHT and x.is_integer(), expected=expected
    )
    return None if steps is None else int(steps)


def _printed_name(reader: _Reader, attribute: Attribute) -> str | None:
    value = reader.single(attribute, "a text in double quotes")
    if isinstance(value, Text) and value.text.strip():
        return value.text.strip()
    if value is not None:
        reader.wrong(attribute, value, "a text in double quotes")
    return None


def _pronouns(reader: _Reader, attribute: Attribute) -> str | None:
    expected = "one of " + ", ".join(PRONOUNS)
    value = reader.single(attribute, expected)
    if isinstance(value, Word) and value.text in PRONOUNS:
        return value.text
    if value is not None:
        reader.wrong(attribute, value, expected)
    return None


def _plural(reader: _Reader, attribute: Attribute) -> bool | None:
    value = reader.single(attribute, "yes or no")
    if isinstance(value, Word) and value.text in YES + NO:
        return value.text in YES
    if value is not None:
        reader.wrong(attribute, value, "yes or no")
    return None


def _schedule(reader: _Reader, attribute: Attribute) -> tuple[Any, ...] | None:
    found = []
    for value in attribute.values:
        schedule = read_schedule(value.words) if isinstance(value, Words) else None
        if schedule is None:
            reader.wrong(attribute, value, "'daily at 20:00', 'once on day 3 at 06:00' or 'every 90 minutes'")
        else:
            found.append(schedule)
    return tuple(found)


def _start(reader: _Reader, attribute: Attribute) -> datetime | None:
    expected = 'a date and time such as "2031-11-02 18:00"'
    value = reader.single(attribute, expected)
    moment = _moment(value.text) if isinstance(value, Text) else None
    if moment is None and value is not None:
        reader.wrong(attribute, value, expected)
    return moment


def _subject(reader: _Reader, attribute: Attribute) -> str | None:
    value = reader.single(attribute, "the name of a character")
    if isinstance(value, Word):
        return value.text
    if value is not None:
        reader.wrong(attribute, value, "the name of a character")
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """An attribute: the field of `Attributes` it fills, where it may stand, and whether several add up."""

    field: str
    kinds: tuple[Kind, ...]
    read: Callable[[_Reader, Attribute], Any]
    adds: bool = False


_tags = partial(_words, pattern=r"[^\W\d][\w-]*", expected="words, with commas between")
_routine = partial(_words, pattern=r".+", expected="names of actions, with commas between")
_TOLD: tuple[Kind, ...] = ("type", "entity", "property", "action", "trigger", "world", "pattern")

_READERS: dict[str, _Known] = {
    "text": _Known("texts", _TOLD, _texts, adds=True),
    "tags": _Known("tags", KINDS, _tags, adds=True),
    "motif": _Known("motif", KINDS, _weight),
    "uncanny": _Known("uncanny", KINDS, _weight),
    "name": _Known("name", ("entity",), _printed_name),
    "pronouns": _Known("pronouns", ("entity",), _pronouns),
    "plural": _Known("plural", ("entity",), _plural),
    "routine": _Known("routine", ("entity",), _routine, adds=True),
    "whim": _Known("whim", ("entity",), _weight),
    "patience": _Known("patience", ("entity",), _weight),
    "duration": _Known("duration", ("action",), _duration),
    "command": _Known("commands", ("action",), _commands, adds=True),
    "schedule": _Known("schedule", ("action",), _schedule, adds=True),
    "rate": _Known("rate", ("action",), _rate),
    "start": _Known("start", ("world",), _start),
    "foresight": _Known("foresight", ("world",), _foresight),
    "subject": _Known("subject", ("world",), _subject),
}
