"""Following a chronicle: what was decided is taken from its lines, so nobody thinks again.

Each line is carried out in the engine: what happened must be possible, what failed must fail. A story is taken up this
way (`retell`), some tens of thousand happenings a second; `commands.replay` is the way that thinks.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from typing import Any

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding import Value
from dreamwright.planning import Motive
from dreamwright.story.attempt import carry_out
from dreamwright.story.happening import Happening, Lessons, Past
from dreamwright.story.names import Names, holds_entities
from dreamwright.story.record import BEGINNING, hash_on
from dreamwright.story.story import Story

Told = tuple[str, str]
"""A happening as it is stored: its chronicle line (`record.encode`) and its pulse."""


class UnlikeError(ValueError):
    """A line that cannot have happened in this world, at this point."""


class Follower:
    """Turns the lines of one world's chronicles into happenings again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._names = Names(engine.program)
        self._afters: dict[tuple[int, int], int | None] = engine.memory.setdefault(Follower, {})
        self._outcomes: dict[tuple[int, int, int | None, tuple[int, ...]], Happening] = {}

    def happening(self, line: dict[str, Any], node: int) -> Happening:
        """The happening of a line that comes next in a node.

        Names of people, reasons and lessons that this world does not have are passed over (it may be a later edition).
        Raises UnlikeError if it cannot have happened there.
        """
        names = self._names
        characters = names.characters
        event = None if line["action"] is None else names.actions.get(line["action"])
        if event is None and line["action"] is not None:
            raise UnlikeError(f"this world has no {line['action']}")
        actor = None if line["actor"] is None else characters.get(line["actor"])
        if actor is None and line["actor"] is not None:
            raise UnlikeError(f"this world has no {line['actor']}")
        motive = line["motive"]
        happening = Happening(
            index=line["index"],
            kind=line["kind"],
            event=event,
            actor=actor,
            source=line["source"],
            minute=line["minute"],
            duration=line["duration"],
            before=node,
            after=node,
            motive=None if motive is None else self._motive(motive),
            assents=tuple([found for text in line["assents"] if (found := self._motive(text)) is not None]),
            refused_by=tuple([characters[name] for name in line["refused_by"] if name in characters]),
            perceivers=tuple([characters[name] for name in line["perceivers"] if name in characters]),
            triggers=tuple([names.triggers[name] for name in line["triggers"] if name in names.triggers]),
            learned=self._lessons(line["learned"]) if line["learned"] else (),
        )
        if happening.kind == "recall":
            return self._recalled(happening)
        return self._carried_out(happening) if happening.kind in ("action", "attempt") else happening

    def _recalled(self, happening: Happening) -> Happening:
        """With what was recalled in their mind; whoever this world does not have recalls nothing."""
        node = happening.before
        try:
            for character, facts in happening.learned:
                node = self._engine.tell(node, character, facts)
        except EventError:
            raise UnlikeError("what was recalled there cannot be believed in this world") from None
        return replace(happening, after=node)

    def _carried_out(self, happening: Happening) -> Happening:
        """With the truth after it."""
        event = happening.event
        assert event is not None
        if happening.kind == "action":
            after = self._after(happening.before, event)
            if after is None:
                raise UnlikeError(f"{self._name(event)} is not possible there")
            object.__setattr__(happening, "after", after)  # it was made a moment ago, and nobody else has it
            return happening
        outcome = self._outcome(happening)
        if outcome.kind != "attempt":
            raise UnlikeError(f"{self._name(event)} was tried in vain, and would succeed there")
        return replace(happening, after=outcome.after, problem=outcome.problem)

    def _after(self, node: int, event: int) -> int | None:
        """The node after an action, None if it is not possible."""
        key = (node, event)
        if key not in self._afters:
            engine = self._engine
            try:
                after = engine.apply(node, event) if engine.possible(node, event) else None
            except EventError:
                after = None
            self._afters[key] = after
        return self._afters[key]

    def _outcome(self, happening: Happening) -> Happening:
        """What comes of an attempt, remembered: trying again and again is common."""
        assert happening.event is not None
        key = (happening.before, happening.event, happening.actor, happening.perceivers)
        found = self._outcomes.get(key)
        if found is None:
            if happening.actor is None and not self._is_possible(happening.before, happening.event):
                raise UnlikeError(f"nobody tried {self._name(happening.event)}, and it is not possible there")
            found = self._outcomes[key] = carry_out(self._engine, replace(happening, kind="action"))
        return found

    def _is_possible(self, node: int, event: int) -> bool:
        """Whether an action is possible, or the world's own faults keep one from telling."""
        try:
            return self._engine.possible(node, event)
        except EventError:
            return True

    def _name(self, event: int) -> str:
        return self._engine.program.events[event].name

    def _motive(self, written: dict[str, Any]) -> Motive | None:
        character = self._names.characters.get(written["character"])
        actions = self._names.actions
        plan = tuple([actions[name] for name in written["plan"] if name in actions])
        if character is None or len(plan) != len(written["plan"]):
            return None
        return Motive(character, plan[0], plan, _number(written["before"]), _number(written["after"]))

    def _lessons(self, written: list[dict[str, Any]]) -> Lessons:
        characters, fluents = self._names.characters, self._names.fluents
        return tuple(
            (
                characters[lesson["character"]],
                tuple(
                    (fluent.property, fluent.arguments, self._value(fact["value"], holds_entities(fluent)))
                    for fact in lesson["facts"]
                    if (fluent := fluents.get(fact["fluent"])) is not None
                ),
            )
            for lesson in written
            if lesson["character"] in characters
        )

    def _value(self, written: Any, is_entity: bool) -> Value:
        if is_entity:
            return None if written is None else self._names.entities.get(written)
        return written if written is None or isinstance(written, bool) else _number(written)


def follow(engine: Engine, lines: Iterable[str]) -> Iterator[Happening]:
    """The happenings of a chronicle's lines (as `record.encode` writes them), from the story's beginning on.

    Raises UnlikeError at the first that cannot have happened, and EventError as `Engine.initial` does.
    """
    follower = Follower(engine)
    node = engine.initial
    for text in lines:
        happening = follower.happening(_read(text), node)
        node = happening.after
        yield happening


def retell(story: Story, past: Iterable[Told]) -> None:
    """Take a story up where its chronicle ends: it is then as if all of that had just happened.

    The story's own past is left behind. It goes on exactly as the recorded one would have in the same world with the
    same seed; in a later edition of the world it goes on as that has it. Raises UnlikeError; the story then is as it
    was before.
    """
    with _no_collecting():
        latest = _linked(story.engine, past)
    story.rewind(story.mark_at(0) if latest is None else story.mark_of(latest))


def _linked(engine: Engine, past: Iterable[Told]) -> Past | None:
    """The last link of a past as it is stored, with its hash."""
    follower = Follower(engine)
    node, latest = engine.initial, None
    digest = BEGINNING
    for length, (text, pulse) in enumerate(past):
        happening = follower.happening(_read(text), node)
        if happening.index != length:
            raise UnlikeError(f"happening {length} is missing")
        node, latest = happening.after, Past(happening, latest)
        digest = latest.digest = hash_on(digest, text)
        latest.moment = pulse
    return latest


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without looking for garbage: there are many new objects and none of them is."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(text: str) -> dict[str, Any]:
    """A line. Raises UnlikeError if it is none."""
    try:
        line, end = _decode(text)
    except ValueError:
        end = -1
    if end != len(text) or not isinstance(line, dict):
        raise UnlikeError("a record is no chronicle line")
    return line


_decode = json.JSONDecoder().raw_decode


def _number(written: Any) -> float:
    if isinstance(written, str):
        return inf if written == "infinity" else -inf
    return float(written)
