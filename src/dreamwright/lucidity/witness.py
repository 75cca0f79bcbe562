"""A witness: one subject's sense of whether the reality around them holds up.

A witness is given percepts and the minds that go with them, and nothing else. It has no way to the truth: what it
imagines lives in a store of its own (`Imagination`), and the only nodes of the story that it ever looks into are the
minds that a percept names. So what it finds is a function of what the subject perceived and believed.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from dreamwright.engine import Engine
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Atom, fetches
from dreamwright.lucidity.absence import Absence, due_times, schedules
from dreamwright.lucidity.accounts import AccountSearch
from dreamwright.lucidity.attempt import Found, fact
from dreamwright.lucidity.carrying import Situation
from dreamwright.lucidity.evidence import Evidence
from dreamwright.lucidity.filling import Changes
from dreamwright.lucidity.model import Account, Contradiction, Finding, Kind, Settings
from dreamwright.lucidity.motifs import Motifs
from dreamwright.lucidity.needs import false_parts
from dreamwright.lucidity.observation import Observation
from dreamwright.lucidity.offering import dismissal, generous, gravest, is_taken
from dreamwright.lucidity.purposes import AttributionSearch, is_habit
from dreamwright.lucidity.supposing import Belief, Copier, Imagination
from dreamwright.lucidity.suspicion import Mood, Step, mood, suspicion
from dreamwright.planning import Limits
from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.story import Clock, Percept
from dreamwright.story.occasions import Occasion

MOST_THOUGHT = 3
"""How often a search that was cut off is taken up again, each time with twice the units; then it is over."""

MOST_SITUATIONS = 64
"""How many earlier situations are kept."""

REVISITED = 8
"""How many anomalies, the latest, are thought of again when something is learned."""


def imagination_for(engine: Engine, limits: Limits | None = None) -> Imagination:
    """The imagination that all witnesses of an engine's stories share."""
    if limits is None:
        foresight = engine.program.world.attributes.foresight
        limits = Limits() if foresight is None else Limits(character=foresight)
    found = engine.memory.get(("lucidity", limits))
    if found is None:
        found = engine.memory["lucidity", limits] = Imagination(engine, limits)
    assert isinstance(found, Imagination)
    return found


def _copier(engine: Engine) -> Copier:
    """What copies beliefs out of an engine for all witnesses of its stories."""
    found = engine.memory.get(Copier)
    if found is None:
        found = engine.memory[Copier] = Copier(engine)
    assert isinstance(found, Copier)
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """What a finding was found on, to think of it again."""

    observation: Observation
    past: tuple[Situation, ...] = ()
    actor: int | None = None
    thought: int = 0
    """How often it was taken up again."""


class Witness:
    """What one character makes of what they perceive. `initial` is the mind they begin with."""

    def __init__(
        self,
        engine: Engine,
        character: int,
        initial: int,
        settings: Settings | None = None,
        motifs: Motifs | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.program = engine.program
        self.character = character
        self.settings = settings or Settings()
        self.motifs = motifs or Motifs()
        self.findings: list[Finding] = []
        self.steps: list[Step] = []
        """How suspicion came to be what it is."""
        self._imagination = imagination_for(engine, limits)
        self._copy = _copier(engine).belief
        self._belief = self._copy(initial)
        self._evidence = Evidence(self._imagination, character)
        self._evidence.begin(self._belief)
        self._situations: list[Situation] = []
        self._cases: dict[int, _Case] = {}
        self._thoughts: dict[object, tuple[Account | None, bool]] = {}
        """What thinking again came to since the last percept; shared with copies that have perceived the same."""
        self._clock = Clock(engine.program.world.start)
        self._schedules = schedules(self._imagination)
        self._watched = 0
        self._came: set[tuple[int, int]] = set()
        self._before: tuple[int, Belief] = (-1, self._belief)
        """A minute, and what they believed when it began."""
        self._paused = -1
        """The minute at which they last thought because nothing had happened for a while."""

    # ------------------------------------------------------------------------------------------ what if
    def copy(self, units: int | None = None) -> Witness:
        """One who has lived through the same, and goes on by themself; with so many units, if they are given.

        What was imagined is shared, and no more is copied than what a percept may change: a copy costs next to nothing.
        """
        other = copy(self)
        if units is not None:
            other.settings = replace(self.settings, units=units)
        other.motifs = self.motifs.copy()
        other.findings = [*self.findings]
        other.steps = [*self.steps]
        other._evidence = self._evidence.copy()
        other._situations = [*self._situations]
        other._cases = {**self._cases}
        other._came = {*self._came}
        return other

    def ready(self, minute: int, units: int | None = None) -> Witness:
        """A copy that has already done whatever thinking comes before the next percept, if that is at this minute.

        To foresee several things of one moment from it is cheaper than from the witness, and gives the same.
        """
        other = self.copy(units)
        other._pause(minute)
        other.until(minute)
        return other

    def foresee(self, percept: Percept, units: int | None = None) -> list[Finding]:
        """What `observe` would give for a percept, leaving this witness as they are.

        With fewer units the forecast is cheaper, and more of it may be open.
        """
        return self.copy(units).observe(percept)

    # ------------------------------------------------------------------------------------------ asking
    @property
    def anomalies(self) -> list[Finding]:
        """What does not add up, oldest first."""
        return [finding for finding in self.findings if finding.is_anomaly]

    def suspicion(self, minute: int) -> float:
        """How much they suspect at a minute, from 0 to 1."""
        return suspicion(self.findings, minute, self.settings)

    def mood(self, minute: int) -> Mood:
        """What their suspicion makes of them at a minute."""
        return mood(self.suspicion(minute), self.settings)

    # ------------------------------------------------------------------------------------------ perceiving
    def observe(self, percept: Percept) -> list[Finding]:
        """Take in what the subject perceives next. Gives what is new among the findings, and what was settled by it."""
        changed = self._pause(percept.minute) + self.until(percept.minute)
        imagination = self._imagination
        imagination.rest()
        before, after = self._belief, self._copy(percept.mind_after)
        if self._before[0] < percept.minute:
            self._before = (percept.minute, before)
        if percept.event is not None:
            self._came.add((percept.minute, percept.event))
        observation = Observation(imagination, self.character, percept, before, after, self._evidence.none)
        hypothesis = self._explain(observation, changed)
        changed += self._uncanny(percept) + self._familiar(percept)
        self._note_situation(observation)
        self._evidence.add(percept, before, after, hypothesis)
        self._thoughts = {}
        self._belief = after
        changed += self._think_again(self._lessons(observation, hypothesis), percept.minute)
        return changed + (self._take_offers(percept.minute) if self.settings.offers else [])

    def _pause(self, minute: int) -> list[Finding]:
        """Think, if nothing has happened for a while."""
        is_pause = 0 <= self._before[0] <= minute - self.settings.pause and self._paused != minute
        if not is_pause:
            return []
        self._paused = minute
        return self.think(minute, units=self.settings.units * 4)

    def until(self, minute: int) -> list[Finding]:
        """Let time pass up to a minute: what was due before it and did not come, is absent."""
        found: list[Finding] = []
        for due in self._schedules:
            for missed in due_times(self._clock, due, self._watched - 1, minute):
                found += self._absent(due, missed)
        self._watched = max(self._watched, minute)
        self._came = {(at, event) for at, event in self._came if at >= minute}
        return found

    def think(self, minute: int, most: int | None = None, units: int | None = None) -> list[Finding]:
        """Time to think: go on with what the bound cut off, with at most so many such findings, the latest first.

        All of it together takes at most so many units (unless given: what the longest thought about one finding takes).
        What they do not suffice for waits until next time. Gives the findings that have changed.
        """
        left = self.settings.units * 2**MOST_THOUGHT if units is None else units
        changed: list[Finding] = []
        for finding in [f for f in reversed(self.findings) if f.is_open][:most]:
            case = self._cases[finding.number]
            wanted = self.settings.units * 2 ** (case.thought + 1)
            if wanted > left:
                continue
            left -= wanted
            self._cases[finding.number] = replace(case, thought=case.thought + 1)
            account, finished = self._look_again(finding, case, wanted, ())
            if account is not None or finished or case.thought + 1 >= MOST_THOUGHT:
                changed.append(self._settle(finding, account, minute))
        return changed

    def further(self, finding: Finding, settings: Settings) -> Account | None:
        """An account of a finding as they would look for it with other settings; they are left as they are."""
        case = self._cases.get(finding.number)
        if case is None:
            return None
        other = self.copy()
        other.settings = settings
        return other._look_again(finding, case, settings.units, ())[0]

    # ------------------------------------------------------------------------------------------ one observation
    def _explain(self, observation: Observation, changed: list[Finding]) -> int:
        """Find accounts of an observation; gives the hypothesis that they go on from."""
        imagination = self._imagination
        base = imagination.standing(observation.before, self.character)
        answer = observation.ask(base)
        if answer.right:
            changed += self._unmotivated(observation, answer.node)
            return answer.node
        past = self._past()
        outcome = AccountSearch(observation, self.settings, self._evidence, self.settings.units, past).find(base)
        unexplained = outcome.unexplained if outcome.found is None else ()
        finding = self._finding("impossible", observation, 1.0, self._contradictions(observation, base, unexplained))
        finding = replace(
            finding, account=None if outcome.found is None else outcome.found.account, is_open=not outcome.finished
        )
        self._cases[finding.number] = _Case(observation, past)
        changed.append(self._keep(finding))
        if outcome.found is None:
            return answer.node
        changed += self._unmotivated(observation, outcome.found.hypothesis)
        return outcome.found.hypothesis

    def _contradictions(
        self, observation: Observation, base: int, unexplained: tuple[int, ...]
    ) -> tuple[Contradiction, ...]:
        """What was believed and turned out otherwise; of that, if anything has no account, only this."""
        answer = observation.ask(base)
        clashes = list(answer.clashes)
        if answer.after is None and observation.percept.kind == "attempt":
            before, after = observation.before.values, observation.after.values
            clashes = [(f, old, new) for f, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        elif answer.after is None:
            read = self._imagination.reader(answer.node)
            for part in false_parts(observation.condition, read):
                read_there = dict.fromkeys(f for path, f in fetches(part) if not path)
                # Of two things compared, what is the subject's own is not what they were wrong about.
                others = [fluent for fluent in read_there if not self._is_own(fluent)]
                for fluent in others or read_there:
                    seen = part.value if isinstance(part, Atom) and part.equal else None
                    clashes.append((fluent, read((), fluent), seen))
        if unexplained:
            clashes = [clash for clash in clashes if clash[0] in unexplained] or clashes
        told: list[Contradiction] = []
        for fluent, believed, seen in clashes:
            property_, arguments, value = fact(self._imagination, fluent, believed)
            turned_out = None if seen is None else fact(self._imagination, fluent, seen)[2]
            told.append((property_, arguments, value, turned_out))
        return tuple(dict.fromkeys(told))

    def _is_own(self, fluent: int) -> bool:
        return self.program.world.entities[self.character] in self.program.fluents[fluent].arguments

    def _unmotivated(self, observation: Observation, hypothesis: int) -> list[Finding]:
        """Ask what each of those who acted may have wanted with it, as the subject knows them."""
        percept = observation.percept
        if percept.event is None or percept.kind not in ("action", "attempt", "offer"):
            return []
        event = self.program.events[percept.event]
        actors = event.consenting if percept.kind == "action" else (percept.actor,)
        found: list[Finding] = []
        for actor in actors:
            if actor is None or actor == self.character or is_habit(self._imagination, percept.event):
                continue
            account, finished = self._attribute(hypothesis, percept.event, actor, self.settings.units)
            if account is None or account.attributed:
                finding = replace(
                    self._finding("unmotivated", observation, 1.0, ()),
                    about=actor,
                    account=account,
                    is_open=not finished,
                )
                self._cases[finding.number] = _Case(observation, actor=actor)
                found.append(self._keep(finding))
        return found

    def _attribute(self, node: int, action: int, actor: int, units: int) -> tuple[Account | None, bool]:
        search = AttributionSearch(self._imagination, node, action, actor, Effort(units=units))
        try:
            found = search.find()
        except OutOfEffortError:
            return None, False
        if found is None:
            return None, True
        if found.cost > self.settings.most_cost:
            return None, True
        return Account(attributed=tuple(fact(self._imagination, f, v) for f, v in found.facts), cost=found.cost), True

    def _uncanny(self, percept: Percept) -> list[Finding]:
        if percept.event is None or percept.kind != "action":
            return []
        weight = self.program.events[percept.event].event.attributes.uncanny
        if not weight:
            return []
        return [self._keep(Finding(len(self.findings), "uncanny", weight, percept.minute, percept))]

    def _familiar(self, percept: Percept) -> list[Finding]:
        return [
            self._keep(Finding(len(self.findings), "familiar", weight, percept.minute, percept, motif=motif))
            for motif, weight in self.motifs.come_back(self.program, percept)
        ]

    def _absent(self, due: Occasion, minute: int) -> list[Finding]:
        if any((minute, action) in self._came for group in due.actions for action in group):
            return []
        belief = self._before[1] if self._before[0] == minute else self._belief
        absence = Absence(self._imagination, self.character, belief, minute, due, self._evidence.none)
        base = absence.prepared(self._imagination.standing(belief, self.character))
        expected = absence.expected(base)
        if expected is None:
            return []
        past = self._past()
        outcome = AccountSearch(absence, self.settings, self._evidence, self.settings.units, past).find(base)
        account = None if outcome.found is None else outcome.found.account
        finding = Finding(
            len(self.findings),
            "absent",
            1.0,
            minute,
            None,
            missed=expected,
            account=account,
            is_open=not outcome.finished,
        )
        self._cases[finding.number] = _Case(absence, past)
        return [self._keep(finding)]

    # ------------------------------------------------------------------------------------------ thinking again
    def _lessons(self, observation: Observation, hypothesis: int) -> tuple[tuple[int, Code], ...]:
        """What an observation taught beyond what it changed: facts that may have been so before."""
        vector = self._imagination.engine.vector(hypothesis)
        after = observation.ask(hypothesis).after
        changed = None if after is None else self._imagination.engine.vector(after)
        found: dict[int, Code] = {}
        for fluent, (old, new) in enumerate(zip(observation.before.values, observation.after.values, strict=True)):
            if vector[fluent] != old and vector[fluent] is not None:
                found[fluent] = vector[fluent]
            elif old != new and new is not None and (changed is None or changed[fluent] != new):
                found[fluent] = new
        return tuple(found.items())

    def _think_again(self, lessons: tuple[tuple[int, Code], ...], minute: int) -> list[Finding]:
        """See whether what was just learned accounts for what did not add up."""
        if not lessons:
            return []
        changed: list[Finding] = []
        unsettled = [f for f in self.anomalies if f.number in self._cases and f.minute <= minute]
        for finding in unsettled[-REVISITED:]:
            case = self._cases[finding.number]
            if finding.percept is not None and finding.percept.minute == minute and finding is self.findings[-1]:
                continue
            account, _ = self._look_again(finding, case, self.settings.units // 4, lessons)
            if account is not None:
                changed.append(self._settle(finding, account, minute))
        return changed

    def _look_again(
        self, finding: Finding, case: _Case, units: int, lessons: tuple[tuple[int, Code], ...]
    ) -> tuple[Account | None, bool]:
        """An account of an earlier observation, given what has been learned since; and whether all was tried."""
        key = (case.observation, finding.kind, case.actor, units, lessons, self.settings)
        found = self._thoughts.get(key)
        if found is None:
            found = self._thoughts[key] = self._looked_again(finding, case, units, lessons)
        return found

    def _looked_again(
        self, finding: Finding, case: _Case, units: int, lessons: tuple[tuple[int, Code], ...]
    ) -> tuple[Account | None, bool]:
        imagination = self._imagination
        observation = case.observation
        base = imagination.standing(observation.before, self.character)
        news: Changes = {((), f): v for f, v in lessons if observation.before.values[f] != v}
        if lessons and not news:
            return None, True
        learned = tuple(fact(imagination, f, v) for (_, f), v in news.items())
        base = imagination.suppose(base, news)
        if finding.kind == "unmotivated":
            assert case.actor is not None and observation.percept.event is not None
            node = observation.ask(base).node
            account, finished = self._attribute(node, observation.percept.event, case.actor, units)
            return (None if account is None else replace(account, learned=learned)), finished
        answer = observation.ask(base)
        if answer.right:
            return Account(learned=learned, cost=float(len(learned))), True
        outcome = AccountSearch(observation, self.settings, self._evidence, units, case.past).find(base)
        found: Found | None = outcome.found
        if found is None:
            return None, outcome.finished
        return replace(found.account, learned=learned, cost=found.account.cost + len(learned)), True

    def _take_offers(self, minute: int) -> list[Finding]:
        """While they are lucid, and as long as they take what is offered: an account for the gravest anomaly."""
        changed: list[Finding] = []
        while self.mood(minute) == "lucid" and (finding := gravest(self.anomalies, minute, self.settings)) is not None:
            account = self._offer(finding)
            taken = sum(f.offered for f in self.findings)
            if not is_taken(account, taken, self.settings):
                break
            changed.append(self._settle(replace(finding, offered=True), account, minute))
        return changed

    def _offer(self, finding: Finding) -> Account:
        mistaken = dismissal(finding)
        furthest = generous(replace(self.settings, units=self.settings.units * 2**MOST_THOUGHT))
        found = self.further(finding, furthest)
        return mistaken if found is None or found.cost > mistaken.cost else found

    def _settle(self, finding: Finding, account: Account | None, minute: int) -> Finding:
        settled = replace(finding, account=account, is_open=False, settled=None if account is None else minute)
        return self._keep(settled, minute)

    # ------------------------------------------------------------------------------------------ keeping
    def _finding(
        self, kind: Kind, observation: Observation, weight: float, contradictions: tuple[Contradiction, ...]
    ) -> Finding:
        percept = observation.percept
        return Finding(len(self.findings), kind, weight, percept.minute, percept, contradictions=contradictions)

    def _keep(self, finding: Finding, minute: int | None = None) -> Finding:
        minute = finding.minute if minute is None else minute
        before = self.suspicion(minute)
        if finding.number == len(self.findings):
            self.findings.append(finding)
        else:
            self.findings[finding.number] = finding
        after = self.suspicion(minute)
        if after != before:
            self.steps.append(Step(minute, before, after, finding))
        return finding

    def _note_situation(self, observation: Observation) -> None:
        """Remember this percept."""
        self._situations.append(Situation(observation, self._evidence.percepts))
        del self._situations[:-MOST_SITUATIONS]

    def _past(self) -> tuple[Situation, ...]:
        """All that is remembered, the latest first."""
        return tuple(reversed(self._situations))
