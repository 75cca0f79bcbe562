"""Why somebody does something, in words: the plan behind an action and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.language.world import Entity, Event
from dreamwright.voices.narrator import Narrator
from dreamwright.voices.render import Arguments
from dreamwright.voices.times import count_word
from dreamwright.voices.words import number

Step = tuple[Event, Arguments]
"""An event and its arguments."""


def outline(narrator: Narrator, steps: Sequence[Step], reader: Entity | None = None) -> list[str]:
    """A plan as sentences, one for each step."""
    return [narrator.tell(event, arguments, reader) for event, arguments in steps]


def reason(
    narrator: Narrator,
    character: Entity,
    steps: Sequence[Step],
    before: float | None,
    after: float | None,
    reader: Entity | None = None,
) -> str:
    """Why a character takes the first of these steps, as they see it; the utilities are what they expect.

    "because that leaves her better off (1 rather than 0)"; with further steps "as the first of three steps. Then ...".
    """
    them = "you" if character is reader else narrator.pronoun(character, "them")
    gain = f"leaves {them} better off{_comparison(before, after)}"
    if len(steps) < 2:
        return f"because that {gain}"
    later = [f"Then: {sentence}" for sentence in outline(narrator, steps[1:], reader)]
    return f"as the first of {count_word(len(steps))} steps. {' '.join(later)} That {gain}"


def _comparison(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return ""
    return f" ({number(after)} rather than {number(before)})"
