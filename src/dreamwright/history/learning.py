"""How somebody came to believe what they do, and back along the chain to whoever knew it first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dreamwright.errors import EventError
from dreamwright.grounding import Value
from dreamwright.grounding.formula import Assignment, fetches
from dreamwright.history.history import History
from dreamwright.story import Happening

How = Literal["beginning", "told", "did", "saw", "noticed", "surprised", "inferred", "attempt", "recalled"]
"""beginning: believed it from the start. told: somebody's action made them believe it. did, saw: it came true by an
action that they took, or saw. noticed: a trigger in truth made them believe it, or an action of nobody else's.
surprised: they saw something that could not have happened otherwise. inferred: a trigger in their own mind.
attempt: a failed attempt taught them. recalled: they knew it from outside this story."""


@dataclass(frozen=True, slots=True)
class Learning:
    """How a character came to believe a value of a fluent."""

    character: int
    fluent: int
    value: Value
    moment: int
    """From when on they believed it."""
    how: How
    happening: Happening | None = None
    teller: int | None = None
    """Who told them."""
    trigger: int | None = None
    """The trigger by which they noticed or inferred it, if it can be told."""
    lie: bool = False
    """Who told them did not believe it."""


@dataclass(frozen=True, slots=True)
class Knower:
    """What a character believes of a fluent at some moment."""

    character: int
    value: Value
    right: bool
    since: int
    """The moment from which they have believed just this."""


def knowers(history: History, fluent: int, moment: int | None = None) -> tuple[Knower, ...]:
    """What everybody believes of a fluent at a moment (None: the end), in entity order."""
    moment = history.end if moment is None else moment
    truth = history.truth(moment, fluent)
    found: list[Knower] = []
    for character in range(history.program.character_count):
        value = history.belief(moment, character, fluent)
        found.append(Knower(character, value, value == truth, _since(history, character, fluent, moment)))
    return tuple(found)


def learned(history: History, character: int, fluent: int, moment: int | None = None) -> tuple[Learning, ...]:
    """How a character came to what they believe of a fluent at a moment (None: the end).

    First their own learning, then that of whoever told them, and so on: the last knew it first. The chain ends with a
    lie, since a liar learned nothing of the kind.
    """
    moment = history.end if moment is None else moment
    chain: list[Learning] = []
    while True:
        learning = _learning(history, character, fluent, _since(history, character, fluent, moment))
        chain.append(learning)
        if learning.teller is None or learning.lie:
            return tuple(chain)
        character, moment = learning.teller, learning.moment - 1  # before they told: so this ends


def _since(history: History, character: int, fluent: int, moment: int) -> int:
    """From when on a character has believed of a fluent what they believe at a moment."""
    value = history.belief(moment, character, fluent)
    while moment and history.belief(moment - 1, character, fluent) == value:
        moment -= 1
    return moment


def _learning(history: History, character: int, fluent: int, moment: int) -> Learning:
    """How a character came to the belief that they hold from a moment on."""
    value = history.belief(moment, character, fluent)
    happening = history.cause(moment)
    if happening is None:
        return Learning(character, fluent, value, moment, "beginning")
    how, teller, trigger = _Way(history, happening, character, fluent).found()
    lie = teller is not None and history.belief(moment - 1, teller, fluent) != value
    return Learning(character, fluent, value, moment, how, happening, teller, trigger, lie)


class _Way:
    """By which way a happening changed what a character believes of a fluent."""

    def __init__(self, history: History, happening: Happening, character: int, fluent: int) -> None:
        self._engine = history.engine
        self._events = history.program.events
        self._happening = happening
        self._character = character
        self._fluent = fluent
        self._mind_before = self._engine.mind(happening.before, character)
        after = self._engine.mind(happening.after, character)
        self._value = self._engine.vector(after)[fluent]

    def found(self) -> tuple[How, int | None, int | None]:
        """The way, who told, and the trigger."""
        happening = self._happening
        if happening.kind == "attempt":
            return "attempt", None, None
        if happening.kind == "recall":
            return "recalled", None, None
        if happening.event is None:
            return "inferred", None, None
        told = self._writes(happening.event, (self._character,), happening.before)
        teller = self._teller() if told else None
        if teller is not None:
            return "told", teller, None
        takes_part = self._character in self._events[happening.event].consenting
        if told:
            return ("did" if takes_part else "noticed"), None, None
        if self._character in happening.perceivers:
            if self._writes(happening.event, (), self._mind_before):
                return ("did" if takes_part else "saw"), None, None
            if self._is_repaired(happening.event):
                return "surprised", None, None
        for trigger in happening.triggers:
            if any(a.fluent == self._fluent and a.path == (self._character,) for a in self._assignments(trigger)):
                return "noticed", None, trigger
        return "inferred", None, self._inferring(happening.event)

    def _assignments(self, event: int) -> tuple[Assignment, ...]:
        return self._events[event].assignments

    def _writes(self, event: int, path: tuple[int, ...], node: int) -> bool:
        """Whether the event, taken in a node, gives the fluent at a path the value that is believed."""
        for assignment in self._assignments(event):
            if assignment.path == path and assignment.fluent == self._fluent:
                try:
                    if self._engine.holds(node, assignment.condition):
                        return self._engine.value(node, assignment.value) == self._value
                except EventError:
                    continue
        return False

    def _teller(self) -> int | None:
        """Who told: of those others who take part, the first who believed it, else the first."""
        assert self._happening.event is not None
        partakers = dict.fromkeys((self._happening.actor, *self._events[self._happening.event].consenting))
        others = [c for c in partakers if c is not None and c != self._character]
        believers = (c for c in others if self._believed(c))
        return next(believers, others[0] if others else None)

    def _believed(self, character: int) -> bool:
        mind = self._engine.mind(self._happening.before, character)
        return self._engine.vector(mind)[self._fluent] == self._value

    def _is_repaired(self, event: int) -> bool:
        """Whether they believed the event impossible, and its precondition is about the fluent."""
        condition = self._events[event].precondition
        if ((), self._fluent) not in set(fetches(condition)):
            return False
        try:
            return not self._engine.holds(self._mind_before, condition)
        except EventError:
            return True

    def _inferring(self, event: int) -> int | None:
        """The last trigger in the character's own mind that is about the fluent, if the mind took the event so."""
        try:
            fired = self._engine.fired(self._mind_before, event)
        except EventError:
            return None
        return next((t for t in reversed(fired) if self._fluent in self._written(t)), None)

    def _written(self, trigger: int) -> Iterator[int]:
        return (a.fluent for a in self._assignments(trigger) if a.path == ())
