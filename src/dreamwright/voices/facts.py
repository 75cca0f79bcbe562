"""Default wording of facts: what `at(Tom) = Market` or `alive(Tom)` is called when its author wrote no text.

For each property a few templates: that it holds (or has a value), that it does not, that it is unknown, and for where
something is also that the value is a character (an item "at" somebody is theirs) or a thing (it is "in" that).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dreamwright.language.world import Entity, Property, Variable
from dreamwright.voices import lexicon
from dreamwright.voices.names import HOLDING, PLACING, is_place
from dreamwright.voices.roles import Kind
from dreamwright.voices.template import Argument, Piece, Slot, Template, Value, Verb, Words, assemble
from dreamwright.voices.words import indefinite_article, is_third_person, split_identifier, word_set


@dataclass(frozen=True, slots=True)
class FactWording:
    """The templates of one property; `held` is for a value that is a character, `inside` for one that is a thing."""

    holds: Template
    fails: Template
    unknown: Template
    held: Template
    inside: Template

    def with_value(self, kind: Kind | None) -> Template:
        """The template for a known value, which is an entity of this kind or none."""
        return self.held if kind == "character" else self.inside if kind == "thing" else self.holds


def fact_wording(property_: Property) -> FactWording:
    """The default templates of a property."""
    words = [word if len(word) > 1 and word.isupper() else word.lower() for word in split_identifier(property_.name)]
    maker = _Maker(property_, words or [property_.name])
    holds = assemble(maker.boolean() if property_.type.name == "boolean" else maker.valued())
    fails = assemble(maker.no_way()) if maker.is_way() else holds.negated() or holds
    held, inside = maker.held(), maker.inside()
    return FactWording(
        holds,
        fails,
        assemble(maker.unknown()),
        assemble(held) if held else holds,
        assemble(inside) if inside else holds,
    )


_MUTUAL = word_set(
    "friends enemies allies siblings lovers rivals partners spouses brothers sisters neighbours neighbors"
)
_WHERE = PLACING & lexicon.PLACED


class _Maker:
    """Makes pieces for one property; all its methods give a clause without a period."""

    def __init__(self, property_: Property, words: list[str]) -> None:
        self.property = property_
        self.words = words
        self.phrase = " ".join(words)
        self.count = len(property_.parameters)

    # ------------------------------------------------------------------------------------------------- booleans
    def boolean(self) -> list[Piece]:
        words, phrase = self.words, self.phrase
        if self.count == 0:
            return [Words("it "), Verb("is"), Words(f" {phrase}")]
        first = Slot(Argument(0))
        if words[0] in ("is", "has", "can") and len(words) > 1:
            return [first, Words(" "), Verb(words[0]), Words(f" {' '.join(words[1:])}"), *self._others(1)]
        if self.count == 2 and words[-1] in _MUTUAL:
            return [first, Words(" and "), Slot(Argument(1)), Words(" "), Verb("is"), Words(f" {phrase}")]
        if _is_verb(words[0]):
            return [*self._verb_phrase(), *self._others(1)]
        if self.count == 1:
            return [first, Words(" "), Verb("is"), Words(f" {phrase}")]
        if self.count == 2:
            return self._relation(first)
        return [Words(f"“{phrase}” "), Verb("holds"), Words(" for "), *self._list()]

    def _relation(self, first: Slot) -> list[Piece]:
        second = Slot(Argument(1))
        if self.words[-1] in lexicon.PREPOSITIONS or self.words[-1].endswith("ing"):
            return [first, Words(" "), Verb("is"), Words(f" {self.phrase} "), second]
        if self.is_way():
            there: list[Piece] = [Words("there "), Verb("is"), Words(f" {indefinite_article(self.phrase)} ")]
            return [*there, *self._way()]
        joint = "" if lexicon.is_adjective(self.words) else " of"
        led = "by" if self.words[-1].endswith("ed") else joint.strip() or "with"
        return [first, Words(" "), Verb("is"), Words(f" {self.phrase} {led} "), second]

    def is_way(self) -> bool:
        """Whether this is a relation of two places, such as `path(from, to)`."""
        is_plain = not _is_verb(self.words[0]) and self.words[-1] not in lexicon.PREPOSITIONS
        return self.count == 2 and is_plain and (self._names_way() or self._are_places())

    def no_way(self) -> list[Piece]:
        """That there is no such way."""
        return [Words("there "), Verb("is"), Words(" no "), *self._way()]

    def _way(self) -> list[Piece]:
        return [Words(f"{self.phrase} from "), Slot(Argument(0)), Words(" to "), Slot(Argument(1))]

    # --------------------------------------------------------------------------------------------------- values
    def valued(self) -> list[Piece]:
        words, value = self.words, Slot(Value())
        if self.count and (where := self._where()):
            return [Slot(Argument(0)), Words(" "), Verb("is"), Words(f" {where} "), value, *self._others(1)]
        if self.count and words[0] in HOLDING and _is_verb(words[0]):
            return self._holding(value)
        if self.count and _is_verb(words[0]) and self.property.type.name != "number":
            joint = " at " if is_place(self.property) else " "
            return [*self._verb_phrase(), *self._others(1), Words(joint), value]
        if self.count and words[-1] in lexicon.PREPOSITIONS:
            return [Slot(Argument(0)), Words(" "), Verb("is"), Words(f" {self.phrase} "), value, *self._others(1)]
        if self.count and self.property.type.name == "number" and lexicon.is_adjective(words):
            return [Words(f"{self.phrase} is "), value, Words(" for "), *self._list()]
        return [*self._owned(), Words(" are " if self._is_many() else " is "), value]

    def _holding(self, value: Slot) -> list[Piece]:
        if self.property.type.is_subtype_of("character"):
            return [value, Words(" "), Verb(self.words[0]), Words(" "), Slot(Argument(0)), *self._others(1)]
        said: list[Piece] = [Slot(Argument(0)), Words(" "), Verb(self.words[0]), Words(" "), value]
        if self.property.type.name == "number" and self.count > 1:
            return [*said, Words(" of "), Slot(Argument(1)), *self._others(2)]
        return [*said, *self._others(1)]

    def held(self) -> list[Piece] | None:
        """A character as the value of where something is."""
        if not (self.count and self._where()):
            return None
        if self._parameter_is_character(0):
            return [Slot(Argument(0)), Words(" "), Verb("is"), Words(" with "), Slot(Value()), *self._others(1)]
        return [Slot(Value()), Words(" "), Verb("has"), Words(" "), Slot(Argument(0)), *self._others(1)]

    def inside(self) -> list[Piece] | None:
        """A thing as the value of where something is."""
        where = self._where() if self.count else None
        if where != "at":
            return None
        return [Slot(Argument(0)), Words(" "), Verb("is"), Words(" in "), Slot(Value()), *self._others(1)]

    def unknown(self) -> list[Piece]:
        """That nobody knows the value."""
        words = self.words
        who = "who" if self.property.type.is_subtype_of("character") else "what"
        if self.count and (self._where() or (words[-1] in _WHERE and self.property.type.name != "number")):
            return [Words("nobody knows where "), Slot(Argument(0)), Words(" "), Verb("is")]
        if self.count and words[0] in HOLDING and _is_verb(words[0]) and who == "who":
            return [Words(f"nobody knows who {self.phrase} "), Slot(Argument(0))]
        if self.count and _is_verb(words[0]) and self.property.type.name != "number":
            if self.count == 1 or is_place(self.property):
                what = "where" if is_place(self.property) else who
                return [Words(f"nobody knows {what} "), *self._verb_phrase(), *self._others(1)]
            return [Words(f"“{self.phrase}” is unknown for "), *self._list()]
        if self.count == 2 and words[0] in HOLDING and _is_verb(words[0]) and self.property.type.name == "number":
            much: list[Piece] = [Words("nobody knows how much of "), Slot(Argument(1)), Words(" ")]
            return [*much, Slot(Argument(0)), Words(" "), Verb(words[0])]
        if self.count and lexicon.is_adjective(words):
            return [Words(f"{self.phrase} is unknown for "), *self._list()]
        if self.count == 1 and self.property.type.name != "number":
            return [Slot(Argument(0)), Words(" "), Verb("has"), Words(f" no known {self.phrase}")]
        return [*self._owned(), Words(" are unknown" if self._is_many() else " is unknown")]

    # --------------------------------------------------------------------------------------------------- pieces
    def _where(self) -> str | None:
        """The preposition of a property that says where something is, or None."""
        if self.property.type.name in ("boolean", "number") or self.words[0] not in PLACING:
            return None
        if self.words[0] in _WHERE:
            return self.phrase
        return "at" if len(self.words) == 1 else None

    def _owned(self) -> list[Piece]:
        """ "the time", "{a's} wealth", "{a's} relationship with {b}", "“debt” for {a}, {b} and {c}"."""
        if self.count == 0:
            return [Words(f"the {self.phrase}")]
        if self.count == 1:
            return [Slot(Argument(0), "possessive"), Words(f" {self.phrase}")]
        if self.is_way():
            return [Words("the "), *self._way()]
        if self.count == 2:
            return [Slot(Argument(0), "possessive"), Words(f" {self.phrase} with "), Slot(Argument(1))]
        return [Words(f"“{self.phrase}” for "), *self._list()]

    def _is_many(self) -> bool:
        last = self.words[-1]
        return self.count < 3 and last.endswith("s") and not last.endswith(("ss", "us", "is", "as", "os"))

    def _verb_phrase(self) -> list[Piece]:
        """ "{a} [looks] after", from a property such as `looks_after`."""
        rest = [Words(f" {word}") for word in self.words[1:]]
        return [Slot(Argument(0)), Words(" "), Verb(self.words[0]), *rest]

    def _others(self, start: int) -> Iterator[Piece]:
        """The arguments from here on, each after a space and led by "with" from the second on."""
        for index in range(start, self.count):
            yield Words(" " if index == 1 else " with ")
            yield Slot(Argument(index))

    def _list(self) -> Iterator[Piece]:
        for index in range(self.count):
            if index:
                yield Words(" and " if index == self.count - 1 else ", ")
            yield Slot(Argument(index))

    def _names_way(self) -> bool:
        names = [p.name for p in self.property.parameters if isinstance(p, Variable)]
        return names[:2] == ["from", "to"]

    def _are_places(self) -> bool:
        types = [p.type for p in self.property.parameters if isinstance(p, Variable)]
        return (
            len(types) == self.count
            and not any(t.is_subtype_of("character") for t in types)
            and (len({t.name for t in types}) == 1)
        )

    def _parameter_is_character(self, index: int) -> bool:
        parameter = self.property.parameters[index]
        if isinstance(parameter, Variable):
            return parameter.type.is_subtype_of("character")
        return isinstance(parameter, Entity) and parameter.is_character


def _is_verb(word: str) -> bool:
    return word == "has" or (is_third_person(word) and not word.endswith(("us", "is", "as", "os")))
