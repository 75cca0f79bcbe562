"""Small worlds for these tests, and how to run them."""

from __future__ import annotations

from dreamwright.engine import Engine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.story import Happening, Story

VILLAGE = """
world "Village" { start: "2031-11-02 18:00"; };
type place; type thing;
entity Hall : place; entity Yard : place; entity Mill : place;
entity Lamp : thing;
entity Ada : character { routine: walk; whim: 0.5; };
entity Bo : character { routine: walk, hum; };
entity Cy : character;
property at(c : character) : place;
property has(c : character) : thing;
property lies(t : thing) : place;
property dark() : boolean;
property rung() : boolean;
at(Ada) = Hall; at(Bo) = Yard; at(Cy) = Mill; lies(Lamp) = Mill; believes(Ada, lies(Lamp) = Yard);
action walk(c : character, to : place) {
  precondition: at(c) != to; effect: at(c) = to; consenting: c;
  observing(o : character): at(o) == at(c) | at(o) == to; duration: 5;
};
action take(c : character, t : thing, p : place) {
  precondition: at(c) == p & lies(t) == p; effect: lies(t) = ? & has(c) = t; consenting: c;
  observing(o : character): at(o) == p;
};
action give(from : character, to : character, t : thing) {
  precondition: from != to & has(from) == t & at(from) == at(to); effect: has(from) = ? & has(to) = t;
  consenting: from, to; observing(o : character): at(o) == at(from); duration: 2;
};
action hum(c : character) { consenting: c; observing(o : character): at(o) == at(c); duration: 3; };
action dusk() { precondition: !dark(); effect: dark(); schedule: daily at 20:00; };
action dawn() { precondition: dark(); effect: !dark(); schedule: daily at 06:00; };
action bell() { effect: if(rung()) !rung() else rung(); rate: 6; };
utility(Ada): if(has(Ada) == Lamp & dark()) 2 elseif(has(Ada) == Lamp) 1 else 0;
utility(Bo): if(has(Bo) == Lamp) 3 elseif(dark() & at(Bo) != Hall) -1 else 0;
utility(Cy): if(has(Ada) == Lamp) 1 else 0;
"""


def engine_of(text: str) -> Engine:
    return Engine(ground(load_text(text)))


def story_of(text: str, seed: int = 0, subject: str | None = None) -> Story:
    engine = engine_of(text)
    return Story(engine, seed, None if subject is None else character(engine, subject))


def character(engine: Engine, name: str) -> int:
    return next(c.index for c in engine.program.world.characters if c.name == name)


def run(story: Story, minutes: int = 24 * 60, most: int = 400) -> list[Happening]:
    """What happens up to a minute of the story, at most so many happenings; or up to the subject's turn."""
    found: list[Happening] = []
    while len(found) < most and (happening := story.advance(until=minutes)) is not None:
        found.append(happening)
    return found


def names(story: Story, happenings: list[Happening]) -> list[str]:
    """Kind and action of each, for example "attempt take(Ada, Lamp, Yard)"."""
    events = story.engine.program.events
    return [h.kind if h.event is None else f"{h.kind} {events[h.event].name}" for h in happenings]
