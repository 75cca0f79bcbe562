"""A file and everything it imports, as one list of declarations in the order they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dreamwright.errors import Diagnostic, Source, Span, WorldError
from dreamwright.language.codes import ordered, problem
from dreamwright.language.files import STANDARD, read_source
from dreamwright.language.parse import parse
from dreamwright.language.syntax import (
    Declaration,
    EventDeclaration,
    File,
    ImportDeclaration,
    Parameter,
    PatternDeclaration,
    PropertyDeclaration,
    UtilityDeclaration,
)

STANDARD_PREFIX = "std:"


@dataclass(slots=True)
class Gathered:
    """What one world is made of. An imported file's declarations stand where it is first imported."""

    sources: list[Source] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)


def gather(source: Source, path: Path | None, standard: Path = STANDARD) -> Gathered:
    """Parse a source and all that it imports; `path` is its place, None for a text that is no file.

    `standard` is the folder of what `std:` imports. Raises WorldError with the errors of all files.
    """
    gathering = _Gathering(standard)
    gathering.add(source, path)
    errors = gathering.errors or list(_clashes(gathering.result))
    if errors:
        raise WorldError(ordered(errors, gathering.result.sources))
    return gathering.result


class _Gathering:
    def __init__(self, standard: Path) -> None:
        self._standard = standard
        self.result = Gathered()
        self.errors: list[Diagnostic] = []
        self._done: set[Path] = set()
        self._stack: list[Path] = []
        self._parsed: dict[Path, File] = {}

    def add(self, source: Source, path: Path | None) -> None:
        self.result.sources.append(source)
        try:
            file, warnings = parse(source)
        except WorldError as error:
            self.errors += error.diagnostics
            return
        self.result.warnings += warnings
        if path is not None:
            self._stack.append(path.resolve())
            self._done.add(path.resolve())
        for declaration in file.declarations:
            if isinstance(declaration, ImportDeclaration):
                self._import(declaration, source, path)
            else:
                self.result.declarations.append(declaration)
        if path is not None:
            self._stack.pop()

    def _import(self, declaration: ImportDeclaration, importer: Source, path: Path | None) -> None:
        wanted = declaration.path.text
        span = declaration.path.span
        try:
            place, name = _place(wanted, importer, path, self._standard)
            resolved = place.resolve()
            if resolved in self._stack:
                self.errors.append(self._cycle(resolved, wanted, span))
            elif resolved not in self._done:
                self.add(read_source(place, name, span), place)
        except WorldError as error:
            self.errors += error.diagnostics
        except (OSError, ValueError, RuntimeError):  # a path that no file can have
            self.errors.append(problem("import-missing", f"'{wanted}' is no path of a file", span))

    def _cycle(self, again: Path, wanted: str, span: Span) -> Diagnostic:
        ring = [path.name for path in self._stack[self._stack.index(again) :]] + [again.name]
        message = f"'{wanted}' is being read already: " + " imports ".join(ring)
        return problem("import-cycle", message, span, hint="move what they share into a third file")


def _place(wanted: str, importer: Source, path: Path | None, standard: Path) -> tuple[Path, str]:
    """Where an import leads, and how messages call it."""
    if not wanted.startswith(STANDARD_PREFIX):
        folder = Path() if path is None else path.parent
        return folder / wanted, str(Path(importer.name).parent / wanted)
    name = wanted.removeprefix(STANDARD_PREFIX)
    place = standard / f"{name}.world"
    if place.parent != standard:
        raise ValueError(wanted)
    return place, wanted


def _clashes(gathered: Gathered) -> Iterator[Diagnostic]:
    """The same property, event or utility in two files. (Types and entities add up.)"""
    first: dict[tuple[object, ...], Span] = {}
    for declaration in gathered.declarations:
        key = _identity(declaration)
        if key is None:
            continue
        before = first.setdefault(key, declaration.span)
        if before.source is not declaration.span.source:
            message = f"{_described(declaration)} is declared in two files"
            hint = f"the other is at {before}; rename one of them"
            yield problem("import-clash", message, _heading(declaration), hint=hint)


def _identity(declaration: Declaration) -> tuple[object, ...] | None:
    match declaration:
        case PropertyDeclaration():
            return ("property", declaration.name.text, _types(declaration.parameters))
        case EventDeclaration():
            return (declaration.kind, declaration.name.text, _types(declaration.parameters))
        case UtilityDeclaration():
            return ("utility", declaration.character.text if declaration.character else None)
        case PatternDeclaration():
            return ("pattern", declaration.name.text)
    return None


def _types(parameters: tuple[Parameter, ...]) -> tuple[str, ...]:
    return tuple(p.name if p.type is None else f": {p.type.text}" for p in parameters)


def _described(declaration: Declaration) -> str:
    match declaration:
        case PropertyDeclaration():
            return f"property '{declaration.name.text}'"
        case PatternDeclaration():
            return f"pattern '{declaration.name.text}'"
        case EventDeclaration():
            return f"{declaration.kind} '{declaration.name.text}'"
        case UtilityDeclaration(character=None):
            return "the author's utility"
        case UtilityDeclaration(character=character) if character is not None:
            return f"the utility of '{character.text}'"
    return "this"


def _heading(declaration: Declaration) -> Span:
    match declaration:
        case PropertyDeclaration(name=name) | EventDeclaration(name=name) | PatternDeclaration(name=name):
            return name.span
        case UtilityDeclaration(character=character) if character is not None:
            return character.span
    return declaration.span
