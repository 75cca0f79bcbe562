"""The one voice of a world: events, facts, beliefs, names and commands in words, for any reader.

Author's texts come first, default wording made from names where there are none. Nothing here ever sees a state: what
a text says about a fluent comes from the `read` callable that is passed in, so a telling cannot know more than its
reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from dreamwright.language.world import Attributes, Entity, Event, PointOfView, Property, World
from dreamwright.voices.facts import FactWording, fact_wording
from dreamwright.voices.names import Naming
from dreamwright.voices.parse import parse
from dreamwright.voices.render import Arguments, FluentValue, Reading, Scene, render
from dreamwright.voices.roles import Kind
from dreamwright.voices.scope import Scope, actor_of, event_scope, property_scope
from dreamwright.voices.template import (
    Argument,
    Article,
    Constant,
    Form,
    Piece,
    Reference,
    Slot,
    Template,
    Verb,
    Words,
    assemble,
)
from dreamwright.voices.wording import Phrase, Wording
from dreamwright.voices.words import verb_words

_NOBODY_KNOWS = "nobody knows "


class Narrator:
    """Says things about one world. Templates are read at first use and kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.naming = Naming(world)
        self._wording = Wording(world)
        self._templates: dict[tuple[object, str], Template | None] = {}
        self._phrases: dict[Event, Phrase] = {}
        self._facts: dict[Property, FactWording] = {}

    # ------------------------------------------------------------------------------------------------ events
    def tell(
        self,
        event: Event,
        arguments: Arguments,
        reader: Entity | None = None,
        kind: Literal["action", "attempt"] = "action",
        read: Reading | None = None,
    ) -> str:
        """An event, or an attempt at one that failed, in sentences.

        The reader is told "you"; None tells of everybody in the third person. `read` gives the values of fluents as
        the reader believes them; without it they are all said as unknown.
        """
        scene = Scene(self.naming, arguments, reader, read)
        template = self._told(event, reader is not None and reader is self.actor(event, arguments), kind)
        return render(template, scene)

    def _told(self, event: Event, is_actor: bool, kind: Literal["action", "attempt"]) -> Template:
        scope = event_scope(self.world, event)
        if kind == "attempt":
            found = self._text(event, event.attributes, scope, "attempt")
            return found or self._default_attempt(event)
        views: tuple[PointOfView, ...] = ("actor", "any", "observer") if is_actor else ("observer", "any")
        for view in views:
            found = self._text(event, event.attributes, scope, view)
            if found is not None:
                return found
        return self._default(event, "sentence")

    def _default_attempt(self, event: Event) -> Template:
        """ "{actor} [tries] to give {item} to {taker}, but [fails]." """
        key = (event, "default attempt")
        found = self._templates.get(key)
        if found is None:
            actor = actor_of(event)
            if actor is None:
                found = self._default(event, "sentence")
            else:
                tries = (Slot(actor), Words(" "), Verb("tries"), Words(" to "))
                command = _in_third_person(self._command(event), actor)
                found = assemble([*tries, *command, Words(", but "), Verb("fails"), Words(".")])
            self._templates[key] = found
        return found

    def actor(self, event: Event, arguments: Arguments) -> Entity | None:
        """Who does it: the first who must consent, or None."""
        reference = actor_of(event)
        return None if reference is None else _filling(reference, arguments)

    # ---------------------------------------------------------------------------------------------- commands
    def command(self, event: Event, arguments: Arguments, reader: Entity | None = None) -> str:
        """How a person may ask for an action: "give the lamp to Tom".

        `reader` matters where several act together: "play chess with Tom" is said to one of them about the other.
        """
        template = self._command(event)
        if not event.attributes.commands:
            phrase = self._phrase(event)
            for place, role in enumerate(phrase.subjects):
                if place and reader is not None and _filling(role.reference, arguments) is reader:
                    template = phrase.command(place)
        return render(template, Scene(self.naming, arguments), is_sentence=False)

    def _command(self, event: Event) -> Template:
        if not event.attributes.commands:
            return self._default(event, "command")
        return self._parsed((event, "command"), event.attributes.commands[0].text, event_scope(self.world, event))

    def verb(self, event: Event) -> str:
        """The word or words that actions of one kind are grouped under: "give", "pick up"."""
        first = self._command(event).pieces[:1] if event.attributes.commands else ()
        written = first[0].text.split() if first and isinstance(first[0], Words) else []
        return " ".join(written) or " ".join(verb_words(event.name))

    # ------------------------------------------------------------------------------------------------- names
    def name(self, entity: Entity, reader: Entity | None = None, article: Article | None = "the") -> str:
        """What an entity is called: "you" for the reader, else its name; proper names have no article, nor has any
        with None."""
        return "you" if entity is reader else self.naming[entity].name(article)

    def pronoun(self, entity: Entity, form: Literal["they", "them", "their", "themself"] = "they") -> str:
        """The pronoun of an entity in the third person."""
        return self.naming[entity].said(form, None)

    def describe(self, entity: Entity, reader: Entity | None = None, read: Reading | None = None) -> str | None:
        """The author's text about an entity, or None."""
        template = self._text(entity, entity.attributes, Scope(self.world), "any")
        return None if template is None else render(template, Scene(self.naming, (), reader, read))

    def introduction(self, reader: Entity | None = None, read: Reading | None = None) -> str | None:
        """The author's text about the world as a whole, or None."""
        template = self._text(self.world, self.world.attributes, Scope(self.world), "any")
        return None if template is None else render(template, Scene(self.naming, (), reader, read))

    # ------------------------------------------------------------------------------------------------- facts
    def fact(
        self,
        property_: Property,
        arguments: Arguments,
        value: FluentValue,
        reader: Entity | None = None,
        read: Reading | None = None,
        known: Entity | None = None,
    ) -> str:
        """The value of a fluent as a clause, without capital or period: "Mara is in the crypt".

        `known` is somebody who was just named, so that a pronoun will do.
        """
        template = self._fact(property_, value)
        scene = Scene(self.naming, arguments, reader, read, property_, value, known)
        return render(template, scene, is_sentence=False).rstrip(". ")

    def _fact(self, property_: Property, value: FluentValue) -> Template:
        scope = property_scope(self.world, property_)
        default = self._facts.get(property_)
        if default is None:
            default = self._facts[property_] = fact_wording(property_)
        if value is None:
            return self._text(property_, property_.attributes, scope, "unknown") or default.unknown
        holds = self._text(property_, property_.attributes, scope, "any")
        if value is not False:
            return holds or default.with_value(self._kind(value))
        fails = self._text(property_, property_.attributes, scope, "not")
        return fails or (holds and holds.negated()) or default.fails

    def _kind(self, value: FluentValue) -> Kind | None:
        return self._wording.roles.kind(value) if isinstance(value, Entity) else None

    def belief(
        self,
        chain: tuple[Entity, ...],
        property_: Property,
        arguments: Arguments,
        value: FluentValue,
        reader: Entity | None = None,
        read: Reading | None = None,
    ) -> str:
        """A fluent in nested minds: "Mara believes that Tom believes that you are dead"; () is the fact itself.

        An unknown value told as "nobody knows ..." becomes what the last of them "does not know".
        """
        known = chain[-1] if chain else None
        fact = self.fact(property_, arguments, value, reader, read, known)
        if known is not None and fact.startswith(_NOBODY_KNOWS):
            verb = "do not know" if self._agrees_as_plural(known, reader) else "does not know"
            return f"{self._minds(chain[:-1], reader)}{self.name(known, reader)} {verb} {fact[len(_NOBODY_KNOWS) :]}"
        return f"{self._minds(chain, reader)}{fact}"

    def _minds(self, chain: tuple[Entity, ...], reader: Entity | None) -> str:
        said = ""
        for mind in chain:
            verb = "believe" if self._agrees_as_plural(mind, reader) else "believes"
            said += f"{self.name(mind, reader)} {verb} that "
        return said

    def _agrees_as_plural(self, entity: Entity, reader: Entity | None) -> bool:
        return entity is reader or self.naming[entity].plural

    # --------------------------------------------------------------------------------------------- templates
    def _text(self, owner: object, attributes: Attributes, scope: Scope, view: PointOfView) -> Template | None:
        """The author's text for a point of view, or None."""
        key = (owner, view)
        if key not in self._templates:
            written = next((text for text in attributes.texts if text.view == view), None)
            self._templates[key] = None if written is None else parse(written.text, scope)[0]
        return self._templates[key]

    def _parsed(self, key: tuple[object, str], text: str, scope: Scope) -> Template:
        found = self._templates.get(key)
        if found is None:
            found = self._templates[key] = parse(text, scope)[0]
        return found

    def _phrase(self, event: Event) -> Phrase:
        found = self._phrases.get(event)
        if found is None:
            found = self._phrases[event] = self._wording.phrase(event)
        return found

    def _default(self, event: Event, form: Literal["sentence", "command"]) -> Template:
        key = (event, f"default {form}")
        found = self._templates.get(key)
        if found is None:
            phrase = self._phrase(event)
            found = self._templates[key] = phrase.sentence() if form == "sentence" else phrase.command()
        return found


_FIRST_PERSON: dict[str, Form] = {"my": "their", "me": "them", "mine": "theirs", "myself": "themself"}


def _in_third_person(command: Template, actor: Reference) -> Iterator[Piece]:
    """A command as told of the one who gives it: "stop my ears" is about {actor:their} ears."""
    for piece in command.pieces:
        if not isinstance(piece, Words):
            yield piece
            continue
        for part in re.split(r"\b(my|me|mine|myself)\b", piece.text):
            yield Slot(actor, _FIRST_PERSON[part]) if part in _FIRST_PERSON else Words(part)


def _filling(reference: Reference, arguments: Arguments) -> Entity | None:
    """The entity that a participant of an event stands for."""
    filling = arguments[reference.index] if isinstance(reference, Argument) else reference
    if isinstance(filling, Constant):
        return filling.entity
    return filling if isinstance(filling, Entity) else None
