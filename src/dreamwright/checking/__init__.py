"""What an author would want to know about a world that loads: things in it that can never matter.

Every finding is a warning with a code of `CODES`; each is certain as far as it goes (what is reported can indeed never
happen), and found without running the world.
"""

from __future__ import annotations

from dreamwright.checking.company import lonely_characters
from dreamwright.checking.events import impossible_actions, looping_triggers
from dreamwright.checking.motives import unmotivated_actions
from dreamwright.errors import Diagnostic
from dreamwright.grounding import Program

CODES: dict[str, str] = {
    "action-impossible": "an action that can never happen",
    "action-unmotivated": "an action that nobody can ever have a motive for",
    "trigger-loops": "a trigger that leaves its own condition true",
    "character-alone": "a character whom nobody can ever meet",
}
"""Code -> what it is about."""

SCRIPT_CODES: dict[str, str] = {
    "script-impossible": "an event of a script is not possible where it stands",
    "script-unexplained": "somebody in an event of a script has no motive for it",
    "script-unknowable": "somebody in an event of a script cannot know that it is possible",
}
"""What `check --script` says of a line."""


def check_program(program: Program) -> list[Diagnostic]:
    """All findings, by kind and then in the order of the world's file."""
    return [
        *impossible_actions(program),
        *unmotivated_actions(program),
        *looping_triggers(program),
        *lonely_characters(program),
    ]


__all__ = ["CODES", "SCRIPT_CODES", "check_program"]
