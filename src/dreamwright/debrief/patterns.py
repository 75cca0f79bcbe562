"""The patterns that were found in a story, in words."""

from __future__ import annotations

from dreamwright.debrief.model import Pattern
from dreamwright.debrief.telling import Teller
from dreamwright.history import History
from dreamwright.language.world import Entity
from dreamwright.sifting import Match, patterns_of, sift
from dreamwright.voices.words import capitalised, listed, split_identifier


def patterns(teller: Teller, history: History) -> tuple[Pattern, ...]:
    """What was found, in the order in which it began; what is the same to a reader is told once."""
    matches = sift(history.engine, history.happenings, patterns_of(history.program.world))
    told = dict.fromkeys(_told(teller, history, match) for match in matches)
    return tuple(sorted(told, key=lambda pattern: (pattern.since.minute, pattern.until.minute)))


def _told(teller: Teller, history: History, match: Match) -> Pattern:
    happenings = [history.happenings[index] for index in match.happenings]
    minutes = [happening.minute for happening in happenings]
    end = history.happenings[-1].minute if history.happenings else 0
    return Pattern(
        name=capitalised(" ".join(split_identifier(match.pattern.name))),
        since=teller.point(min(minutes, default=0)),
        until=teller.point(end if match.pattern.lasts else max(minutes, default=end)),
        told=_sentence(teller, match),
        happenings=tuple(dict.fromkeys(teller.in_short(happening) for happening in happenings)),
    )


def _sentence(teller: Teller, match: Match) -> str:
    """As its author tells it; or, where somebody in it is nobody, whom it is about."""
    filled = tuple(entity for entity in match.entities if entity is not None)
    if len(filled) == len(match.entities):
        return teller.narrator.tell(match.pattern.telling, filled)
    names = [teller.called(entity) for entity in filled if isinstance(entity, Entity)]
    return f"{capitalised(listed(names))}." if names else ""
