"""What follows the verb in default wording: objects, prepositions, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dreamwright.voices import lexicon
from dreamwright.voices.roles import Role
from dreamwright.voices.template import Piece, Slot, Verb, Words


def following(verb: str, tail: Sequence[str], roles: Sequence[Role]) -> list[Piece]:
    """All that follows a verb, each piece after a space: `tail` are further words of the name, `roles` who is left."""
    pieces = _Following(verb, tail, list(roles)).ordered()
    return [spaced for piece in pieces for spaced in (Words(" "), piece)]


class _Following:
    def __init__(self, verb: str, tail: Sequence[str], remaining: list[Role]) -> None:
        self.verb = verb
        self.remaining = remaining
        self.slots: list[Role] = []  # those that stand in the tail
        self.tail: list[Piece] = [self._filled(word, before) for word, before in zip(tail, ["", *tail], strict=False)]

    def _filled(self, word: str, before: str) -> Piece:
        """A word of the name that names a parameter or its type stands for that parameter.

        Of several it is the one that the preposition before it is meant for: `sail_to_port(c, from : port, to : port)`.
        """
        if word not in lexicon.PREPOSITIONS:
            named = [role for role in self.remaining if word in role.words]
            meant = [role for role in named if role.preposition(self.verb) == before] or named
            if meant:
                self.remaining.remove(meant[0])
                self.slots.append(meant[0])
                return Slot(meant[0].reference)
        return Words(word)

    def _take(self, *kinds: str) -> Slot | None:
        """The next participant of one of these kinds (of any, if none is given)."""
        for role in self.remaining:
            if not kinds or role.kind in kinds:
                self.remaining.remove(role)
                return Slot(role.reference)
        return None

    def ordered(self) -> Iterator[Piece]:
        words = [piece.text if isinstance(piece, Words) else "" for piece in self.tail]
        if not words or (words[0] in lexicon.PARTICLES and len(words) == 1):
            yield from self.tail
            yield from self._objects()
        elif self.verb in lexicon.SEEING:
            yield from self._seen(words)
        elif self.verb in lexicon.ORDERING and words[0] not in lexicon.PREPOSITIONS:
            ordered = self._take("character")
            yield from (ordered, Words("to")) if ordered else ()
            yield from self.tail
            yield from self._objects()
        elif words[-1] in lexicon.PREPOSITIONS - lexicon.PARTICLES:
            yield from self.tail
            led = self._take()
            yield from (led,) if led else ()
            yield from self._objects(has_object=True)
        elif words[0] in lexicon.PREPOSITIONS:
            if self.slots:  # "suspect_of_crime": whom, then of what
                direct = self._direct()
                yield from (direct,) if direct else ()
            yield from self.tail
            yield from self._objects(has_object=True)
        else:
            yield from self.tail
            yield from self._objects(has_object=words[0] != "to")

    def _direct(self) -> Slot | None:
        for role in self.remaining:
            if role.kind != "place" and role.preposition(self.verb) is None:
                self.remaining.remove(role)
                return Slot(role.reference)
        return None

    # -------------------------------------------------------------------------------------------------- seeing
    def _seen(self, words: list[str]) -> Iterator[Piece]:
        """ "sees {other} at {place}", "sees that {other} is not at {place}", "sees that {other} has {item}"."""
        first = self._place_of_seen(words)
        if first is None:
            yield from self.tail
            yield from self._objects()
        elif "has" in words or "hasnt" in words:
            has = words.index("has" if "has" in words else "hasnt")
            held = self.tail[has + 1 :]
            yield from (Words("that"), first, Verb("has", "hasnt" in words), *held)
            yield from self._objects(has_object=bool(held))
        elif "not" in words:
            yield from (Words("that"), first, Verb("is", True))
            yield from self._after(words.index("not") + 1)
        elif self.slots and not isinstance(self.tail[0], Words) and first.reference != self.slots[0].reference:
            yield from (Words("that"), first, Verb("is"), *self.tail)  # "see_status"
            yield from self._objects(has_object=True)
        else:
            yield first
            yield from self._after(0)

    def _place_of_seen(self, words: list[str]) -> Slot | None:
        """Who or what is seen: named in the name itself ("see_character_at"), or the next participant."""
        first = self.tail[0]
        is_named = isinstance(first, Slot) and (len(words) > 1 or not self.remaining)
        if is_named and isinstance(first, Slot):
            return first
        return self._take("character", "thing") or self._take()

    def _after(self, start: int) -> Iterator[Piece]:
        tail = [piece for piece in self.tail[start:] if isinstance(piece, Words)]
        yield from tail
        led = self._led_by(tail[-1].text) if tail else None
        yield from (led,) if led else ()
        yield from self._objects(has_object=True)

    def _led_by(self, word: str) -> Slot | None:
        if word not in lexicon.PREPOSITIONS:
            return None
        return self._take("place") if word == "at" else self._take()

    # ------------------------------------------------------------------------------------------------- objects
    def _objects(self, has_object: bool = False) -> Iterator[Piece]:
        """Everybody and everything not yet named, each with its preposition: objects, then the rest, then where."""
        named = [role for role in self.remaining if role.preposition(self.verb) and role.kind != "place"]
        people = [role for role in self.remaining if role.kind == "character" and role not in named]
        things = [role for role in self.remaining if role.kind == "thing" and role not in named]
        places = [role for role in self.remaining if role.kind == "place"]
        if not has_object and not people and not things and named and not places:
            things, named = named[:1], named[1:]
        yield from self._people_and_things(people, things, has_object)
        for role in named:
            yield from _led(role.preposition(self.verb) or "with", role)
        yield from self._places(places, has_object or bool(people or things))

    def _people_and_things(self, people: list[Role], things: list[Role], has_object: bool) -> Iterator[Piece]:
        if has_object:
            yield from _led("to" if self.verb in lexicon.SEEMING | lexicon.GIVING else "with", *people)
            yield from _led("with", *things)
            return
        if self.verb in lexicon.GIVING | lexicon.TAKING and things:
            person = "to" if self.verb in lexicon.GIVING else "from"
            ordered = [("", things[0]), *((person, role) for role in people)]
            ordered += [(self._second_thing(), role) for role in things[1:]]
        else:
            ordered = [(self._person(place), role) for place, role in enumerate(people)]
            ordered += [(self._thing(people, place), role) for place, role in enumerate(things)]
        for preposition, role in ordered:
            yield from _led(preposition, role)

    def _person(self, place: int) -> str:
        """The preposition of a person; the first is the object of most verbs."""
        if place or self.verb in lexicon.ADDRESSING:
            return "to"
        return "with" if self.verb in lexicon.SHARED else ""

    def _second_thing(self) -> str:
        return "for" if self.verb in lexicon.TRADING else "in" if self.verb in lexicon.PUTTING else "with"

    def _thing(self, people: list[Role], place: int) -> str:
        """The preposition of a thing beside these people; the first thing alone is the object."""
        if people and self.verb in lexicon.ROBBING:
            return "of"
        if people and self.verb in lexicon.TELLING:
            return "about"
        if people:
            return "with"
        return self._second_thing() if place else ""

    def _places(self, places: list[Role], has_object: bool) -> Iterator[Piece]:
        leading = [role for role in places if role.preposition(self.verb)]
        plain = [role for role in places if role not in leading]
        if plain and not leading and self.verb in lexicon.MOVING:
            yield from _led("from", plain.pop(0)) if len(plain) > 1 else _led("to", plain.pop(0))
            yield from _led("to", plain.pop(0)) if plain else ()
        elif plain and not has_object and (len(plain) > 1 or self.verb in lexicon.PLACE_TAKING):
            yield from _led("", plain.pop(0))
        for role in leading:
            yield from _led(role.preposition(self.verb) or "at", role)
        for role in plain:
            yield from _led("at", role)


def _led(preposition: str, *roles: Role) -> Iterator[Piece]:
    if roles and preposition:
        yield Words(preposition)
    for place, role in enumerate(roles):
        if place:
            yield Words("and")
        yield Slot(role.reference)
