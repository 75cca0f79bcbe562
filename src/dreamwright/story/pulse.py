"""What a story goes on from, written down: a *pulse* after each happening.

Where a story stands is more than what has happened: the state of chance, who is due when, who is busy, and what they
know better than to try again. A pulse is a small JSON object with what of this differs from the happening before, by
names, so that a story can be taken up at any of its happenings without anybody thinking again, and even in a later
edition of its world:

    {"chance": "0123456789abcdef",              the generator's state, in hexadecimal
     "serial": 17,                              how many entries the agenda has ever had
     "turns": {"Ada": [25, 16]},                minute and serial of an entry; null when it is gone
     "occasions": {"bell 0": [30, 12]},         likewise, by the action and its how-manieth occasion
     "people": {"Ada": {"free_at": 20, "vain": ["take(Ada, Lamp)"], "offered": [["give(Ada, Bo)", 80]],
                        "held": true, "anew": true}}}

`anew`: what is in vain is so to the mind that the character has after this happening; else to the one it was so before.
Every so many happenings a pulse is *whole*: it holds everything, so that a long past need not be read from its start.
There `since` says after which happening the character had the mind to which all that is in vain, if it is not `anew`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from dreamwright.engine import Engine
from dreamwright.grounding import Program
from dreamwright.story.cast import Cast, Person
from dreamwright.story.happening import Moment, Past, backwards
from dreamwright.story.names import Names
from dreamwright.story.occasions import Occasion
from dreamwright.story.scheduler import Agenda, Due, Entry

STRIDE = 64
"""Happenings from one whole pulse to the next."""

_read_json = json.JSONDecoder().raw_decode

_Key = tuple[Due, int]


class Pulses:
    """Writes and reads the pulses of one world's stories."""

    def __init__(self, engine: Engine, occasions: Sequence[Occasion]) -> None:
        program = self._program = engine.program
        self._mind = engine.mind
        self._known = Names(program)
        labels = _labels(program, occasions)
        people = [program.world.entities[c].name for c in range(program.character_count)]
        self._names: dict[Due, list[str]] = {Due.TURN: people, Due.OCCASION: labels}
        self._numbers = {due: {name: i for i, name in enumerate(names)} for due, names in self._names.items()}

    # ------------------------------------------------------------------------------------------ writing
    def write(self, before: Moment, link: Past) -> str:
        """The pulse of a happening, given the moment before it."""
        after = link.moment
        if not isinstance(after, Moment):
            assert after is not None, "a pulse is of a happening that is over"
            return after
        pulse: dict[str, Any] = {"chance": f"{after.chance:016x}", "serial": after.agenda.serial}
        old_people = before.cast.people
        if _is_whole(link):
            pulse |= {_PART[due]: dict.fromkeys(names) for due, names in self._names.items()}
            before, old_people = before._replace(agenda=Agenda()), (Person(),) * len(old_people)
        for part, entries in self._entries(before.agenda, after.agenda).items():
            pulse.setdefault(part, {}).update(entries)
        people = {
            self._names[Due.TURN][c]: self._person(old, new, c, link)
            for c, (old, new) in enumerate(zip(old_people, after.cast.people, strict=True))
            if old is not new and old != new
        }
        if people:
            pulse["people"] = people
        return json.dumps(pulse, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _entries(self, before: Agenda, after: Agenda) -> dict[str, Any]:
        old, new = set(before.entries), set(after.entries)
        changed: dict[str, Any] = {}
        for entry in old - new:  # in whatever order: the keys are sorted at the end
            changed.setdefault(_PART[entry.due], {})[self._names[entry.due][entry.number]] = None
        for entry in new - old:
            changed.setdefault(_PART[entry.due], {})[self._names[entry.due][entry.number]] = [
                entry.minute,
                entry.serial,
            ]
        return changed

    def _person(self, old: Person, new: Person, character: int, link: Past) -> dict[str, Any]:
        events = self._program.events
        written: dict[str, Any] = {"free_at": new.free_at}
        if new.vain:
            written["vain"] = [events[action].name for action in sorted(new.vain)]
        if new.offered:
            written["offered"] = [[events[action].name, until] for action, until in new.offered]
        if new.held:
            written["held"] = True
        if (new.mind, new.vain) != (old.mind, old.vain):
            since = next(p for p in backwards(link) if self._mind(p.happening.after, character) == new.mind)
            written |= {"anew": True} if since is link else {"since": since.happening.index}
        return written

    # ------------------------------------------------------------------------------------------ reading
    def moment(self, link: Past, beginning: Moment) -> Moment:
        """The moment after a link: read, where need be, from the pulses since the last moment that is known."""
        pulses: list[Past] = []
        known = beginning
        for earlier in backwards(link):
            if isinstance(earlier.moment, Moment):
                known = earlier.moment
                break
            pulses.append(earlier)
            if _is_whole(earlier):
                break
        if pulses:
            known = link.moment = self._read(known, reversed(pulses))
        return known

    def _read(self, known: Moment, links: Iterable[Past]) -> Moment:
        due: dict[_Key, Entry] = {(entry.due, entry.number): entry for entry in known.agenda.entries}
        people = list(known.cast.people)
        chance, serial, minute = known.chance, known.agenda.serial, 0
        for link in links:
            assert isinstance(link.moment, str)
            pulse = _read_json(link.moment)[0]
            chance, serial, minute = int(pulse["chance"], 16), pulse["serial"], link.happening.minute
            for kind, part in _PART.items():
                for name, entry in pulse.get(part, {}).items():
                    self._put(due, kind, self._numbers[kind].get(name), entry)
            for name, person in pulse.get("people", {}).items():
                self._place(people, self._numbers[Due.TURN].get(name), person, link)
        # In another edition of the world somebody may be due whom the old one did not have: not before now.
        entries = sorted(e if e.minute >= minute else e._replace(minute=minute) for e in due.values())
        return Moment(chance, Agenda(tuple(entries), serial), Cast(tuple(people)))

    def _put(self, due: dict[_Key, Entry], kind: Due, number: int | None, entry: Sequence[int] | None) -> None:
        if number is None:
            return
        if entry is None:
            due.pop((kind, number), None)
        else:
            due[kind, number] = Entry(entry[0], kind, entry[1], number)

    def _place(self, people: list[Person], character: int | None, written: dict[str, Any], link: Past) -> None:
        if character is None:
            return
        old = people[character]
        mind = old.mind
        if "anew" in written or "since" in written:
            index = written.get("since", link.happening.index)
            since = next(p for p in backwards(link) if p.happening.index == index)
            mind = self._mind(since.happening.after, character)
        vain = frozenset(self._actions(written.get("vain", ())))
        offered = [(action, until) for name, until in written.get("offered", ()) for action in self._actions([name])]
        people[character] = Person(written["free_at"], mind, vain, tuple(offered), written.get("held", False))

    def _actions(self, names: Sequence[str]) -> list[int]:
        actions = self._known.actions
        return [actions[name] for name in names if name in actions]


def _is_whole(link: Past) -> bool:
    """Whether the pulse of a happening holds everything."""
    return link.happening.index % STRIDE == STRIDE - 1


_PART = {Due.TURN: "turns", Due.OCCASION: "occasions"}


def _labels(program: Program, occasions: Sequence[Occasion]) -> list[str]:
    """A name for each occasion: its action's, and which of the action's occasions it is."""
    labels: list[str] = []
    counts: dict[str, int] = {}
    for occasion in occasions:
        name = "*" if len(occasion.actions) > 1 else program.events[occasion.actions[0][0]].event.name
        labels.append(f"{name} {counts.setdefault(name, 0)}")
        counts[name] += 1
    return labels
