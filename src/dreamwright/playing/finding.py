"""Which entity a person means by what they typed."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.language.world import Entity
from dreamwright.playing.choices import SELF
from dreamwright.playing.session import Session
from dreamwright.playing.words import closest, cost, words_of

_ME = frozenset({"me", "myself", "self", "i", SELF})


def find_entity(session: Session, typed: str, again: Callable[[str], None]) -> Entity | None:
    """The one entity that fits best, or None after having asked (`again` takes the answer) or said why not."""
    words = words_of(typed)
    if len(words) == 1 and words[0] in _ME:
        return session.subject
    if len(words) == 1 and session.mentions.is_pronoun(words[0]):
        meant = session.mentions.meant_by(words[0])
        if meant is None:
            session.say(f"Nobody and nothing has been mentioned that “{words[0]}” could mean.")
        return meant
    found = fitting(session, words)
    if len(found) == 1:
        return found[0]
    if found:
        _ask(session, found, again)
    else:
        _unknown(session, typed)
    return None


def fitting(session: Session, words: tuple[str, ...]) -> list[Entity]:
    """The entities whose names fit the words best; those near the person before all others."""
    best: tuple[int, bool] | None = None
    found: list[Entity] = []
    if not words:
        return found
    for entity in session.engine.program.world.entities:
        name, identifier = words_of(session.narrator.name(entity, article=None)), words_of(entity.name)
        costs = [_least(word, name + identifier) for word in words]
        if None in costs:
            continue
        rank = (sum(c for c in costs if c is not None), words not in (name, identifier))
        if best is None or rank < best:
            best, found = rank, []
        if rank == best:
            found.append(entity)
    if len(found) > 1:
        view = session.view()
        return [entity for entity in found if view.near(entity)] or found
    return found


def _least(typed: str, name: tuple[str, ...]) -> int | None:
    return min((c for word in name if (c := cost(typed, word)) is not None), default=None)


def _ask(session: Session, found: list[Entity], again: Callable[[str], None]) -> None:
    names = [session.describer.name(entity) for entity in found]
    session.say("Which do you mean?")
    for i, name in enumerate(names, 1):
        session.say(name, lead=f"  {i}) ", tight=True)

    def answer(line: str) -> bool:
        if line.isdigit() and 1 <= int(line) <= len(found):
            again(found[int(line) - 1].name)
            return True
        fits = [e for e in fitting(session, words_of(line)) if e in found]
        if len(fits) == 1:
            again(fits[0].name)
        return len(fits) == 1

    session.question = answer


def _unknown(session: Session, typed: str) -> None:
    names = [session.narrator.name(e, article=None) for e in session.engine.program.world.entities]
    near = closest(typed, names)
    session.say(f"You know of nothing called “{typed}”." + (f" Did you mean {near}?" if near else ""))
