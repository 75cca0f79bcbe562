"""What surrounds the person, in words: the place, who and what is there, what they carry, where they could go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dreamwright.cli.paragraphs import Paragraph
from dreamwright.cli.play.view import Fact, View
from dreamwright.language.world import Entity
from dreamwright.voices import Narrator
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

    def fact(self, fact: Fact) -> str:
        """A fact as a sentence; what is unknown, as what the subject does not know."""
        if fact.value is None:
            chain = (self._subject,)
            return sentence(self._narrator.belief(chain, fact.property, fact.arguments, None, self._subject))
        return sentence(self._narrator.fact(fact.property, fact.arguments, fact.value, self._subject))

    # ------------------------------------------------------------------------------------------ the surroundings
    def surroundings(self, view: View, now: datetime) -> list[Paragraph]:
        """The place, who is there, and where the person could go from it."""
        said = [self._heading(view, now)]
        if view.place is not None:
            text = self._narrator.describe(view.place, self._subject, view.read)
            said += [Paragraph(text)] if text else []
            said += self._company(view, view.at(view.place))
        said += [Paragraph(self.fact(fact)) for fact in view.notable(self._subject)[:MOST_FACTS]]
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
                sentences += self._about(view, person)
            said.append(Paragraph(" ".join(sentences)))
        if things:
            said.append(Paragraph(f"You see {self.seen(things)} here."))
        return said

    def _about(self, view: View, person: Entity) -> list[str]:
        held = view.held_by(person)
        sentences = [self.fact(fact) for fact in view.notable(person)[:MOST_FACTS]]
        if held:
            sentences.append(
                f"{capitalised(self.name(person))} {'have' if person.attributes.plural else 'has'} {self.seen(held)}."
            )
        return sentences

    # ------------------------------------------------------------------------------------------ one thing
    def examined(self, view: View, entity: Entity) -> list[Paragraph]:
        """An entity's own text, then what is believed about it."""
        text = self._narrator.describe(entity, self._subject, view.read)
        said = [Paragraph(text)] if text else []
        facts = [f for f in view.facts() if f.arguments[:1] == (entity,) and f.value not in (None, False, 0.0)]
        facts = [*view.lasting(entity), *facts] if entity.is_character or not text else facts
        lines = list(dict.fromkeys(self.fact(fact) for fact in facts))
        if entity.is_character and entity is not self._subject and (held := view.held_by(entity)):
            lines.append(f"{capitalised(self.name(entity))} has {self.seen(held)}.")
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
