"""How the entities of a world are called: printed names, articles, grammatical number, pronouns.

An author's `name:` decides: "Mara Voss" is a proper name, "old bell" a common one ("the old bell"), and so is one
that begins with an article. Without it the name is made from the entity's own: `BoneIsland` is "Bone Island",
`TomCoin` beside a character Tom is "Tom's coin", `Castle` is "the Castle", and a bare value such as the `Alive` of a
status is just "alive".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dreamwright.language.world import Entity, Event, Property, Type, Variable, World
from dreamwright.voices.template import Article, Form
from dreamwright.voices.words import indefinite_article, possessive, split_identifier, word_set


@dataclass(frozen=True, slots=True)
class Called:
    """One entity in words: `text` has no article.

    A proper name never gets one. A bare value ("alive") gets one only where a text asks for it.
    """

    text: str
    is_proper: bool
    is_bare: bool
    plural: bool
    pronouns: str
    """he, she, they or it."""

    def name(self, article: Article | None = "the") -> str:
        """The name with an article; None is the bare name."""
        if self.is_proper or article is None or (self.is_bare and article == "the"):
            return self.text
        if article == "the":
            return f"the {self.text}"
        return f"some {self.text}" if self.plural else f"{indefinite_article(self.text)} {self.text}"

    def said(self, form: Form, article: Article | None) -> str:
        """The name or pronoun in a form; `article` is None unless a text asks for one."""
        if form == "bare":
            return self.text
        if form in ("name", "possessive"):
            name = f"the {self.text}" if self.is_bare and article == "the" else self.name(article or "the")
            return name if form == "name" else possessive(name, self.plural)
        key = "plural" if self.plural and self.pronouns == "they" else self.pronouns
        return PRONOUNS[key][form]

    def is_plural(self, form: Form) -> bool:
        """Whether a verb after this form is plural: "Ash gives", but "they give"."""
        return self.plural or (form == "they" and self.pronouns == "they")


PRONOUNS: dict[str, dict[Form, str]] = {
    key: dict(zip(("they", "them", "their", "theirs", "themself"), words.split(), strict=True))
    for key, words in {
        "he": "he him his his himself",
        "she": "she her her hers herself",
        "it": "it it its its itself",
        "they": "they them their theirs themself",
        "plural": "they them their theirs themselves",
        "you": "you you your yours yourself",
    }.items()
}

PLACING = word_set("at in on inside within location position place where room near")
"""First words of properties that say where something is."""
HOLDING = word_set("has have holds carries holder owner bearer possesses carrying wears")
"""First words of properties that say who has something."""
_PLACE_TYPES = word_set("place location room area region site")

_NO_ARTICLE = word_set("home downtown uptown midtown heaven hell paradise")
_GEOGRAPHIC = word_set("island lake street square road avenue lane city town county park bay")
_MASS_ENDINGS = ("ss", "us", "is", "as", "os")


class Naming:
    """What everything in one world is called."""

    def __init__(self, world: World) -> None:
        self._characters = {entity.name for entity in world.entities if entity.is_character}
        self._concrete = _concrete_types(world.properties)
        self._values = _value_types(world)
        self._called: dict[Entity, Called] = {}

    def __getitem__(self, entity: Entity) -> Called:
        found = self._called.get(entity)
        if found is None:
            found = self._called[entity] = self._call(entity)
        return found

    def _call(self, entity: Entity) -> Called:
        given = " ".join((entity.attributes.name or "").split())
        if given:
            text, is_proper = _given_name(given)
            plural = entity.attributes.plural
        else:
            text, is_proper = self._made_name(entity)
            plural = entity.attributes.plural or (not entity.is_character and _looks_plural(text))
        pronouns = entity.attributes.pronouns or ""
        if pronouns not in PRONOUNS:
            pronouns = "they" if entity.is_character or plural else "it"
        return Called(text, is_proper, not is_proper and self._is_bare(entity, given), plural, pronouns)

    def _is_bare(self, entity: Entity, given: str) -> bool:
        """Whether this is no thing but a mere value, such as "alive", unless its author gave it an article."""
        if entity.is_character or given.startswith(("the ", "a ", "an ")):
            return False
        if given:
            return not entity.types.isdisjoint(self._values)
        return bool(self._concrete) and entity.types.isdisjoint(self._concrete)

    def _made_name(self, entity: Entity) -> tuple[str, bool]:
        """A name from the entity's own, and whether it is a proper one."""
        words = split_identifier(entity.name) or [entity.name]
        if entity.is_character:
            if len(words) > 1 and words[0].islower():
                return " ".join(words), False
            return " ".join(word[0].upper() + word[1:] for word in words), True
        if len(words) > 1 and words[0] in self._characters:
            return f"{possessive(words[0])} {' '.join(_small(word) for word in words[1:])}", True
        if self._is_bare(entity, ""):
            return " ".join(words if words[-1].isdigit() else map(_small, words)), False
        return " ".join(words), _goes_without_article(words)


def is_place(property_: Property) -> bool:
    """Whether the value of a property says where something is."""
    return first_word(property_) in PLACING or is_place_type(property_.type)


def is_place_type(type_: Type) -> bool:
    """Whether entities of a type are places, by the name of the type or of one above it."""
    return any(_last_word(name) in _PLACE_TYPES for name in type_.ancestors)


def first_word(property_: Property) -> str:
    """The first word of a property's name, in lower case."""
    return (split_identifier(property_.name) or [property_.name])[0].lower()


def _last_word(name: str) -> str:
    return (split_identifier(name) or [name])[-1].lower()


_BUILT_IN = frozenset({"boolean", "number", "character", "entity"})


def _value_types(world: World) -> frozenset[str]:
    """The types that properties have as values, and no action or property takes as a parameter."""
    declared: tuple[Event | Property, ...] = (*world.actions, *world.properties)
    taken = {name for each in declared for name in _parameter_types(each)}
    return frozenset(property_.type.name for property_ in world.properties) - taken - _BUILT_IN


def _concrete_types(properties: tuple[Property, ...]) -> frozenset[str]:
    """The types whose entities are somewhere or held by somebody, so that "the" goes before them."""
    placing = [property_ for property_ in properties if first_word(property_) in PLACING | HOLDING]
    return (
        frozenset(name for property_ in placing for name in (*_parameter_types(property_), property_.type.name))
        - _BUILT_IN
    )


def _parameter_types(declared: Event | Property) -> list[str]:
    return [parameter.type.name for parameter in declared.parameters if isinstance(parameter, Variable)]


def _given_name(name: str) -> tuple[str, bool]:
    """An author's name without its article, and whether it is a proper one: "Mara Voss", but not "the Warden"."""
    first, _, rest = name.partition(" ")
    if rest and first.lower() in ("the", "a", "an"):
        return rest, False
    letter = re.search(r"[^\W_]", name)
    return name, letter is not None and letter.group().isupper()


def _small(word: str) -> str:
    return word if len(word) > 1 and word.isupper() else word.lower()


def _goes_without_article(words: list[str]) -> bool:
    last = words[-1]
    if last.isdigit() or (len(words) > 1 and len(last) == 1):
        return True  # "Day 1", "Home B"
    if len(words) > 1 and words[0][0].isupper() and last.lower() in _GEOGRAPHIC:
        return True  # "Skull Island"
    return len(words) == 1 and last.lower() in _NO_ARTICLE


def _looks_plural(text: str) -> bool:
    return text.endswith("s") and not text.endswith(_MASS_ENDINGS)
