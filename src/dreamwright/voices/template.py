"""A text ready to be said: literal words, slots for what is named, and verbs that agree.

A `Template` is made once, by `parse` from an author's text or by `wording` and `facts` from names alone, and rendered
for any reader. `assemble` settles, once for all, which slot is the subject of which verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dreamwright.language.world import Entity, Property

Form = Literal["name", "bare", "possessive", "they", "them", "their", "theirs", "themself"]
Article = Literal["the", "a"]


@dataclass(frozen=True, slots=True)
class Argument:
    """The entity (or truth value) that fills a place of the signature."""

    index: int


@dataclass(frozen=True, slots=True)
class Constant:
    """An entity named outright."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class Value:
    """The value a fact is about: `{value}` in the text of a property."""


@dataclass(frozen=True, slots=True)
class Fluent:
    """The value of a fluent, as far as the reader knows it."""

    property: Property
    arguments: tuple[Argument | Constant | bool, ...]


Reference = Argument | Constant | Value | Fluent


@dataclass(frozen=True, slots=True)
class Words:
    """Words said as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Something named: `{x}` and its forms.

    `counted` holds singular and plural of what a number counts (`{value coin|coins}`). `governor` is the place, among
    the pieces, of the subject whose clause this is an object of; set by `assemble`.
    """

    reference: Reference
    form: Form = "name"
    article: Article | None = None
    counted: tuple[str, str] | None = None
    governor: int | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in the third person singular; `subjects` are places among the pieces, () for none named."""

    text: str
    is_negated: bool = False
    subjects: tuple[int, ...] = ()


Piece = Words | Slot | Verb


@dataclass(frozen=True, slots=True)
class Template:
    """Pieces in the order said."""

    pieces: tuple[Piece, ...]

    def negated(self) -> Template | None:
        """The text with its first verb negated, or None when it has none."""
        for place, piece in enumerate(self.pieces):
            if isinstance(piece, Verb):
                opposite = replace(piece, is_negated=not piece.is_negated)
                return Template((*self.pieces[:place], opposite, *self.pieces[place + 1 :]))
        return None


def assemble(pieces: Iterable[Piece]) -> Template:
    """A template of these pieces, spaces tidied, articles before slots taken into them, and verbs given subjects."""
    tidy = _tidied(list(pieces))
    return Template(tuple(_Links(tidy).linked()))


_ARTICLE_BEFORE = re.compile(r"(?i)(?:^|(?<=[\s\"“‘'(]))(the|an?)[ \n]$")


def _tidied(pieces: list[Piece]) -> list[Piece]:
    """Adjacent words merged, runs of blanks made one, and "the {x}" treated as `{the x}`."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words) and merged and isinstance(merged[-1], Words):
            merged[-1] = Words(merged[-1].text + piece.text)
        else:
            merged.append(piece)
    result: list[Piece] = []
    for place, piece in enumerate(merged):
        if isinstance(piece, Words):
            text = re.sub(r"[^\S\n]*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", piece.text))
            text = text.lstrip() if place == 0 else text
            result.append(Words(text.rstrip() if place == len(merged) - 1 else text))
            continue
        before = result[-1] if result else None
        if isinstance(piece, Slot) and isinstance(before, Words) and piece.form in ("name", "possessive"):
            found = None if piece.article else _ARTICLE_BEFORE.search(before.text)
            if found:
                result[-1] = Words(before.text[: found.start()])
                piece = replace(piece, article="the" if found.group(1).lower() == "the" else "a")
        result.append(piece)
    return [piece for piece in result if piece != Words("")]


_SENTENCE_END = re.compile(r"[.!?…;:\n]")
_PREPOSITION = re.compile(
    r"(?i)\b(?:about|above|across|after|against|along|among|around|as|at|before|behind|below|beneath|beside|besides|"
    r"between|beyond|by|down|during|for|from|in|inside|into|near|of|off|on|onto|opposite|out|outside|over|past|round|"
    r"through|to|toward|towards|under|until|up|upon|with|within|without)\s*$"
)
_CONJUNCTION = re.compile(r"(?i),|\b(?:and|but|or|then|yet|because|while|when|if|as|that|until|before|after|where)\b")
_RELATIVE = re.compile(r"(?i)\b(?:who|which|that)\b\s*(?:\w+ly\s*)?$")
_JOINT = re.compile(r"(?i)^(?:,| and) $")
_LAST_JOINT = re.compile(r"(?i)^, and $")


@dataclass(slots=True)
class _Group:
    """Slots named side by side ("{a}, {b} and {c}").

    `is_led` when a preposition leads to them, `is_object` when they come right after a verb.
    """

    places: list[int]
    is_led: bool
    is_object: bool

    def is_continued(self, between: str) -> bool:
        """Whether a slot after these words belongs to the group, and does not begin a new clause."""
        if self.is_object:
            return False  # "{a} [hits] {b} and {c} [runs]"
        return _JOINT.match(between) is not None or (len(self.places) > 1 and _LAST_JOINT.match(between) is not None)


class _Links:
    """One walk over the pieces, keeping what has been named in the sentence so far."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self._new_sentence()

    def _new_sentence(self) -> None:
        self.groups: list[_Group] = []  # since the last verb
        self.of_verb: tuple[int, ...] | None = None  # subjects of the last verb
        self.between = ""  # words since the last slot or verb

    def linked(self) -> list[Piece]:
        for place, piece in enumerate(self.pieces):
            match piece:
                case Words(text=text):
                    self._words(text)
                case Slot():
                    self._slot(place, piece)
                case Verb():
                    subjects = self._subjects()
                    self.pieces[place] = replace(piece, subjects=subjects)
                    self._release(subjects)
                    self.groups, self.of_verb, self.between = [], subjects, ""
        return self.pieces

    def _words(self, text: str) -> None:
        ends = list(_SENTENCE_END.finditer(text))
        if ends:
            self._new_sentence()
            text = text[ends[-1].end() :]
        self.between += text

    def _slot(self, place: int, slot: Slot) -> None:
        is_object = self.of_verb is not None and not _CONJUNCTION.search(self.between)
        if is_object and self.of_verb and len(self.of_verb) == 1:
            self.pieces[place] = replace(slot, governor=self.of_verb[0])
        if self.groups and self.groups[-1].is_continued(self.between):
            self.groups[-1].places.append(place)
        else:
            self.groups.append(_Group([place], _PREPOSITION.search(self.between) is not None, is_object))
        self.between = ""

    def _subjects(self) -> tuple[int, ...]:
        last = self.groups[-1] if self.groups else None
        if last is not None and _RELATIVE.search(self.between):
            return tuple(last.places)
        is_shared = last is None or last.is_led or _CONJUNCTION.search(self.between) is not None
        if self.of_verb is not None and is_shared:
            return self.of_verb  # "{a} [takes] {b} and [leaves]": one subject, two verbs
        named = next((group for group in reversed(self.groups) if not group.is_led), None)
        if named is None:
            return ()
        owner = self.pieces[named.places[-1]]
        assert isinstance(owner, Slot)
        # "{a's} heart [stops]": what is owned is the subject, and no slot names it.
        return () if owner.form in ("possessive", "their") else tuple(named.places)

    def _release(self, subjects: tuple[int, ...]) -> None:
        """Subjects are nobody's objects."""
        for place in subjects:
            slot = self.pieces[place]
            assert isinstance(slot, Slot)
            self.pieces[place] = replace(slot, governor=None)
