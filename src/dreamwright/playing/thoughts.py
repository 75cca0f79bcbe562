"""What the person believes, and what they believe that others believe."""

from __future__ import annotations

from dreamwright.language.world import Entity
from dreamwright.playing.describe import Describer, sentence
from dreamwright.playing.view import Fact, View
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised

MOST = 20
"""Facts told under one heading."""


class Thinker:
    """Tells a View as thoughts of its subject."""

    def __init__(self, narrator: Narrator, describer: Describer, subject: Entity) -> None:
        self._narrator = narrator
        self._describer = describer
        self._subject = subject

    def everything(self, view: View) -> list[Paragraph]:
        """What the subject believes of everybody and everything, what is usual left out."""
        facts = [fact for fact in view.facts if self._is_worth_telling(view, fact)]
        facts += [fact for entity in view.characters for fact in self._lost(view, entity)]
        said: list[Paragraph] = []
        topics = [self._topic(view, fact) for fact in facts]
        for entity in sorted(dict.fromkeys(topics), key=self._rank):
            said += self._under(entity, [fact for fact, topic in zip(facts, topics, strict=True) if topic is entity])
        return said or [Paragraph("Nothing comes to mind.")]

    def about(self, view: View, entity: Entity) -> list[Paragraph]:
        """What concerns one entity; then, of a character, what the subject believes that they believe."""
        said = self.concerning(view, entity)
        if entity.is_character and entity is not self._subject:
            said += self.mind(view, entity)
        return said or [Paragraph(f"Nothing comes to mind about {self._describer.name(entity)}.")]

    def concerning(self, view: View, entity: Entity) -> list[Paragraph]:
        """What the subject believes of one entity."""
        facts = [
            f for f in view.facts if f.mentions(entity) and (f.value not in (None, False, 0.0) or view.is_notable(f))
        ]
        facts += self._lost(view, entity)
        return _cut(self._describer.facts([*view.lasting(entity), *facts], entity))

    def mind(self, view: View, other: Entity) -> list[Paragraph]:
        """What the subject believes that another character believes."""
        theirs = view.in_mind_of(other)
        name = self._describer.name(other)
        if theirs.agrees_with(view):
            return [Paragraph(f"As far as you can tell, {name} believes all that you believe.")]
        mine_in_theirs = theirs.in_mind_of(self._subject)
        said = self._believed((other,), view, theirs)
        if said:
            same = ", and thinks that you see it in the same way" if mine_in_theirs.agrees_with(theirs) else ""
            said.append(Paragraph(f"Otherwise, you think, {name} believes what you believe{same}."))
        else:
            said.append(Paragraph(f"About the world, you think, {name} believes what you believe."))
        return said + self._believed((other, self._subject), theirs, mine_in_theirs)

    def _lost(self, view: View, entity: Entity) -> list[Fact]:
        """That the subject has no idea where something is, if so."""
        return view.whereabouts(entity)[:1] if view.is_lost(entity) else []

    def _believed(self, chain: tuple[Entity, ...], mine: View, theirs: View) -> list[Paragraph]:
        """What is believed at the end of a chain of minds and differs from what `mine` holds."""
        pairs = zip(mine.facts, theirs.facts, strict=True)
        lines = [
            sentence(self._narrator.belief(chain, other.property, other.arguments, other.value, self._subject))
            for own, other in pairs
            if own.value != other.value and _is_news(theirs, other)
        ]
        return _cut(lines)

    def _under(self, entity: Entity | None, facts: list[Fact]) -> list[Paragraph]:
        if entity is None:
            title = "The world"
        elif entity is self._subject:
            title = "You"
        else:
            title = capitalised(self._describer.name(entity))
        lines = [self._describer.fact(fact, entity) for fact in facts]
        return [Paragraph(title, "heading"), *_cut(list(dict.fromkeys(lines)), tight=True)]

    def _topic(self, view: View, fact: Fact) -> Entity | None:
        """Whom or what a fact is told under; None: the world, also for what says of a thing only that there is such."""
        first = fact.arguments[0] if fact.arguments else None
        if not isinstance(first, Entity):
            return None
        if first.is_character or view.whereabouts(first):
            return first
        return first if self._describer.fact(fact).startswith(capitalised(self._describer.name(first))) else None

    def _rank(self, topic: Entity | None) -> int:
        """The order of headings: oneself, the others, things and places, the world."""
        if topic is None:
            return 3
        return 0 if topic is self._subject else 1 if topic.is_character else 2

    def _is_worth_telling(self, view: View, fact: Fact) -> bool:
        if fact.property in view.shape.whereabouts or fact.property in view.shape.holding:
            return fact.value is not None
        return view.is_notable(fact)


def _cut(lines: list[str], *, tight: bool = False) -> list[Paragraph]:
    shown = [Paragraph(line, tight=tight or i > 0) for i, line in enumerate(lines[:MOST])]
    if len(lines) > MOST:
        shown.append(Paragraph(f"(and {len(lines) - MOST} more)", "quiet", tight=True))
    return shown


def _is_news(view: View, fact: Fact) -> bool:
    """Whether not knowing a value is worth telling: not, if it only means that the thing is elsewhere."""
    return (
        fact.value is not None
        or not fact.arguments
        or not view.whereabouts(fact.arguments[0])
        or view.is_lost(fact.arguments[0])
    )
