"""Finding a story that raises the author's utility to a goal, every step of it explained.

Whatever a search finds is checked by definition, under the limits that were asked for, before it is returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.grounding import Program
from dreamwright.planning.astar import AStar
from dreamwright.planning.checker import Checker, Step, Verdict
from dreamwright.planning.every import every_story
from dreamwright.planning.explanation_first import ExplanationFirst
from dreamwright.planning.goal_first import GoalFirst
from dreamwright.planning.limits import Effort, Limits, OutOfEffortError
from dreamwright.planning.motives import reasons_for
from dreamwright.planning.outcome import INTERRUPT, Outcome, Plan, Statistics, Status
from dreamwright.planning.portfolio import Alone, Portfolio, Searches
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.search import Search, Task
from dreamwright.planning.weighted_astar import WeightedAStar

METHODS: dict[str, type[Search]] = {m.name: m for m in (AStar, WeightedAStar, ExplanationFirst, GoalFirst)}
"""Searches by name. Without a choice a portfolio of them runs."""

DEFAULT_MEMORY = 4 << 30
"""Bytes that a search may use unless told otherwise."""

AFTERTHOUGHT = 2_000
"""Units of work to write down the reasons of what there is when a search has been cut off."""

Progress = Callable[[Statistics, Limits], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a story has to be besides explained: from where it goes on, and what it must and must not hold."""

    after: tuple[int, ...] = ()
    """Actions that have happened already, in order; the story goes on from there. They need no explanation."""
    fixed: tuple[int, ...] = ()
    """Actions that the story must have, in this order."""
    forbidden: frozenset[int] = frozenset()
    """Actions that it must not have. Characters may still think of them."""


def plan(
    program: Program,
    goal: float,
    limits: Limits,
    *,
    method: str | None = None,
    wanted: Wanted | None = None,
    seconds: float | None = None,
    memory: int = DEFAULT_MEMORY,
    nodes: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """A story that brings the author's utility to `goal` or more, as short as the searches found in time.

    Without a `method` (see METHODS) a portfolio looks for it. `seconds`, `memory` (bytes of this process) and `nodes`
    (states visited) bound the effort; `progress` is called after every slice of work. KeyboardInterrupt ends the
    search; the outcome says so, and has the best that was found. Raises DreamwrightError (unknown-method), and
    EventError when the world's initial triggers never rest.
    """
    known_method(method)
    hunt = _Hunt(program, goal, limits, wanted or Wanted(), _Budget(seconds, memory, nodes), progress)
    if hunt.wanted.fixed:
        return hunt.ended(hunt.first)
    return hunt.ended(lambda: hunt.search(method))


def plans(
    program: Program,
    goal: float,
    limits: Limits,
    *,
    wanted: Wanted | None = None,
    seconds: float | None = None,
    memory: int = DEFAULT_MEMORY,
    nodes: int | None = None,
    progress: Progress | None = None,
) -> Stories:
    """All stories that bring the author's utility to `goal` or more, the shortest first, then in event order.

    Take as many as are of use: each is looked for when it is asked for, and all effort is bounded as in `plan`.
    Without an author's limit there may be no end to them, in a world that can grow without end.
    """
    return Stories(_Hunt(program, goal, limits, wanted or Wanted(), _Budget(seconds, memory, nodes), progress))


def known_method(name: str | None) -> None:
    """Raises DreamwrightError (unknown-method) for a method that there is not. None is fine: all of them."""
    if name is not None and name not in METHODS:
        hint = did_you_mean(name, [*METHODS]) or f"there are {', '.join(METHODS)}"
        raise DreamwrightError.of("unknown-method", f"no method of searching is called '{name}'", hint=hint)


class Stories(Iterator[Plan]):
    """Stories as they are found. When time, memory or nodes run out, or at an interrupt, they end."""

    def __init__(self, hunt: _Hunt) -> None:
        self._hunt = hunt
        self._every = hunt.every()
        self._why: str | None = None
        self.complete = False
        """Whether they have come to their end, and are all there are."""

    def __next__(self) -> Plan:
        found = None
        try:
            found = None if self._why is not None or self._hunt.refusal is not None else next(self._every, None)
            self.complete = found is None and self._why is None and self._hunt.refusal is None
        except OutOfEffortError as out:
            self._why = out.why
        except KeyboardInterrupt:
            self._why = INTERRUPT
        if found is None:
            raise StopIteration
        return found

    @property
    def outcome(self) -> Outcome:
        """How it went so far: the first story, what cut off the search, and what it did."""
        return self._hunt.outcome(self._why)


@dataclass(frozen=True, slots=True)
class _Budget:
    seconds: float | None
    memory: int
    nodes: int | None


class _Hunt:
    """One call of `plan`: where it starts, what it has spent, and the best it has found."""

    def __init__(
        self,
        program: Program,
        goal: float,
        limits: Limits,
        wanted: Wanted,
        budget: _Budget,
        progress: Progress | None,
    ) -> None:
        self.engine = LeveledEngine(program, limits.levels + 2)
        self.goal = goal
        self.limits = limits
        self.wanted = wanted
        self.statistics = Statistics()
        self.best: Plan | None = None
        self.found_under: Limits | None = None
        self._budget = budget
        self._progress = progress
        self._began = perf_counter()
        self._checker = Checker(reasons_for(self.engine, limits))
        self.start, self.refusal = self._begin()

    def _begin(self) -> tuple[int, str | None]:
        """The state to go on from, and why nothing can be looked for from there, if so."""
        space = self._checker.space
        state = self.engine.initial
        for action in self.wanted.after:
            after = space.after(state, action) if space.possible(state, action) else None
            if after is None:
                return state, f"{self.engine.program.events[action].name} is not possible where it is said to happen"
            state = after
        utility = space.utility(state, None)
        self.statistics.best = utility
        if utility is None:
            return state, "the author's utility is unknown to begin with"
        if utility >= self.goal:
            return state, f"the author's utility is {utility:g} to begin with; a goal is above that"
        return state, None

    def effort(self, units: int | None = None) -> Effort:
        seconds = self._budget.seconds
        left = None if seconds is None else max(0.0, self._began + seconds - perf_counter())
        return Effort(left, self._budget.memory, units)

    def ended(self, work: Callable[[], None]) -> Outcome:
        """The outcome of work that may be cut off, and is not begun where there is nothing to look for."""
        why = None
        try:
            if self.refusal is None:
                work()
        except OutOfEffortError as out:
            why = out.why
        except KeyboardInterrupt:
            why = INTERRUPT
        return self.outcome(why)

    def outcome(self, why: str | None) -> Outcome:
        """The outcome with what has been found, if the search ends here; `why`: what cut it off."""
        self.statistics.seconds = perf_counter() - self._began
        if self.refusal is not None:
            return Outcome(Status.REFUSED, None, self.statistics, why=self.refusal)
        if self.best is not None:
            return Outcome(Status.SOLVED, self.best, self.statistics, self.found_under, why)
        status = Status.NONE if why is None else Status.GAVE_UP
        return Outcome(status, None, self.statistics, self.statistics.best_limits, why, self._partial())

    def _partial(self) -> Plan | None:
        """What the searches explained that led to the greatest utility, with the reasons as far as they are at hand."""
        plan, limits, utility = self.statistics.best_plan, self.statistics.best_limits, self.statistics.best
        if limits is None or utility is None:
            return None
        checker = Checker(reasons_for(self.engine, limits))
        checker.search.effort = Effort(units=AFTERTHOUGHT)
        steps: list[Step] = []
        try:
            for step in checker.steps(plan, self.start):
                steps.append(step)
        except (OutOfEffortError, KeyboardInterrupt):
            pass
        return Plan((*steps, *(Step(action) for action in plan[len(steps) :])), utility)

    # ------------------------------------------------------------------------------------------ searching
    def search(self, method: str | None) -> None:
        """Look for the best story that the searches find; without any it is proved that there is none."""
        searches: Searches
        if method is None:
            searches = Portfolio(self.limits, self._new_search)
        else:
            searches = Alone(self._new_search(METHODS[method], self.limits))
        for search in searches:
            units = search.slice
            effort = self.effort(units)
            found = search.advance(effort)
            searches.spent(units - max(0, effort.units or 0))
            for actions in found:
                self._found(search, actions, searches)
            self._report(search.reasons.limits)

    def _new_search(self, method: type[Search], limits: Limits) -> Search:
        task = self._task()
        if self.best is not None:
            task.longest = len(self.best.steps) - 1
        return method(reasons_for(self.engine, limits), task, self.statistics)

    def _task(self) -> Task:
        return Task(self.start, self.goal, self.limits.author, self.wanted.forbidden, self._budget.nodes)

    def _found(self, search: Search, actions: Sequence[int], searches: Searches) -> None:
        story = self._checked(actions)
        if story is not None and (self.best is None or len(story.steps) < len(self.best.steps)):
            self.best, self.found_under = story, search.reasons.limits
            searches.found(len(story.steps))

    def _checked(self, actions: Sequence[int]) -> Plan | None:
        """The story, if it is a solution; else, where something in it is needless, the story without that."""
        verdict = self._check(actions)
        if verdict.flaw is not None and verdict.flaw.kind == "not minimal":
            for less in self._checker.shorter(actions, self.start, self.goal):
                verdict = self._check(less)
                if verdict.ok:
                    break
        if not verdict.ok or verdict.utility is None:
            return None
        return Plan(verdict.steps, verdict.utility)

    def _check(self, actions: Sequence[int]) -> Verdict:
        self._checker.search.effort = self.effort()
        return self._checker.check(actions, self.start)

    def first(self) -> None:
        """Look for a shortest story with the fixed actions."""
        next(self.every(), None)

    def every(self) -> Iterator[Plan]:
        """All stories, shortest first. Raises OutOfEffortError."""
        reasons = self._checker.search
        effort = reasons.effort = self.effort()  # one for all: a new one would not look at the clock for a while
        for actions in every_story(reasons, self._task(), self.wanted.fixed, self.statistics, self._report_on(reasons)):
            verdict = self._checker.check(actions, self.start)
            if verdict.ok and verdict.utility is not None:
                story = Plan(verdict.steps, verdict.utility)
                if self.best is None:
                    self.best, self.found_under = story, self.limits
                yield story
                reasons.effort = effort

    def _report_on(self, reasons: Reasons) -> Callable[[], None]:
        return lambda: self._report(reasons.limits)

    def _report(self, limits: Limits) -> None:
        self.statistics.seconds = perf_counter() - self._began
        if self._progress is not None:
            self._progress(self.statistics, limits)


def actions_of(program: Program, texts: Iterable[str]) -> tuple[int, ...]:
    """Ground actions by name. Raises WorldError, with a suggestion, for one that does not exist."""
    return tuple(program.action(text) for text in texts)
