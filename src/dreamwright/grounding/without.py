"""A world without what carries some tags: the lines of a dream, which nobody crosses because there is no way to.

What is left out is no event of the program any more. So nobody can take it, by choice, schedule, rate or order; nobody
finds it in a plan, of their own or of anybody else's that they imagine; and nothing brings it about as a consequence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dreamwright.grounding.program import Program


def without(program: Program, tags: Collection[str]) -> Program:
    """The program without the actions and triggers that carry any of the tags. Fluents keep their numbers."""
    kept = [event for event in program.events if not any(tag in tags for tag in event.event.attributes.tags)]
    if len(kept) == len(program.events):
        return program
    events = tuple(replace(event, index=index) for index, event in enumerate(kept))
    return replace(program, events=events, action_count=sum(event.is_action for event in events))
