"""Reading the template language of an author's texts.

`{x}` names a parameter, an entity, `{actor}`, `{value}` or a fluent `{at(giver)}`; `{the x}` and `{a x}` choose the
article; `{x's}` is the possessive; `{x:they}`, `:them`, `:their`, `:theirs`, `:themself` are pronouns, `{x:bare}` the
name without an article; `{value coin|coins}` counts. `[gives]` is a verb that agrees. Brackets and braces are doubled
to stand for themselves. What cannot be read becomes a `Problem` with its place, and is said as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from dreamwright.errors import did_you_mean
from dreamwright.voices.scope import Problem, Scope, signature
from dreamwright.voices.template import (
    Argument,
    Article,
    Constant,
    Fluent,
    Form,
    Piece,
    Reference,
    Slot,
    Template,
    Verb,
    Words,
    assemble,
)
from dreamwright.voices.words import is_third_person


def parse(text: str, scope: Scope) -> tuple[Template, list[Problem]]:
    """The template of a text and all that is wrong with it."""
    reader = _Reader(text, scope)
    template = assemble(list(reader.pieces()))
    return template, reader.problems


_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|[{}\[\]]|[^{}\[\]]+")
_CLOSING: dict[str, Literal["}", "]"]] = {"{": "}", "[": "]"}
_PLACEHOLDER = re.compile(
    r"(?:(?P<article>the|an?)\s+(?=[^\s|]))?"
    r"(?P<name>[^\s(:|]+)"
    r"(?:\s*\((?P<arguments>[^()]*)\))?"
    r"(?P<owns>['’]s?)?"
    r"(?::(?P<form>\w*))?"
    r"(?:\s+(?P<one>[^|]*\S)\s*\|\s*(?P<many>[^|]*\S))?",
    re.IGNORECASE,
)
_FORMS: dict[str, Form] = {
    "bare": "bare",
    "they": "they",
    "them": "them",
    "their": "their",
    "theirs": "theirs",
    "themself": "themself",
    "themselves": "themself",
}


class _Reader:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.problems: list[Problem] = []

    def pieces(self) -> Iterator[Piece]:
        place = 0
        while place < len(self.text):
            token = _TOKEN.match(self.text, place)
            assert token is not None  # the alternatives of _TOKEN cover every character
            mark, place = token.group(), token.end()
            if mark in _CLOSING:
                end = self._closing(mark, place)
                if end is None:
                    self._unbalanced(mark, token.start(), f"'{mark}' is never closed")
                    continue
                yield from self._placeholder(place, end) if mark == "{" else self._verb(place, end)
                place = end + 1
            elif mark in ("}", "]"):
                self._unbalanced(mark, token.start(), f"'{mark}' closes nothing")
            else:
                yield Words(mark[0] if mark in ("{{", "}}", "[[", "]]") else mark)

    def _closing(self, mark: str, start: int) -> int | None:
        found = re.compile(r"[{}\[\]]").search(self.text, start)
        return found.start() if found and found.group() == _CLOSING[mark] else None

    def _unbalanced(self, mark: str, start: int, message: str) -> None:
        code = "text-unbalanced-brace" if mark in "{}" else "text-unbalanced-bracket"
        self._problem(code, message, start, start + 1, f"write '{mark}{mark}' for the character itself")

    def _problem(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, start, end, hint))

    def _verb(self, start: int, end: int) -> Iterator[Piece]:
        inside = self.text[start:end]
        verb, _, rest = inside.strip().partition(" ")
        if not verb:
            self._problem("text-empty-verb", "no verb between the brackets", start - 1, end + 1)
            return
        if not is_third_person(verb):
            self.problems.append(
                Problem(
                    "text-verb-form",
                    f"'{verb}' is not a verb in the third person singular, so it stays the same for everybody",
                    start,
                    end,
                    "write the form that goes with 'she', for example [gives]",
                    "warning",
                )
            )
        yield Verb(verb)
        if rest:
            yield Words(f" {rest}")

    # ------------------------------------------------------------------------------------------ placeholders
    def _placeholder(self, start: int, end: int) -> Iterator[Piece]:
        inside = self.text[start:end].strip()
        found = _PLACEHOLDER.fullmatch(inside)
        if found is None:
            code = "text-malformed-placeholder" if inside else "text-empty-placeholder"
            message = f"'{{{inside}}}' cannot be read" if inside else "no name between the braces"
            self._problem(code, message, start - 1, end + 1, "write {x}, {the x}, {x's}, {x:they} or {at(x)}")
            return
        start = self.text.index(inside, start)
        form = self._form(found, start)
        reference, owns = self._reference(found, start)
        if reference is None or form is None:
            return
        if found["owns"] or owns:
            form = "possessive"
        written = (found["article"] or "").lower()
        article: Article | None = "the" if written == "the" else "a" if written else None
        counted = (found["one"], found["many"]) if found["one"] else None
        yield Slot(reference, form, article, counted)

    def _form(self, found: re.Match[str], start: int) -> Form | None:
        written = found["form"]
        if written is None:
            return "name"
        form = _FORMS.get(written.lower())
        if form is None:
            self._problem(
                "text-unknown-form",
                f"'{written}' is no form of a name; the forms are {', '.join(_FORMS)}",
                start + found.start("form"),
                start + found.end("form"),
                did_you_mean(written, list(_FORMS)),
            )
        return form

    def _reference(self, found: re.Match[str], start: int) -> tuple[Reference | None, bool]:
        """What a placeholder stands for, and whether a possessive ending had to be taken off its name."""
        written = found["name"]
        if found["arguments"] is not None:
            return self._fluent(found, start), False
        for name, owns in _readings(written):
            reference = self.scope.named(name)
            if reference is not None:
                return reference, owns
        self._unknown_name(re.sub(r"['’]s?$", "", written), start + found.start("name"))
        return None, False

    def _unknown_name(self, name: str, start: int) -> None:
        span = start, start + len(name)
        if name == "value":
            self._problem("text-no-value", "'{value}' is only for the texts of properties", *span)
        elif name == "actor":
            self._problem("text-no-actor", "'{actor}' needs a consenting character", *span)
        elif any(property_.name == name for property_ in self.scope.world.properties):
            self._problem(
                "text-unknown-placeholder", f"'{name}' is a property", *span, f"give it arguments: {{{name}(...)}}"
            )
        else:
            self._problem(
                "text-unknown-placeholder",
                f"'{name}' is no parameter and no entity",
                *span,
                did_you_mean(name, self.scope.names()),
            )

    # ---------------------------------------------------------------------------------------------- fluents
    def _fluent(self, found: re.Match[str], start: int) -> Fluent | None:
        name, written = found["name"], found["arguments"]
        offset = start + found.start("arguments")
        arguments: list[Argument | Constant | bool] = []
        for part in written.split(",") if written.strip() else []:
            argument = self._argument(part.strip())
            if argument is None:
                at = offset + len(part) - len(part.lstrip())
                self._problem(
                    "text-unknown-placeholder",
                    f"'{part.strip()}' is no parameter and no entity",
                    at,
                    at + max(1, len(part.strip())),
                    did_you_mean(part.strip(), self.scope.names()),
                )
                return None
            offset += len(part) + 1
            arguments.append(argument)
        property_ = self.scope.property_taking(name, arguments)
        if property_ is None:
            self._unknown_fluent(name, len(arguments), start + found.start("name"), start + found.end("arguments") + 1)
            return None
        return Fluent(property_, tuple(arguments))

    def _argument(self, name: str) -> Argument | Constant | bool | None:
        if name in ("True", "False"):
            return name == "True"
        reference = self.scope.named(name) if name else None
        return reference if isinstance(reference, Argument | Constant) else None

    def _unknown_fluent(self, name: str, count: int, start: int, end: int) -> None:
        named = [property_ for property_ in self.scope.world.properties if property_.name == name]
        if not named:
            hint = did_you_mean(name, sorted({property_.name for property_ in self.scope.world.properties}))
            self._problem("text-unknown-fluent", f"there is no property '{name}'", start, end, hint)
            return
        if all(len(property_.parameters) != count for property_ in named):
            message = f"no property '{name}' takes {count} argument{'' if count == 1 else 's'}"
        else:
            message = f"no property '{name}' takes arguments of these types"
        self._problem("text-unknown-fluent", message, start, end, f"declared: {signature(named[0])}")


def _readings(written: str) -> Iterator[tuple[str, bool]]:
    """The ways to read a name, and whether each takes off a possessive ending; `{Giver}` may mean `giver`."""
    stripped = re.sub(r"['’]s?$", "", written)
    for name in dict.fromkeys((written, stripped)):
        if name:
            yield name, name != written
            yield name[0].lower() + name[1:], name != written
