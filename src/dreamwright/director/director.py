"""The director of one layer: asked before others choose, and free to cause something at its own beats.

All it goes by is the story so far, and it draws no lots: a director who comes to a story in the middle steers it like
one who was there from the beginning. Candidates are valued (`measure`, `lookahead`, `course`), then asked about from
the best down: what the forecast does not allow is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dreamwright.director.brief import Brief, Leaning
from dreamwright.director.course import Course, Courses
from dreamwright.director.forecast import UNITS, Forecast, forecast, forecast_without
from dreamwright.director.journal import Deed, Note, Why
from dreamwright.director.lookahead import DISCOUNT, LookAhead
from dreamwright.director.measure import Measure
from dreamwright.lucidity import Witness
from dreamwright.planning import Motive
from dreamwright.story import Happening, Story
from dreamwright.story.happening import Past, Source

BEAT = 10
"""Minutes from one time that it considers causing something to the next."""

COURSE = 30
"""Minutes from one look for a course to the next."""

MOST_MOTIVES = 8
"""How many of somebody's motives are looked at, the best for them first."""

MOST_EVENTS = 24
"""How many events that could be caused are valued, and how many of these are looked at further."""

MOST_LOOKED_AHEAD = 3

NOTICEABLE = 0.01
"""A difference in value that counts as one: below it people are left to themselves."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a director works: a layer's story and its subject, with their sense of reality.

    `lived`: how many minutes of the dream they have lived through, in whatever layer. `eased`: after how many
    happenings of the story they have asked for it to go slower, in order.
    """

    layer: str
    story: Story
    subject: int
    witness: Callable[[], Witness]
    lived: Callable[[], int]
    eased: Callable[[], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Cause:
    """Cause an event of nobody's."""

    action: int


@dataclass(frozen=True, slots=True)
class BringOn:
    """Let somebody act who has been waiting in the wings."""

    character: int


Intervention = Cause | BringOn


class Director:
    """Guides one layer's story (`story.guide`), and says at each beat what it would have happen."""

    def __init__(self, brief: Brief, fears: Sequence[Leaning], hopes: Sequence[Leaning], scene: Scene) -> None:
        self.brief = brief
        self.scene = scene
        self.journal: list[Note] = []
        """What it did and refrained from, in order."""
        story = self._story = scene.story
        self._measure = Measure(brief, fears, hopes, scene.layer, story.engine, scene.subject)
        self._ahead = LookAhead(story.engine, story.limits, self._value)
        self._newcomers = [who.index for layer, who in brief.newcomers if layer == scene.layer]
        self._considered = -1
        """After how many happenings it last considered causing something."""
        self._followed = 0
        """How many happenings it has taken in."""
        self._last: Past | None = None
        self._ready: tuple[tuple[int, int], Witness] | None = None
        """For which moment a witness is ready, by minute and number of happenings."""
        self._set_out_at = -1
        """After how many happenings the course it has in mind was looked for."""
        self._course = Course()

    # ------------------------------------------------------------------------------------------ where it stands
    @property
    def course(self) -> tuple[int, ...]:
        """The steps that it would like to see taken, in event order."""
        return self._course.steps

    @property
    def measure(self) -> Measure:
        """How well states serve it."""
        return self._measure

    def _value(self, node: int) -> float:
        return self._measure.value(node, self.scene.lived(), questioning=self._is_questioned)

    def _forecast(self, action: int, actor: int | None, source: Source) -> Forecast:
        happening = self._story.outside.foresee(action, actor, source)
        noticed = self._story.percept(happening, self.scene.subject) is not None
        witness = self._witness() if noticed else self.scene.witness()
        return forecast(self._story, self.scene.subject, witness, happening)

    def _witness(self) -> Witness:
        """The subject's sense of reality, ready for whatever comes at this moment."""
        moment = (self._story.minute, len(self._story.links))
        if self._ready is None or self._ready[0] != moment:
            self._ready = (moment, self.scene.witness().ready(self._story.minute, UNITS))
        return self._ready[1]

    def _note(
        self,
        deed: Deed,
        why: Why,
        actions: Sequence[int] = (),
        who: int | None = None,
        gain: float = 0.0,
        told: Forecast | None = None,
    ) -> None:
        self.journal.append(Note(self._story.minute, deed, why, tuple(actions), who, gain, told))

    # ------------------------------------------------------------------------------------------ following the story
    def follow(self) -> None:
        """Take in what has happened since: what the subject has lived through, and how far the course has come."""
        links = self._story.links
        if self._followed > len(links) or (self._followed and links[self._followed - 1] is not self._last):
            self._restart()
        eased = self.scene.eased()
        for link in links[self._followed :]:
            self._live(link.happening, eased)
        self._followed = len(links)
        self._last = links[-1] if links else None
        self._set_out(self._hour())

    def _restart(self) -> None:
        """Something was unmade: what the subject lived through is gone over again."""
        self._measure.restart()
        self._followed = 0
        self._considered = self._set_out_at = -1
        self._ready = None
        self._course = Course()

    def _live(self, happening: Happening, eased: Sequence[int]) -> None:
        if self._measure.exposings:
            mind = self._story.engine.mind(happening.after, self.scene.subject)
            for exposing in self._measure.exposings:
                exposing.live(happening.minute, mind, back_off=happening.index in eased)

    @property
    def _is_questioned(self) -> bool:
        """Whether the subject questions the reality; asked only where that makes a difference."""
        if not self._measure.exposings:
            return False
        witness = self.scene.witness()
        return witness.suspicion(self._story.minute) >= witness.settings.questioning

    # ------------------------------------------------------------------------------------------ what others do
    def preferred(self, story: Story, character: int, motives: list[Motive]) -> Sequence[Motive]:
        """Of somebody's motives, those that they may follow now; they choose among them as they like."""
        if character == self.scene.subject or not motives:
            return motives
        self.follow()
        chooses, withholds = "choose" in self.brief.means, "withhold" in self.brief.means
        if not chooses and not (withholds and self.brief.ceiling is not None):
            return motives
        valued = self._valued(motives[:MOST_MOTIVES]) if chooses else [(0.0, motive) for motive in motives]
        rest = motives[MOST_MOTIVES:] if chooses else []
        for value, group in _grouped(valued):
            allowed = [m for m in group if self._allows(m.action, character)]
            if allowed:
                if len(allowed) < len(motives) - len(rest):
                    gain = value - self._value(story.node)
                    self._note(
                        "steered", "aims" if chooses else "ceiling", [m.action for m in allowed], character, gain
                    )
                return allowed
        allowed = [m for m in rest if self._allows(m.action, character)]
        if allowed or not withholds:
            return allowed or motives
        told = self._forecast(motives[0].action, character, "character")
        self._note("held back", "ceiling", [m.action for m in motives[:MOST_MOTIVES]], character, told=told)
        return []

    def _valued(self, motives: Sequence[Motive]) -> list[tuple[float, Motive]]:
        found = []
        for motive in motives:
            after = self._story.outside.foresee(motive.action, motive.character, "character")
            rest = motive.plan[1:] if after.kind == "action" else ()
            value = self._ahead.along(after.after, rest)
            found.append((value + self._along_course(motive.plan), motive))
        return found

    def _allows(self, action: int, actor: int | None, source: Source = "character") -> bool:
        if self.brief.ceiling is None:
            return True
        return not self._forecast(action, actor, source).exceeds(self.brief.ceiling)

    def permitted(self, story: Story, groups: list[list[int]], source: Source) -> list[list[int]]:
        """Of what is possible on an occasion, what may come about."""
        if "withhold" not in self.brief.means or not groups:
            return groups
        self.follow()
        kept = [[a for a in group if not self._is_withheld(a, source)] for group in groups]
        return [group for group in kept if group]

    def _is_withheld(self, action: int, source: Source) -> bool:
        actor = next(iter(self._story.engine.program.events[action].consenting), None)
        told = self._forecast(action, actor, source)
        if told.exceeds(self.brief.ceiling):
            # To hold back what the subject counts on may be noticed more than to let it come.
            if forecast_without(self._story, self.scene.witness(), frozenset([action])) >= told.after:
                return False
            self._note("withheld", "ceiling", [action], told=told)
            return True
        # What has its time comes at its time; only what comes at random may be out of place.
        if source != "rate" or action in self._course.steps:
            return False
        after = self._story.outside.foresee(action, None, source)
        loss = self._measure.served(self._story.node) - self._measure.served(after.after)
        if loss > NOTICEABLE:
            self._note("withheld", "aims", [action], gain=loss, told=told)
        return loss > NOTICEABLE

    # ------------------------------------------------------------------------------------------ what it does itself
    def intervene(self) -> Intervention | None:
        """What it would have happen now; None: it lets the world be. At most once in every beat."""
        self.follow()
        if not self._is_a_beat() or not {"cause", "newcomers"} & {*self.brief.means}:
            return None
        self._considered = self._followed
        here = self._value(self._story.node)
        for gain, intervention in self._interventions(here):
            if isinstance(intervention, BringOn):
                self._note("brought on", "aims", who=intervention.character, gain=gain)
                return intervention
            told = self._forecast(intervention.action, None, "director")
            if not told.exceeds(self.brief.ceiling):
                self._note("caused", "aims", [intervention.action], gain=gain, told=told)
                return intervention
            self._note("refrained", "ceiling", [intervention.action], gain=gain, told=told)
        return None

    def _is_a_beat(self) -> bool:
        """Whether the last happening was the first in a stretch of the story's time, and this is not yet considered."""
        return self._considered != self._followed and self._begins(self._followed, BEAT)

    def _begins(self, count: int, stretch: int) -> bool:
        """Whether the happening after which there are so many was the first in a stretch of so many minutes."""
        links = self._story.links
        before = links[count - 2].happening.minute if count > 1 else 0
        return count > 0 and links[count - 1].happening.minute // stretch > before // stretch

    def _interventions(self, here: float) -> list[tuple[float, Intervention]]:
        """What would serve better than to let all be, the best first."""
        found: list[tuple[float, Intervention]] = []
        for action, after in self._events():
            value = self._ahead.reactions(after.after, self._others(after.perceivers)) + self._along_course([action])
            found.append((value - here, Cause(action)))
        if "newcomers" in self.brief.means:
            for who in self._newcomers:
                value_with = self._ahead.best(self._story.node, who) if self._story.is_held(who) else None
                if value_with is not None:
                    found.append((DISCOUNT * (value_with - here), BringOn(who)))
        return sorted((f for f in found if f[0] > NOTICEABLE), key=lambda f: -f[0])

    def _events(self) -> list[tuple[int, Happening]]:
        """Events that could be caused and are worth looking at, with what would come of them."""
        if "cause" not in self.brief.means:
            return []
        possible = [a for a in self._causable if self._story.is_possible(a)][:MOST_EVENTS]
        seen = [(action, self._story.outside.foresee(action, None, "director")) for action in possible]
        valued = [(self._value(h.after) + self._along_course([action]), action, h) for action, h in seen]
        best = sorted(valued, key=lambda v: (-v[0], v[1]))[:MOST_LOOKED_AHEAD]
        return [(action, happening) for _, action, happening in best]

    @cached_property
    def _causable(self) -> tuple[int, ...]:
        """Events of nobody's that have no time of their own."""
        program = self._story.engine.program
        actions = program.events[: program.action_count]
        return tuple(e.index for e in actions if not e.consenting and not e.event.attributes.schedule)

    def _others(self, perceivers: Sequence[int]) -> list[int]:
        return [c for c in perceivers if c != self.scene.subject and not self._story.is_held(c)]

    # ------------------------------------------------------------------------------------------ courses
    def _hour(self) -> int:
        """After how many happenings a course is to be looked for: the last that began a stretch of the story's time."""
        count = self._followed
        while count > 1 and not self._begins(count, COURSE):
            count -= 1
        return count

    def _set_out(self, count: int) -> None:
        """Have the course in mind that was to be looked for after so many happenings."""
        if count in (0, self._set_out_at) or self._courses is None:
            return
        self._set_out_at = count
        node = self._story.links[count - 1].happening.after
        self._course = self._courses.find(node)
        if self._course.steps:
            self._note("set out", "aims", self._course.steps)

    @cached_property
    def _courses(self) -> Courses | None:
        if not self._measure.aims or "choose" not in self.brief.means:
            return None
        program = self._story.engine.program
        actions = program.events[: program.action_count]
        causable = {*self._causable} if "cause" in self.brief.means else set()
        barred = frozenset(e.index for e in actions if not e.consenting and e.index not in causable)
        subjects = frozenset(e.index for e in actions if self.scene.subject in e.consenting)
        return Courses(self._story.engine, self._story.limits, self._measure.aims, barred, subjects)

    def _along_course(self, plan: Sequence[int]) -> float:
        """What steps are worth for being steps of the course, less the further ahead they are."""
        worth, discount = 0.0, 1.0
        for action in plan:
            discount *= DISCOUNT
            if action in self._course.steps:
                worth += discount * self._course.share
        return worth


def _grouped(valued: Sequence[tuple[float, Motive]]) -> list[tuple[float, list[Motive]]]:
    """Motives of equal value together, the greatest value first, in their own order within."""
    groups: list[tuple[float, list[Motive]]] = []
    for value, motive in sorted(valued, key=lambda v: -v[0]):
        if groups and groups[-1][0] - value <= NOTICEABLE:
            groups[-1][1].append(motive)
        else:
            groups.append((value, [motive]))
    return groups
