"""`dreamwright plan`: a story that reaches what the author wants, told in the world's own words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from dreamwright.cli.console import Console
from dreamwright.cli.errors import INTERRUPTED, PROBLEM
from dreamwright.cli.progress import Report, best_so_far, reporting
from dreamwright.cli.told import Told, tell, tree
from dreamwright.cli.why import state_after
from dreamwright.cli.worlds import locate
from dreamwright.engine import DEFAULT_DEPTH, LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, load_program
from dreamwright.planning import Limits, Outcome, Plan, Status, Step, plan
from dreamwright.planning.outcome import INTERRUPT, Statistics
from dreamwright.planning.plan import DEFAULT_MEMORY, Wanted, actions_of, plans
from dreamwright.voices.paragraphs import Paragraph

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `after`, `having` and `without` are actions as people write them; `seconds`, `memory` (bytes)
    and `nodes` bound the effort. `several`: not one story, found the quickest way, but all, the shortest first, or as
    many as `most`.
    """

    world: str
    goal: float
    limits: Limits = Limits()  # noqa: RUF009 - it cannot change
    method: str | None = None
    several: bool = False
    most: int | None = None
    after: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    seconds: float | None = None
    memory: int = DEFAULT_MEMORY
    nodes: int | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """In which forms a story is shown: told, with reasons or without, or as data; `dot` and `svg` are files for
    pictures, `-` for standard output, on which nothing else is written then."""

    why: bool = False
    as_json: bool = False
    dot: str | None = None
    svg: str | None = None


def plan_world(asked: Asked, show: Show) -> int:
    """Look for a story, or for several, and show what is found.

    The exit code: 0 when something was found, 130 when interrupted, else 1. Raises DreamwrightError, among others
    impossible-action for what cannot have happened before, and file-unwritable when a picture cannot be written.
    """
    began = perf_counter()
    hunt = _Hunt(asked, show)
    return hunt.several(began) if asked.several else hunt.one(began)


class _Hunt:
    """One call: the world, what is looked for in it, and the line on the terminal while that goes on."""

    def __init__(self, asked: Asked, show: Show) -> None:
        self._asked = asked
        self._show = show
        self._report: Report | None = None
        self._console = Console()
        with self._reporting():
            self._program = load_program(locate(asked.world))
            self._wanted = self._read()

    def _read(self) -> Wanted:
        """The actions asked for."""
        after, having, without = (
            actions_of(self._program, texts) for texts in (self._asked.after, self._asked.having, self._asked.without)
        )
        if after:
            state_after(LeveledEngine(self._program, DEFAULT_DEPTH), after)  # says what is wrong with them, if anything
        return Wanted(after, having, frozenset(without))

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        with reporting(self._asked.seconds) as self._report:
            yield
        self._report = None

    def _progress(self, done: Statistics, limits: Limits) -> None:
        if self._report is not None:
            self._report(done, limits)

    # ------------------------------------------------------------------------------------------ one story
    def one(self, began: float) -> int:
        """Look for a story and show it."""
        asked, show = self._asked, self._show
        with self._reporting():
            outcome = plan(
                self._program,
                asked.goal,
                asked.limits,
                method=asked.method,
                wanted=self._wanted,
                seconds=asked.seconds,
                memory=asked.memory,
                nodes=asked.nodes,
                progress=self._progress,
            )
        startup = perf_counter() - began - outcome.statistics.seconds
        if show.as_json:
            _print_json(_as_json(self._program, outcome, startup))
        elif outcome.plan is not None:
            title = self._program.world.title or Path(asked.world).stem
            _show(tell(self._program, outcome.plan.steps), title, show)
        self._end(outcome, _summary(outcome, _effort(outcome, startup)))
        if outcome.why == INTERRUPT:
            return INTERRUPTED
        return 0 if outcome.status is Status.SOLVED else PROBLEM

    def _end(self, outcome: Outcome, summary: str) -> None:
        """Tell how it ended, and what there was instead of a story if reasons were asked for."""
        if self._show.as_json:
            return
        is_text = STANDARD_OUTPUT not in (self._show.dot, self._show.svg)
        if outcome.partial is not None and self._show.why and is_text:
            steps = tell(self._program, outcome.partial.steps)
            self._console.say(Paragraph(f"No story, but the best so far: {_reached(outcome.partial)}"))
            _tell(self._console, steps, why=True)
        sys.stdout.flush()
        hint = " (--why tells how)" if outcome.partial is not None and not self._show.why else ""
        print(f"\n{summary}{hint}", file=sys.stderr)

    # ------------------------------------------------------------------------------------------ several
    def several(self, began: float) -> int:
        """Show stories as they are found, and say at the end whether these are all."""
        asked = self._asked
        stories = plans(
            self._program,
            asked.goal,
            asked.limits,
            wanted=self._wanted,
            seconds=asked.seconds,
            memory=asked.memory,
            nodes=asked.nodes,
            progress=self._progress,
        )
        startup = perf_counter() - began
        told, interrupted = 0, False
        try:
            while told != asked.most:
                with self._reporting():
                    story = next(stories, None)
                if story is None:
                    break
                told += 1
                self._show_one(told, story)
        except KeyboardInterrupt:
            interrupted = True
        outcome = stories.outcome
        if interrupted:  # in the middle of telling
            outcome = replace(outcome, why=INTERRUPT)
        if self._show.as_json:
            data = {**_as_json(self._program, outcome, startup), "stories": told, "complete": stories.complete}
            _print_json({key: value for key, value in data.items() if key not in ("steps", "utility")})
        elif told:
            self._end(outcome, _summary_of_several(told, stories.complete, outcome, _effort(outcome, startup)))
        else:
            self._end(outcome, _summary(outcome, _effort(outcome, startup)))
        if outcome.why == INTERRUPT:
            return INTERRUPTED
        return 0 if told else PROBLEM

    def _show_one(self, number: int, story: Plan) -> None:
        if self._show.as_json:
            steps = [_step(self._program, step) for step in story.steps]
            _print_json({"story": number, "utility": story.utility, "steps": steps})
            return
        self._console.say(Paragraph(f"Story {number}: {_reached(story)}"))
        _tell(self._console, tell(self._program, story.steps), self._show.why)
        sys.stdout.flush()


def _reached(story: Plan) -> str:
    count = len(story.steps)
    return f"utility {story.utility:g} in {count} action{'' if count == 1 else 's'}"


def _effort(outcome: Outcome, startup: float) -> str:
    done = outcome.statistics
    times = f"start-up {startup:.1f} s, search {done.seconds:.1f} s"
    return f"{done.visited:,} states visited, {done.generated:,} generated, {times}"


def _summary(outcome: Outcome, effort: str) -> str:
    match outcome.status:
        case Status.SOLVED:
            assert outcome.plan is not None
            return f"{_reached(outcome.plan)} ({effort})"
        case Status.REFUSED:
            return f"refused: {outcome.why}"
        case Status.NONE:
            return f"proved: there is no such story within the limits ({effort}){_nearest(outcome)}"
        case Status.GAVE_UP:
            return f"{_ended(outcome)} ({effort}); there may be a story{_nearest(outcome)}"


def _ended(outcome: Outcome) -> str:
    """What ended a search before its time."""
    if outcome.why == INTERRUPT:
        return "interrupted"
    return f"gave up: {outcome.why} ran out"


def _nearest(outcome: Outcome) -> str:
    """What there was instead of a story, as the end of a sentence."""
    if outcome.partial is None:
        return ""
    return f"; the best so far was {best_so_far(outcome.statistics)}"


def _summary_of_several(told: int, complete: bool, outcome: Outcome, effort: str) -> str:
    count = "1 story" if told == 1 else f"{told:,} stories"
    if complete:
        return f"{count}; proved: there {'is' if told == 1 else 'are'} no more within the limits ({effort})"
    if outcome.why is not None:
        return f"{count}; {_ended(outcome)} ({effort}); there may be more"
    return f"{count}, as many as asked for; there may be more ({effort})"


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, sort_keys=True), flush=True)


def _show(story: tuple[Told, ...], title: str, show: Show) -> None:
    """Tell the story, unless a picture takes its place on standard output; write the pictures."""
    if STANDARD_OUTPUT not in (show.dot, show.svg):
        _tell(Console(), story, show.why)
    if show.dot is not None or show.svg is not None:
        from dreamwright.cli.picture import as_dot, as_svg

        for file, draw in ((show.dot, as_dot), (show.svg, as_svg)):
            if file is not None:
                _write(file, draw(story, title))


def _write(file: str, text: str) -> None:
    if file == STANDARD_OUTPUT:
        print(text, end="")
        return
    try:
        with open(file, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{file}': {error.strerror or error}") from error


def _tell(console: Console, story: tuple[Told, ...], why: bool) -> None:
    for number, step in enumerate(story, 1):
        console.say(Paragraph(step.sentence, lead=f"{number:>3}. ", tight=not why))
        for lead, line in tree(step) if why else ():
            console.say(Paragraph(line, "quiet", lead=" " * 5 + lead, tight=True))


def _as_json(program: Program, outcome: Outcome, startup: float) -> dict[str, Any]:
    found, done, partial, limits = outcome.plan, outcome.statistics, outcome.partial, outcome.limits
    return {
        "status": outcome.status.name.lower(),
        "why": outcome.why,
        "utility": None if found is None else found.utility,
        "steps": None if found is None else [_step(program, step) for step in found.steps],
        "limits": None if limits is None else {"character": limits.character, "epistemic": limits.epistemic},
        "best": done.best,
        "partial": None
        if partial is None
        else {"utility": partial.utility, "steps": [_step(program, step) for step in partial.steps]},
        "visited": done.visited,
        "generated": done.generated,
        "seconds": round(done.seconds, 3),
        "startup": round(startup, 3),
    }


def _step(program: Program, step: Step) -> dict[str, Any]:
    return {
        "action": program.events[step.action].name,
        "because": [
            {
                "character": program.world.entities[reason.character].name,
                "before": reason.before,
                "after": reason.after,
                "plan": [_step(program, later) for later in reason.steps],
            }
            for reason in step.because
        ],
    }
