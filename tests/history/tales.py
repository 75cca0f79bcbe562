"""A small world full of misunderstandings, and stories told by naming what happens."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.grounding import ground
from dreamwright.history import History
from dreamwright.language import load_text
from dreamwright.story import Happening
from dreamwright.story.attempt import carry_out
from dreamwright.story.percepts import perceivers

MANOR = """
world "The Manor" { start: "1890-03-01 20:00"; };
type place; type item;
entity Mara : character; entity Dorian : character; entity Ines : character;
entity Hall : place; entity Vault : place; entity Attic : place;
entity Key : item;
property at(who : character) : place;
property at(thing : item) : place;
property sealed() : boolean;
property alarm() : boolean;
property upset(c : character) : boolean;
at(Mara) = Hall; at(Dorian) = Hall; at(Ines) = Attic; at(Key) = Hall;
believes(Dorian, sealed() = True);
action go(c : character, to : place) {
  precondition: at(c) != to; effect: at(c) = to; consenting: c;
  observing(o : character): at(o) == at(c) | at(o) == to;
};
action hide(c : character, to : place) {
  precondition: at(Key) == at(c) & at(Key) != to; effect: at(Key) = to; consenting: c;
  observing(o : character): at(o) == at(c);
};
action tell(c : character, o : character, where : place) {
  precondition: c != o; effect: believes(o, at(Key) = where); consenting: c;
  observing(x : character): x == c | x == o;
};
action enter(c : character) {
  precondition: !sealed() & at(c) != Vault; effect: at(c) = Vault; consenting: c;
  observing(o : character): at(o) == at(c);
};
action seal() { precondition: !sealed(); effect: sealed(); observing(o : character): at(o) == Vault; };
action ring(c : character) { precondition: !alarm(); effect: alarm(); consenting: c; };
trigger fright(c : character) { precondition: alarm() & !upset(c); effect: upset(c); };
trigger find_key(c : character) {
  precondition: at(c) == Attic & at(Key) == Attic & believes(c, at(Key)) != Attic;
  effect: believes(c, at(Key) = Attic);
};
utility(Dorian): if(at(Key) == Hall) 1 else 0;
"""


def engine_of(text: str) -> Engine:
    return LeveledEngine(ground(load_text(text)))


def happenings_of(engine: Engine, deeds: Sequence[str]) -> list[Happening]:
    """What happens when these actions are taken or tried, one a minute."""
    node = engine.initial
    found: list[Happening] = []
    for index, deed in enumerate(deeds):
        event = engine.program.action(deed)
        consenting = engine.program.events[event].consenting
        actor = consenting[0] if consenting else None
        intended = Happening(
            index=index,
            kind="action",
            event=event,
            actor=actor,
            source="schedule" if actor is None else "character",
            minute=index,
            duration=1,
            before=node,
            after=node,
            perceivers=perceivers(engine, node, event, actor),
        )
        found.append(carry_out(engine, intended))
        node = found[-1].after
    return found


def history_of(*deeds: str, world: str = MANOR) -> History:
    engine = engine_of(world)
    return History(engine, happenings_of(engine, deeds))
