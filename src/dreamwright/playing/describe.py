"""What surrounds the person, in words: the place, who and what is there, what they carry, where they could go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from dreamwright.language.world import Entity
from dreamwright.playing.view import Fact, View
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised, listed

MOST_FACTS = 4
"""Notable facts told of each person in sight; `examine` tells all."""


class Describer:
    """Puts a View into words for its subject."""

    def __init__(self, narrator: Narrator, subject: Entity) -> None:
        self._narrator = narrator
        self._subject = subject

    def name(self, entity: Entity) -> str:
        return self._narrator.name(entity, self._subject)

    def names(self, entities: Sequence[Entity]) -> str:
        return listed([self.name(entity) for entity in entities])

    def seen(self, entities: Sequence[Entity]) -> str:
        """Things as met with just now: "a lamp and Mara"."""
        return listed([self._narrator.name(entity, self._subject, article="a") for entity in entities])

    def fact(self, fact: Fact, known: Entity | None = None) -> str:
        """A fact as a sentence; what is unknown, as what the subject does not know. `known` has just been named."""
        clause = self._narrator.fact(fact.property, fact.arguments, fact.value, self._subject, known=known)
        if clause.startswith("nobody knows "):
            clause = f"you do not know {clause.removeprefix('nobody knows ')}"
        return sentence(clause)

    def facts(self, facts: Iterable[Fact], entity: Entity, *, named: bool = False) -> list[str]:
        """Facts about one entity as sentences, its name in the first unless it has just been named; no repeats."""
        said: dict[str, None] = {}
        for fact in facts:
            said[self.fact(fact, entity if said or named else None)] = None
        return list(said)

    # ------------------------------------------------------------------------------------------ the surroundings
    def surroundings(self, view: View, now: datetime) -> list[Paragraph]:
        """The place, who is there, and where the person could go from it."""
        said = [self._heading(view, now)]
        if view.place is not None:
            text = self._narrator.describe(view.place, self._subject, view.read)
            said += [Paragraph(text)] if text else []
            said += self._company(view, view.at(view.place))
        notable = [self.fact(fact) for fact in view.notable(self._subject)[:MOST_FACTS]]
        said += [Paragraph(" ".join(notable))] if notable else []
        ways = [exit_.place for exit_ in view.exits]
        if ways:
            said.append(Paragraph(f"From here you can get to {listed([self.name(way) for way in ways], 'or')}."))
        return said

    def _heading(self, view: View, now: datetime) -> Paragraph:
        clock = f"{now:%A}, {now:%H:%M}"
        where = capitalised(self.name(view.place)) if view.place else capitalised(self._narrator.name(self._subject))
        return Paragraph(f"{where} · {clock}", "heading")

    def _company(self, view: View, here: Sequence[Entity]) -> list[Paragraph]:
        people = [e for e in here if e.is_character]
        things = [e for e in here if not e.is_character]
        said = []
        if people:
            sentences = [f"{capitalised(self.names(people))} {'is' if _is_one(people) else 'are'} here."]
            for person in people:
                sentences += self._about(view, person, named=len(people) == 1)
            said.append(Paragraph(" ".join(sentences)))
        if things:
            said.append(Paragraph(f"You see {self.seen(things)} here."))
        return said

    def _about(self, view: View, person: Entity, *, named: bool) -> list[str]:
        sentences = self.facts(view.notable(person)[:MOST_FACTS], person, named=named)
        held = view.held_by(person)
        return [*sentences, self._holding(person, held, named=named or bool(sentences))] if held else sentences

    def _holding(self, person: Entity, held: Sequence[Entity], *, named: bool) -> str:
        who = self._narrator.pronoun(person) if named else self.name(person)
        plural = person.attributes.plural or who == "they"
        return f"{capitalised(who)} {'have' if plural else 'has'} {self.seen(held)}."

    # ------------------------------------------------------------------------------------------ one thing
    def examined(self, view: View, entity: Entity) -> list[Paragraph]:
        """An entity's own text, then what is believed about it."""
        text = self._narrator.describe(entity, self._subject, view.read)
        said = [Paragraph(text)] if text else []
        facts = [f for f in view.facts if f.arguments[:1] == (entity,) and f.value not in (None, False, 0.0)]
        facts = [f for f in facts if f.property not in view.shape.whereabouts]
        if entity.is_character or not text:
            facts = [*view.lasting(entity), *facts]
        lines = self.facts(facts, entity)
        held = view.held_by(entity) if entity.is_character and entity is not self._subject else []
        if held:
            lines.append(self._holding(entity, held, named=bool(lines)))
        if lines:
            said.append(Paragraph(" ".join(lines)))
        return said or [Paragraph(f"You know nothing more about {self.name(entity)}.")]

    def inventory(self, view: View) -> Paragraph:
        """What the person believes to have."""
        held = view.held_by(self._subject)
        return Paragraph(f"You have {self.seen(held)}." if held else "You have nothing, as far as you know.")


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    return capitalised(clause) + "."


def _is_one(people: Sequence[Entity]) -> bool:
    return len(people) == 1 and not people[0].attributes.plural
