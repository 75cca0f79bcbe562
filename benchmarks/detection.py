"""What lucidity finds: anomalies and explicable surprises planted in seeded stories of three worlds.

In each trial a seeded story runs for a while before a witness. Then something is planted: an *anomaly*, made by
changing the truth behind everybody's back (nobody in the story can do that), or by an act that serves nobody, or by an
event from outside the laws; or a *surprise*, which one, two or three unseen but lawful events explain. What was cut off
is thought through first. Besides, one longer story of each world runs by itself before everybody in it (*clean*).

What counts:

* Found: an anomaly of the planted kind at the planted observation. Missed: none. Recall is found / planted.
* False: every other finding that is an anomaly: in the story before, in what sets a plant up, at a surprise, and in the
  clean stories. Precision is found / (found + false). The story before a plant counts once for each seed, since all
  plants share it.
* Not counted: what is found besides at the planted observation itself (whoever sees the dead walk may also wonder why
  they do); and that an act which only sets a plant up is called unmotivated, if its actor really had no motive for it
  (asked of the engine, in truth).
* Nor what a story brings by itself that its author marked as uncanny or as a motif: it is what it is found to be.
* A plant that the story leaves no room for (nobody is there to do it) is no trial.

    python benchmarks/detection.py            precision and recall by world and kind, surprises by account length
    python benchmarks/detection.py --trials 5 fewer seeds
    python benchmarks/detection.py --verbose  also each error
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from dreamwright.cli.worlds import locate
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load, load_text
from dreamwright.lucidity import Finding, Motifs, Witness
from dreamwright.planning import Limits
from dreamwright.planning.motives import motive
from dreamwright.story import Clock, Happening, Percept, Story
from dreamwright.story.attempt import teach
from dreamwright.story.occasions import occasions
from dreamwright.story.percepts import perceivers, percept

HERE = Path(__file__).parent
THINGS = ("Lamp", "Book", "Rum", "Chart")
LIMITS = Limits()
OF_THEIR_OWN = ("uncanny", "familiar")
"""Kinds that are so because their authors say so: where a story brings one by itself, it is one."""

LENGTHS = (1, 2, 3)
"""How many unseen events explain a surprise."""

CLEAN = 60
"""Happenings of the story that runs by itself."""

KINDS = ("impossible", "unmotivated", "uncanny", "familiar", "absent")

HUM = """
property hummed(c : soul) : boolean;
action hum(c : soul) {
  precondition: !hummed(c);
  effect: hummed(c); consenting: c; observing(o : character): at(o) == at(c);
};
action glow(c : soul) {
  precondition: at(c) != ?; effect: True; observing(o : character): at(o) == at(c); uncanny: 0.7;
};
action shanty() { effect: True; observing(o : character): o : soul; motif: 0.8; };
"""
"""What is added to Nightfall: something nobody wants to do, something uncanny, something from another layer."""


class Play:
    """The prefix of one seeded story before a new witness, and what is done after it."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.engine = world.engine
        self.program = self.engine.program
        self.who = world.who
        story = world.story(seed)
        self.node = self.engine.initial
        self.minute = 0
        self.clock = Clock(self.program.world.start)
        self.scheduled = [o for o in occasions(self.program) if o.schedule is not None]
        self.motifs = Motifs({world.motif: 1.0} if world.motif else {})
        self.witness = Witness(self.engine, self.who, self.engine.mind(self.node, self.who), motifs=self.motifs)
        self.false: list[Finding] = []
        self.seconds: list[float] = []
        for happening in story.happenings:
            seen = story.percept(happening, self.who)
            if seen is not None:
                self.false += [f for f in self._observe(seen) if f.kind not in OF_THEIR_OWN]
            self.node, self.minute = happening.after, happening.minute

    # ------------------------------------------------------------------------------------------ reading
    def at(self, name: str) -> str | None:
        """Where somebody really is."""
        fluent = next(f for f in self.program.fluents if f.property.name == "at" and f.arguments[0].name == name)
        value = self.engine.read(self.node, fluent.property, fluent.arguments)
        return None if value is None else value.name

    @property
    def here(self) -> str | None:
        return self.at(self.world.subject)

    @property
    def company(self) -> list[str]:
        """Who else is with the subject and can act; if nobody is, somebody comes."""
        found = self._company()
        if not found and self.here is not None:
            for character in self.program.world.characters:
                path = self._way(self.at(character.name), self.here)
                name = character.name
                if path and self.lawfully(*(f"walk({name}, {a}, {b})" for a, b in pairwise(path))):
                    return self._company()
        return found

    def _way(self, start: str | None, end: str) -> list[str]:
        """A shortest way from one place to another; none to where one is."""
        paths = [[start]] if start is not None and start != end else []
        for path in paths:
            for place in self.ways(path[-1]):
                if place == end:
                    return [*path, place]
                if place not in path and len(path) < 4:
                    paths.append([*path, place])
        return []

    def _company(self) -> list[str]:
        here = self.here
        names = [c.name for c in self.program.world.characters if c.name != self.world.subject]
        return [
            n for n in names if self.at(n) == here and any(self.can(f"walk({n}, {here}, {m})") for m in self.ways(here))
        ]

    def ways(self, place: str | None) -> list[str]:
        return self.world.ways.get(place or "", [])

    def can(self, name: str) -> bool:
        """Whether an action is possible in truth."""
        index = self.world.actions.get(name)
        return index is not None and self.engine.possible(self.node, index)

    # ------------------------------------------------------------------------------------------ doing
    def do(self, name: str) -> list[Finding]:
        """An action happens; anomalies that come of it."""
        action = self.world.actions[name]
        event = self.program.events[action]
        actor = event.consenting[0] if event.consenting else None
        return self._shown(action, "action", actor, self.engine.apply(self.node, action))

    def fail(self, name: str) -> list[Finding]:
        """An action is tried in vain."""
        action = self.world.actions[name]
        actor = self.program.events[action].consenting[0]
        after, _ = teach(self.engine, self.node, action, actor, perceivers(self.engine, self.node, action, actor))
        return self._shown(action, "attempt", actor, after)

    def tamper(self, property_: str, argument: str | None, value: object) -> None:
        """Change the truth behind everybody's back."""
        entities = {e.name: e for e in self.program.world.entities}
        values = list(self.engine.vector(self.node))
        for fluent in self.program.fluents:
            if fluent.property.name == property_ and [a.name for a in fluent.arguments] == (
                [argument] if argument else []
            ):
                values[fluent.index] = self.program.to_code(entities[value] if isinstance(value, str) else value)
        self.node = self.engine.state(tuple(values), self.engine.levels.minds[self.node])

    def lawfully(self, *names: str) -> bool:
        """Do these if each is possible when its time comes; what is found on the way is a false alarm."""
        for name in names:
            if not self.can(name):
                return False
            has_motive = self._has_motive(name)
            self.false += [f for f in self.do(name) if f.kind != "unmotivated" or has_motive]
        return True

    def _has_motive(self, name: str) -> bool:
        """Whether all who must consent to an action really want it now."""
        action = self.world.actions[name]
        consenting = self.program.events[action].consenting
        return all(motive(self.engine, self.node, action, c, LIMITS) is not None for c in consenting)

    def _shown(self, action: int, kind: str, actor: int | None, after: int) -> list[Finding]:
        before, self.minute = self.minute, self.minute + 5
        found = self._seen(action, kind, actor, after)
        for due in self.scheduled:  # what the world does by itself goes on
            assert due.schedule is not None
            came = self.clock.next(due.schedule, before)
            possible = [a for group in due.actions for a in group if self.engine.possible(self.node, a)]
            if came is not None and came <= self.minute and possible:
                after = self.engine.apply(self.node, possible[0])
                self.false += self._seen(possible[0], "action", None, after)
        return found

    def _seen(self, action: int, kind: str, actor: int | None, after: int) -> list[Finding]:
        happening = Happening(
            index=0,
            kind=kind,
            event=action,
            actor=actor,
            source="character",
            minute=self.minute,
            duration=1,
            before=self.node,
            after=after,
            perceivers=perceivers(self.engine, self.node, action, actor),
        )
        self.node = after
        seen = percept(self.engine, happening, self.who)
        return [] if seen is None else self._observe(seen)

    def _observe(self, seen: Percept) -> list[Finding]:
        begun = time.perf_counter()
        found = self.witness.observe(seen)
        self.seconds.append(time.perf_counter() - begun)
        open_ones = {f.number for f in found if f.is_open}
        for _ in range(3):
            self.witness.think(seen.minute)
        return [f for f in found if f.is_anomaly] + [
            f for f in self.witness.findings if f.number in open_ones and f.is_anomaly
        ]


@dataclass(eq=False)
class World:
    """One world with its witness, and what can be planted in it."""

    name: str
    text: str | None
    subject: str
    prefix: int
    """How many happenings a story has before something is planted: from half to one and a half of this."""
    seeds: int
    plants: tuple[Plant, ...]
    motif: str | None = None
    still: Callable[[Play, str], tuple[str, tuple[str, str, object]] | None] | None = None
    senseless: str = "hum"
    ways: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        program = ground(load(locate(self.name)) if self.text is None else load_text(self.text))
        self.engine = LeveledEngine(program)
        self.actions = {e.name: e.index for e in program.actions}
        self.who = next(c.index for c in program.world.characters if c.name == self.subject)
        self._stories: dict[int, Story] = {}
        for event in program.actions:
            if event.event.name == "walk":
                _, a, b = (argument.name for argument in event.arguments)
                if b not in self.ways.setdefault(a, []):
                    self.ways[a].append(b)

    def story(self, seed: int) -> Story:
        if seed not in self._stories:
            story = Story(self.engine, seed)
            while len(story.happenings) < self.prefix // 2 + seed % self.prefix and story.advance() is not None:
                pass
            self._stories[seed] = story
        return self._stories[seed]


Plant = Callable[[Play], tuple[str | None, list[Finding]] | None]
"""Plants something: the kind of anomaly it is (None: an explicable surprise), and the anomalies that were found in it.
None: it cannot be planted there."""


# ---------------------------------------------------------------------------------------------- anomalies
def twice(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Somebody who stands here comes in."""
    for name in play.company:
        for door in play.ways(play.here):
            if play.lawfully(f"walk({name}, {play.here}, {door})", f"walk({name}, {door}, {play.here})"):
                play.tamper("at", name, door)
                return "impossible", play.do(f"walk({name}, {door}, {play.here})")
    return None


def stirring(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Somebody acts who cannot."""
    assert play.world.still is not None
    for name in play.company:
        stopping = play.world.still(play, name)
        if stopping is not None and play.lawfully(stopping[0]):
            play.tamper(*stopping[1])
            door = next((d for d in play.ways(play.here) if play.can(f"walk({name}, {play.here}, {d})")), None)
            if door is not None:
                return "impossible", play.do(f"walk({name}, {play.here}, {door})")
    return None


def vanishing(play: Play) -> tuple[str | None, list[Finding]] | None:
    """A thing that was just put down is not there."""
    for name in play.company:
        for thing in THINGS:
            drop = f"drop({name}, {thing}, {play.here})"
            if drop in play.world.actions:
                play.tamper("lies", thing, None)
                play.tamper("has", thing, name)
                play.lawfully(drop)
                play.tamper("lies", thing, next(p for p in sorted(play.world.ways) if p != play.here))
                return "impossible", play.fail(f"take({play.world.subject}, {thing}, {play.here})")
    return None


def senseless(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Somebody does what serves nobody."""
    for name in play.company:
        action = f"{play.world.senseless}({name})"
        if play.can(action):
            return "unmotivated", play.do(action)
    return None


def self_defeating(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Somebody does what can only harm them."""
    if "Bo" not in play.company:
        return None
    play.tamper("lies", "Lamp", None)
    play.tamper("has", "Lamp", "Bo")
    return ("unmotivated", play.do("burn(Bo, Lamp)")) if play.can("burn(Bo, Lamp)") else None


def uncanny(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Something outside the laws."""
    name = next(n for n in play.world.actions if n.startswith(("chill(", "glow(")) and play.world.subject in n)
    return "uncanny", play.do(name)


def familiar(play: Play) -> tuple[str | None, list[Finding]] | None:
    """Something from another layer."""
    assert play.world.motif is not None
    return "familiar", play.do(f"{play.world.motif.removeprefix('action ')}()")


def absent(play: Play) -> tuple[str | None, list[Finding]] | None:
    """What is due does not come."""
    day = 24 * 60
    begun = play.minute
    play.minute = (begun // day + 1) * day + 125  # after eight, before the half hour
    play.witness.until(play.minute)
    return "absent", [f for f in play.witness.findings if f.is_anomaly and f.minute > begun]


# ---------------------------------------------------------------------------------------------- surprises
def walked_round(unseen: int) -> Plant:
    """Somebody leaves by one door, takes so many steps on where nobody sees it, and comes in by another."""

    def plant(play: Play) -> tuple[str | None, list[Finding]] | None:
        here = play.here
        for name in play.company:
            for path in _rounds(play, here, unseen):
                node, told = play.node, len(play.seconds)
                if play.lawfully(*(f"walk({name}, {a}, {b})" for a, b in pairwise(path[:-1]))):
                    last = f"walk({name}, {path[-2]}, {path[-1]})"
                    if play.can(last) and len(play.seconds) == told + 1:  # all but the first step went unseen
                        return None, [f for f in play.do(last) if f.kind == "impossible"]
                if play.node != node:
                    return None
        return None

    plant.__name__ = f"walked_round_{unseen}"
    return plant


def _rounds(play: Play, here: str | None, unseen: int) -> Iterator[list[str]]:
    """Ways from here back to here with so many steps that neither begin nor end here."""

    def extend(path: list[str]) -> Iterator[list[str]]:
        for place in play.ways(path[-1]):
            if place == here and len(path) == unseen + 2:
                yield [*path, place]
            elif place not in path and len(path) < unseen + 2:
                yield from extend([*path, place])

    if here is not None:
        yield from extend([here])


def taken_meanwhile(unseen: int) -> Plant:
    """The subject goes out; somebody comes (with all but one of so many steps) and takes what lies there; the subject
    comes back and looks for it."""

    def plant(play: Play) -> tuple[str | None, list[Finding]] | None:
        here, me = play.here, play.world.subject
        for name in play.company:
            for thing in THINGS:
                if f"drop({name}, {thing}, {here})" not in play.world.actions:
                    continue
                play.tamper("lies", thing, None)
                play.tamper("has", thing, name)
                doors = [d for d in play.ways(here) if play.can(f"walk({me}, {here}, {d})")]
                if not doors or not play.lawfully(f"drop({name}, {thing}, {here})"):
                    return None
                return _taken(play, name, thing, doors, unseen)
        return None

    plant.__name__ = f"taken_meanwhile_{unseen}"
    return plant


def _taken(play: Play, name: str, thing: str, doors: list[str], unseen: int) -> tuple[str | None, list[Finding]] | None:
    """Somebody walks out so far that they need the steps to come back, and then the subject does."""
    here, me = play.here, play.world.subject
    assert here is not None
    for out in (path for path in _paths(play, here, unseen) if path[1:2] != [doors[0]] or len(path) == 1):
        if not play.lawfully(*(f"walk({name}, {a}, {b})" for a, b in pairwise(out))):
            return None
        if not play.lawfully(f"walk({me}, {here}, {doors[0]})"):
            return None
        told = len(play.seconds)
        back = [*reversed(out)]
        steps = [f"walk({name}, {a}, {b})" for a, b in pairwise(back)]
        if not play.lawfully(*steps, f"take({name}, {thing}, {here})") or len(play.seconds) != told:
            return None
        if not play.lawfully(f"walk({me}, {doors[0]}, {here})"):
            return None
        return None, [f for f in play.fail(f"take({me}, {thing}, {here})") if f.kind == "impossible"]
    return None


def _paths(play: Play, here: str, length: int) -> Iterator[list[str]]:
    """Ways from here with so many places, none twice."""
    paths = [[here]]
    for path in paths:
        if len(path) == length:
            yield path
        else:
            paths += [[*path, place] for place in play.ways(path[-1]) if place not in path]


# ---------------------------------------------------------------------------------------------- worlds
def _fit(play: Play, name: str) -> tuple[str, tuple[str, str, object]]:
    return f"fit({name})", ("alive", name, True)


def _faint(play: Play, name: str) -> tuple[str, tuple[str, str, object]]:
    return f"faint({name})", ("awake", name, True)


def _seize(play: Play, name: str) -> tuple[str, tuple[str, str, object]] | None:
    names = [c.name for c in play.program.world.characters]
    found = next((n for n in names if n != name and play.can(f"seize({n}, {name})")), None)
    return None if found is None else (f"seize({found}, {name})", ("condition", name, "Free"))


def worlds(trials: int) -> Iterator[World]:
    """The three worlds, each with the seeds of its stories."""
    rounds = tuple(walked_round(unseen) for unseen in LENGTHS)
    taken = tuple(taken_meanwhile(unseen) for unseen in LENGTHS)
    outside = (uncanny, familiar, absent)
    small = (twice, stirring, vanishing, senseless, *outside, *rounds, *taken)
    inn, ship = ((HERE / "worlds" / f"{name}.world").read_text(encoding="utf-8") for name in ("inn", "ship"))
    yield World("inn", inn, "Ann", 10, trials, (*small, self_defeating), "action song", _fit)
    yield World("ship", ship, "Mate", 10, trials, small, "action shanty", _faint, "whistle")
    text = Path(locate("nightfall")).read_text(encoding="utf-8") + HUM
    large = (twice, stirring, senseless, *outside, *rounds)
    yield World("nightfall", text, "Verger", 14, max(2, trials // 2), large, "action shanty", _seize)


@dataclass
class Score:
    """What was found and missed."""

    hits: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    surprises: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    """Percepts of the clean story, and what was falsely found in it."""
    alarms: int = 0
    percepts: int = 0
    seconds: list[float] = field(default_factory=list)

    def table(self) -> Iterator[str]:
        yield f"{'kind':<14}{'planted':>8}{'found':>8}{'false':>8}{'precision':>11}{'recall':>8}"
        for kind in KINDS:
            hits, planted, false = self.hits[kind], self.hits[kind] + self.misses[kind], self.false[kind]
            precision = f"{hits / (hits + false):.3f}" if hits + false else "-"
            recall = f"{hits / planted:.3f}" if planted else "-"
            yield f"{kind:<14}{planted:>8}{hits:>8}{false:>8}{precision:>11}{recall:>8}"
        told = (f"{name} {self.explained[name]}/{self.surprises[name]}" for name in sorted(self.surprises))
        yield f"surprises explained: {', '.join(told)}"
        yield f"clean stories: {self.alarms} false among {self.clean} percepts"

    def add(self, other: Score) -> None:
        """Count another world's in."""
        for name in ("hits", "misses", "false", "surprises", "explained"):
            getattr(self, name).update(getattr(other, name))
        self.clean += other.clean
        self.alarms += other.alarms


def run(world: World, score: Score, verbose: bool) -> None:
    """All trials in one world."""
    for seed in range(world.seeds):
        for place, plant in enumerate(world.plants):
            play = Play(world, seed)
            natural = [*play.false]
            planted = plant(play)
            false = list(play.false) if place == 0 else play.false[len(natural) :]
            if planted is not None:
                kind, found = planted
                if kind is None:
                    score.surprises[plant.__name__] += 1
                    score.explained[plant.__name__] += not found
                    false += found
                elif any(f.kind == kind for f in found):
                    score.hits[kind] += 1
                else:
                    score.misses[kind] += 1
                    if verbose:
                        print(f"  missed: {world.name} {seed} {plant.__name__}", file=sys.stderr)
            for finding in {f.number: f for f in false}.values():
                score.false[finding.kind] += 1
                if verbose:
                    seen = finding.percept
                    event = None if seen is None or seen.event is None else play.program.events[seen.event].name
                    print(f"  false: {world.name} {seed} {plant.__name__} {finding.kind} {event}", file=sys.stderr)
            score.percepts += len(play.seconds)
            if place == 0:
                score.seconds += play.seconds


def run_clean(world: World, score: Score, verbose: bool) -> None:
    """One story before everybody in it, with nothing planted."""
    story = Story(world.engine, CLEAN)
    witnesses = [Witness(world.engine, c, world.engine.mind(story.node, c)) for c in world.engine.characters]
    while len(story.happenings) < CLEAN and (happening := story.advance()) is not None:
        for witness in witnesses:
            seen = story.percept(happening, witness.character)
            if seen is not None:
                score.clean += 1
                witness.observe(seen)
    for witness in witnesses:
        for _ in range(30):
            witness.think(story.minute)
        for finding in witness.anomalies:
            if finding.kind not in OF_THEIR_OWN:
                score.alarms += 1
                score.false[finding.kind] += 1
                if verbose:
                    name = world.engine.program.world.entities[witness.character].name
                    print(f"  false: {world.name} clean {name} {finding.minute} {finding.kind}", file=sys.stderr)


def main() -> None:
    """Run all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=20, help="seeds for each world (half as many in nightfall)")
    parser.add_argument("--only", help="one world")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    whole = Score()
    for world in worlds(given.trials):
        if given.only and world.name != given.only:
            continue
        score = Score()
        run(world, score, given.verbose)
        run_clean(world, score, given.verbose)
        median = statistics.median(score.seconds) * 1000 if score.seconds else 0.0
        print(f"{world.name}: {score.percepts} observations, median {median:.1f} ms")
        print("\n".join(score.table()), end="\n\n", flush=True)
        whole.add(score)
    print("all worlds")
    print("\n".join(whole.table()))


if __name__ == "__main__":
    main()
