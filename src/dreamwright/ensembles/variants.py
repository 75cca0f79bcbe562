"""A world or stage in which something is otherwise: its texts, edited where an author would edit them.

So a variant is a world file like any other: it is read, checked, grounded, kept and told again by what does all that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dreamwright.chronicle.worlds import WorldSource
from dreamwright.ensembles.factors import SWITCH, Factor
from dreamwright.errors import DreamwrightError, Source, Span, did_you_mean
from dreamwright.language.imports import STANDARD_PREFIX
from dreamwright.language.parse import parse
from dreamwright.language.syntax import (
    And,
    Assign,
    Compare,
    Declaration,
    EntityDeclaration,
    EventDeclaration,
    Expression,
    InitialDeclaration,
    Word,
    WorldDeclaration,
)

Edit = tuple[Span, str]
"""A place in a file, and what is written there instead."""

_PROPERTY = re.compile(r"(\w+)\s*\((.*)\)$")
_MEMBER = re.compile(r"(\w+)\.(\w+)$")


def varied(
    source: WorldSource, mains: Mapping[str, str], factors: Sequence[Factor], values: Sequence[str]
) -> WorldSource:
    """The source with a value for each factor. `mains` has for each layer the name of its world's main file, the
    outermost first; a world alone is the layer "".

    Raises DreamwrightError (ensemble-vary) for what is not there to be varied; whether a value fits shows when the
    variant is loaded.
    """
    for factor, value in zip(factors, values, strict=True):
        source = replace(source, files=_with(source, mains, factor.target, value))
    return source


def _with(source: WorldSource, mains: Mapping[str, str], target: str, value: str) -> dict[str, str]:
    files = dict(source.files)
    if target.startswith("stage.") and source.main.endswith(".stage"):
        files[source.main] = _with_number_of_stage(files[source.main], target, value)
        return files
    layer, colon, rest = target.partition(":")
    main = mains[layer.strip()] if colon and layer.strip() in mains else next(iter(mains.values()))
    inner = rest.strip() if colon and layer.strip() in mains else target
    if match := _PROPERTY.match(inner):
        return _with_initial(files, main, match[1], inner, value)
    parsed = {name: _declarations(name, text) for name, text in files.items() if _is_own(name, files, main)}
    if match := _MEMBER.match(inner):
        edits = _attribute(parsed, main, match[1], match[2], value)
    else:
        edits = _switched(parsed, inner, value)
    return _edited(files, edits)


def _is_own(name: str, files: Mapping[str, str], main: str) -> bool:
    """Whether a file is one of the author's: of a stage only the main file of the layer that is meant."""
    if name.startswith(STANDARD_PREFIX) or not name.endswith(".world"):
        return False
    return name == main or not next(iter(files)).endswith(".stage")


def _declarations(name: str, text: str) -> tuple[Declaration, ...]:
    return parse(Source(name, text))[0].declarations


def _edited(files: dict[str, str], edits: Sequence[Edit]) -> dict[str, str]:
    for span, written in sorted(edits, key=lambda edit: -edit[0].start):
        text = files[span.source.name]
        files[span.source.name] = text[: span.start] + written + text[span.end :]
    return files


# ------------------------------------------------------------------------------------------------ initial values
def _with_initial(files: dict[str, str], main: str, name: str, target: str, value: str) -> dict[str, str]:
    """In place of the author's own statement, if there is one, so that what is reckoned from it follows; else last."""
    parsed = {file: _declarations(file, text) for file, text in files.items() if file == main}
    known = [found for text in files.values() for found in re.findall(r"\bproperty\s+(\w+)", text)]
    if name not in known:
        raise _missing(name, f"there is no property '{name}'", known)
    own = [
        (statement.value.span, value)
        for declaration in parsed[main]
        if isinstance(declaration, InitialDeclaration)
        for statement in _statements(declaration.body)
        if _squeezed(_text(statement.target.span)) == _squeezed(target)
    ]
    if own:
        return _edited(files, own)
    files[main] = f"{files[main].rstrip()}\n{target} = {value};\n"
    return files


def _statements(body: Expression) -> Iterator[Assign]:
    match body:
        case And(parts=parts):
            for part in parts:
                yield from _statements(part)
        case Assign():
            yield body
        case Compare(operator="==", left=left, right=right):
            yield Assign(body.span, left, right)


def _text(span: Span) -> str:
    return span.source.text[span.start : span.end]


def _squeezed(text: str) -> str:
    return "".join(text.split())


# ------------------------------------------------------------------------------------------------ numbers
def _attribute(parsed: Mapping[str, Sequence[Declaration]], main: str, name: str, key: str, value: str) -> list[Edit]:
    """What gives the attribute of a character, thing, action or the world another value."""
    known = [d for declarations in parsed.values() for d in declarations if _name(d, main) is not None]
    found = [d for d in known if _name(d, main) == name]
    if not found:
        raise _missing(f"{name}.{key}", f"nothing here is called '{name}'", [str(_name(d, main)) for d in known])
    return [_set(d, key, value) for d in found]


def _name(declaration: Declaration, main: str) -> str | None:
    match declaration:
        case EntityDeclaration(name=name) | EventDeclaration(name=name):
            return name.text
        case WorldDeclaration(span=span) if span.source.name == main:
            return "world"
    return None


def _set(declaration: Declaration, key: str, value: str) -> Edit:
    assert isinstance(declaration, EntityDeclaration | EventDeclaration | WorldDeclaration)
    for attribute in declaration.attributes:
        if attribute.key.text == key:
            return attribute.span, f"{key}: {value}"
    span = declaration.span
    if _text(span).endswith("}"):
        return Span(span.source, span.end - 1, span.end), f" {key}: {value}; }}"
    return Span(span.source, span.end, span.end), f" {{ {key}: {value}; }}"


def _with_number_of_stage(text: str, target: str, value: str) -> str:
    """A stage with another number at a path of keys. What stands beside it loses only its comments."""
    import yaml

    whole = yaml.safe_load(text)
    *path, last = target.split(".")[1:]
    part = whole
    for key in path:
        part = part.setdefault(key, {}) if isinstance(part, dict) else None
    if not isinstance(part, dict) or isinstance(part.get(last), dict | list):
        raise _missing(target, f"a stage has no number at '{target.removeprefix('stage.')}'", [])
    part[last] = yaml.safe_load(value)
    return str(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True))


# ------------------------------------------------------------------------------------------------ laws
def _switched(parsed: Mapping[str, Sequence[Declaration]], name: str, value: str) -> list[Edit]:
    """What makes the actions and triggers of a name, or with a tag, impossible; nothing if they stay on."""
    events = [d for declarations in parsed.values() for d in declarations if isinstance(d, EventDeclaration)]
    found = [d for d in events if d.name.text == name or name in _tags(d)]
    if not found:
        known = [d.name.text for d in events] + [tag for d in events for tag in _tags(d)]
        raise _missing(name, f"no action or trigger is called '{name}' or has that tag", known)
    if value not in SWITCH:
        hint = f"`{name}=on, off`; initial values are varied as in `{name}()=1, 2`"
        raise DreamwrightError.of("ensemble-vary", f"'{name}' is on or off, not '{value}'", hint=hint)
    return [_off(d) for d in found] if value == "off" else []


def _off(declaration: EventDeclaration) -> Edit:
    if declaration.precondition is not None:
        return declaration.precondition.span, "False"
    start = _text(declaration.span).index("{") + declaration.span.start + 1
    return Span(declaration.span.source, start, start), " precondition: False;"


def _tags(declaration: EventDeclaration) -> Iterator[str]:
    for attribute in declaration.attributes:
        if attribute.key.text == "tags":
            yield from (value.text for value in attribute.values if isinstance(value, Word))


def _missing(target: str, message: str, known: Sequence[str]) -> DreamwrightError:
    hint = did_you_mean(target.split(".")[0], list(dict.fromkeys(known)))
    return DreamwrightError.of(
        "ensemble-vary", message, hint=hint or "`budget()=0..3`, `Mara.whim=0.1, 0.5`, `steal=on, off`"
    )
