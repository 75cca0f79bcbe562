"""Whom "him", "her", "it" and "them" stand for: whoever was last mentioned."""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.language.world import Entity

_PRONOUNS = {"him": "he", "he": "he", "her": "she", "she": "she", "it": "it", "them": "they", "they": "they"}
_REMEMBERED = 20


class Mentions:
    """The entities mentioned of late, the last first."""

    def __init__(self) -> None:
        self._recent: list[Entity] = []

    def note(self, entities: Iterable[object]) -> None:
        """Remember what was mentioned, in the order in which it was."""
        for entity in entities:
            if isinstance(entity, Entity):
                self._recent = [entity, *(e for e in self._recent if e is not entity)][:_REMEMBERED]

    @staticmethod
    def is_pronoun(word: str) -> bool:
        return word in _PRONOUNS

    def meant_by(self, word: str) -> Entity | None:
        """Whom a pronoun stands for; somebody without pronouns of their own will do where nobody fits better."""
        wanted = _PRONOUNS[word]
        exact = (e for e in self._recent if _pronouns(e) == wanted)
        loose = (e for e in self._recent if e.is_character and e.attributes.pronouns is None and wanted != "it")
        return next(exact, None) or next(loose, None)


def _pronouns(entity: Entity) -> str:
    if entity.attributes.plural:
        return "they"
    return entity.attributes.pronouns or ("they" if entity.is_character else "it")
