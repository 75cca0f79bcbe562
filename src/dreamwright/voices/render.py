"""Saying a template: to a reader, about these arguments, from what that reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dreamwright.language.world import Entity, Property
from dreamwright.voices.names import PRONOUNS, Naming, is_place
from dreamwright.voices.template import Argument, Constant, Fluent, Form, Reference, Slot, Template, Value, Verb, Words
from dreamwright.voices.words import base_form, capitalised, indefinite_article, negated, number

FluentValue = bool | float | Entity | None
"""The value of a fluent; None is unknown."""
Arguments = tuple[Entity | bool | float, ...]
"""What fills the places of a signature."""
Reading = Callable[[Property, Any], FluentValue]
"""Reads a fluent in the mind of whoever is told: never in the truth behind it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that decides how a template is said.

    `reader` is told "you" and may be None; `read` gives the values of fluents, None for one who knows none; `known` is
    somebody just named, said as a pronoun.
    """

    naming: Naming
    arguments: Arguments = ()
    reader: Entity | None = None
    read: Reading | None = None
    property: Property | None = None
    value: FluentValue = None
    known: Entity | None = None


def render(template: Template, scene: Scene, is_sentence: bool = True) -> str:
    """The words of a template; `is_sentence` for a capital at the very beginning."""
    said = _Saying(template, scene).said()
    return capitalised(said) if is_sentence else said


_SENTENCE_START = re.compile(r"(?:[.!?…][\"'”’)\]]*\s+|\n\s*)[\"“‘(\[]*$")
_BEFORE_SOMEWHERE = re.compile(r"(?i)(?<![^\s(])(?:at|in|on|to|inside|within)(?: the)? $")


class _Saying:
    def __init__(self, template: Template, scene: Scene) -> None:
        self.template = template
        self.scene = scene
        self.text = ""
        self.plural: dict[int, bool] = {}  # of each slot said, whether its verb is plural
        self.subjects = {place for verb in template.pieces if isinstance(verb, Verb) for place in verb.subjects}

    def said(self) -> str:
        for place, piece in enumerate(self.template.pieces):
            match piece:
                case Words(text=text):
                    self._add(text)
                case Slot():
                    self._add_named(self._slot(place, piece))
                case Verb():
                    self._add_named(self._verb(piece))
        return self.text.strip()

    def _add(self, text: str) -> None:
        if self.text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        self.text += text

    def _add_named(self, text: str) -> None:
        if text == "somewhere":
            self.text = _BEFORE_SOMEWHERE.sub("", self.text)
        self._add(capitalised(text) if _SENTENCE_START.search(self.text) else text)

    def _verb(self, verb: Verb) -> str:
        plural = len(verb.subjects) > 1 or any(self.plural[place] for place in verb.subjects)
        if verb.is_negated:
            return negated(verb.text, plural)
        return base_form(verb.text) if plural else verb.text

    # ------------------------------------------------------------------------------------------------- slots
    def _slot(self, place: int, slot: Slot) -> str:
        property_, value = self._value(slot.reference)
        self.plural[place] = False
        if isinstance(value, Entity):
            form = self._form(place, slot, value)
            called = self.scene.naming[value]
            if value is self.scene.reader:
                self.plural[place] = True
                return _to_reader(form)
            self.plural[place] = called.is_plural(form)
            return called.said(form, slot.article)
        text = _unknown(property_) if value is None else _plain(value)
        if isinstance(value, float | int) and not isinstance(value, bool):
            if slot.counted:
                self.plural[place] = value != 1
                amount = "no" if value == 0 and not slot.article else text
                text = f"{amount} {slot.counted[0 if value == 1 else 1]}"
            if slot.article:
                text = f"{'the' if slot.article == 'the' else indefinite_article(text)} {text}"
        elif slot.counted:
            text = f"some {slot.counted[1]}"
            self.plural[place] = True
        return f"{text}'s" if slot.form in ("possessive", "their", "theirs") else text

    def _value(self, reference: Reference) -> tuple[Property | None, FluentValue]:
        match reference:
            case Argument(index=index):
                return None, self.scene.arguments[index]
            case Constant(entity=entity):
                return None, entity
            case Value():
                return self.scene.property, self.scene.value
            case Fluent(property=property_, arguments=arguments):
                filled = tuple(self._argument(argument) for argument in arguments)
                return property_, self.scene.read(property_, filled) if self.scene.read else None

    def _argument(self, argument: Argument | Constant | bool) -> Entity | bool | float:
        match argument:
            case Argument(index=index):
                return self.scene.arguments[index]
            case Constant(entity=entity):
                return entity
            case _:
                return argument

    def _form(self, place: int, slot: Slot, entity: Entity) -> Form:
        """The form asked for, or a pronoun for the subject of the same clause and for one just named."""
        if slot.form not in ("name", "possessive", "them"):
            return slot.form
        if slot.governor is not None:
            subject = self.template.pieces[slot.governor]
            if isinstance(subject, Slot) and self._value(subject.reference)[1] is entity:
                if slot.form == "possessive":
                    return "their"
                return slot.form if slot.reference == subject.reference else "themself"
        if entity is self.scene.known and entity is not self.scene.reader:
            if slot.form == "possessive":
                return "their"
            return "they" if place == 0 or place in self.subjects else "them"
        return slot.form


def _to_reader(form: Form) -> str:
    match form:
        case "name" | "bare":
            return "you"
        case "possessive":
            return "your"
        case _:
            return PRONOUNS["you"][form]


def _plain(value: bool | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)


def _unknown(property_: Property | None) -> str:
    if property_ is None:
        return "something"
    if property_.type.name == "number":
        return "an unknown number"
    if property_.type.is_subtype_of("character"):
        return "someone"
    return "somewhere" if is_place(property_) else "something"
