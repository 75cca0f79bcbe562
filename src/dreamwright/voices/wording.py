"""Default wording: what an event is called in words when its author wrote no text.

`give(giver : character, receiver : character, item : item, place : place)` becomes "{giver} [gives] {item} to
{receiver} at {place}": the verb is the first word of the name, the subject whoever must consent, and the rest follows
from the names and types of the parameters (see `lexicon`). The result is a template like an author's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dreamwright.language.world import Event, World
from dreamwright.voices import lexicon
from dreamwright.voices.following import following
from dreamwright.voices.roles import Role, Roles
from dreamwright.voices.template import Piece, Slot, Template, Verb, Words, assemble
from dreamwright.voices.words import base_form, capitalised, split_identifier, third_person, verb_words


@dataclass(frozen=True, slots=True)
class Phrase:
    """An event in parts: who does it, the verb in its base form, further words of the name, everybody else."""

    subjects: tuple[Role, ...]
    verb: str
    tail: tuple[str, ...] = ()
    remaining: tuple[Role, ...] = ()
    is_negated: bool = False

    def sentence(self) -> Template:
        """ "{giver} [gives] {item} to {receiver}.", or for nobody just the name: "Next day."."""
        rest = following(self.verb, self.tail, self.remaining)
        if not self.subjects:
            return assemble([Words(capitalised(self.verb)), *rest, Words(".")])
        verb = Verb(third_person(self.verb), self.is_negated)
        return assemble([*_joined(self.subjects), Words(" "), verb, *rest, Words(".")])

    def command(self, by: int = 0) -> Template:
        """ "give {item} to {receiver}": without the one who does it, who is number `by` of the subjects."""
        others = [role for place, role in enumerate(self.subjects) if place != by]
        if self.tail or self.verb not in lexicon.MUTUAL:
            others = [replace(role, words=("with",)) for role in others]
        return assemble([Words(self.verb), *following(self.verb, self.tail, (*others, *self.remaining))])


class Wording:
    """Makes phrases for the events of one world."""

    def __init__(self, world: World) -> None:
        self.roles = Roles(world)
        self._states = {"".join(split_identifier(p.name)).lower() for p in world.properties}

    def phrase(self, event: Event) -> Phrase:
        """The default wording of an event."""
        words = verb_words(event.name)
        roles = self.roles.of(event)
        subjects = self._subjects(event, roles)
        remaining = tuple(role for role in roles if role not in subjects)
        if not subjects:
            return Phrase((), " ".join(words))
        if event.kind == "trigger" and self._is_state(words):
            return Phrase(subjects, "become", tuple(words), remaining)
        verb, tail, is_negated = _verb_and_tail(words)
        return Phrase(subjects, verb, tail, remaining, is_negated)

    def _subjects(self, event: Event, roles: list[Role]) -> tuple[Role, ...]:
        """Who does it: the first who must consent, and whoever does it together with them.

        Where nobody must, it is the first character, or else the first thing: "the volcano erupts".
        """
        willing = self.roles.consenting(event, roles)
        if not willing:
            first = next((role for role in roles if role.kind == "character"), None) or next(iter(roles), None)
            return (first,) if first else ()
        rest = [role for role in roles if role not in willing]
        are_together = roles[: len(willing)] in (willing, []) and all(role.kind == "place" for role in rest)
        return tuple(willing) if are_together else (willing[0],)

    def _is_state(self, words: list[str]) -> bool:
        """Whether a trigger is named after what somebody becomes: "armed", "unarmed", "not afraid"."""
        if words[0] == "not":
            return len(words) > 1
        plain = words[0].removeprefix("un")
        is_adjective = len(words) == 1 and lexicon.is_adjective([plain])
        return words[0] != "has" and (is_adjective or plain + "".join(words[1:]) in self._states)


def _verb_and_tail(words: list[str]) -> tuple[str, tuple[str, ...], bool]:
    """The verb of a name, its further words, and whether the name denies it."""
    verb, *tail = words
    if verb in ("hasnt", "has"):
        return "have", tuple(tail), verb == "hasnt"
    if lexicon.is_noun(verb):
        return "do", tuple(words), False
    if base_form(verb) == "are":
        return "be", tuple(tail), False
    if verb in lexicon.BEGINNING and tail and tail[0] not in lexicon.PREPOSITIONS and not tail[0].endswith("ing"):
        return verb, ("to", *tail), False
    return verb, tuple(tail), False


def _joined(roles: Sequence[Role]) -> Iterator[Piece]:
    for place, role in enumerate(roles):
        if place:
            yield Words(" and " if place == len(roles) - 1 else ", ")
        yield Slot(role.reference)
