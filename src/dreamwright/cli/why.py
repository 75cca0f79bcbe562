"""`dreamwright why`: for everybody who must want an action, the motive, or what stands in the way of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dreamwright.cli.console import Console
from dreamwright.cli.errors import PROBLEM
from dreamwright.cli.worlds import locate
from dreamwright.engine import DEFAULT_DEPTH, LeveledEngine
from dreamwright.errors import Diagnostic, EventError
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.written import fluent_written, value_written
from dreamwright.planning import Limits, Reason, Step
from dreamwright.planning.explain import (
    Account,
    Beyond,
    Content,
    Disbelieved,
    Explanation,
    Fails,
    Idle,
    Nearest,
    NoGain,
    Otherwise,
    Part,
    Refused,
    Superfluous,
    Unclear,
    WhyNot,
    explain,
    missing_parts,
)
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import base_form, capitalised, listed, number

MOST_FACTS = 4
"""Facts told about one part of a precondition; a part about everybody there is reads hundreds."""

_SEARCHES = {
    "deeper": "for plans that take more belief about belief",
    "refused": "for plans that somebody refuses",
    "longer": "for longer plans",
    "otherwise": "for gains in something else",
}


def why_world(
    named: str, action: str, after: Sequence[str], character: int | None, epistemic: int, *, as_json: bool = False
) -> int:
    """Explain an action, taken after others, and print it; 0 when it is possible and all have a motive, else 1.

    `character` is how many actions ahead people think; None: as the world has it.
    """
    program = load_program(locate(named))
    asked = program.action(action)
    course = [program.action(text) for text in after]
    foresight = program.world.attributes.foresight
    default = Limits().character if foresight is None else foresight
    limits = Limits(default if character is None else character, epistemic)
    # One level more than the limits see, so that the next deeper ones can be tried.
    engine = LeveledEngine(program, max(DEFAULT_DEPTH, (2 if epistemic < 0 else epistemic) + 3))
    node = state_after(engine, course)
    explanation = explain(engine, node, asked, limits)
    if as_json:
        print(json.dumps(_Data(program).explanation(explanation), ensure_ascii=False, sort_keys=True))
    else:
        _show([*_Words(program, engine, node, limits).explanation(explanation)])
    return 0 if explanation.explained else PROBLEM


def state_after(engine: LeveledEngine, course: Sequence[int]) -> int:
    """The state after a course of actions. Raises EventError where one of them is not possible."""
    node = engine.initial
    for place, action in enumerate(course):
        missing = missing_parts(engine, node, action)
        if missing:
            words = _Words(engine.program, engine, node, Limits())
            name = engine.program.events[action].name
            when = f" after '{engine.program.events[course[place - 1]].name}'" if place else " at the start"
            raise EventError(
                Diagnostic(
                    "impossible-action",
                    f"'{name}' is not possible{when}",
                    expected=listed([f"`{part.text}`" for part in missing]),
                    hint="; ".join(words.facts(part) for part in missing),
                )
            )
        node = engine.apply(node, action)
    return node


# ---------------------------------------------------------------------------------------------------- in words
@dataclass(frozen=True, slots=True)
class _Line:
    """One line of what is said, and how deep it stands; an `apart` one begins something new."""

    text: str
    depth: int = 0
    apart: bool = False


def _show(lines: Sequence[_Line]) -> None:
    console = Console()
    for line, lead in zip(lines, _leads([line.depth for line in lines]), strict=True):
        console.say(Paragraph(capitalised(line.text), "quiet" if line.depth else "plain", lead, tight=not line.apart))


def _leads(depths: Sequence[int]) -> list[str]:
    """What stands before the lines of a tree, by how deep each one is; nothing before a root."""
    leads: list[str] = []
    goes_on: set[int] = set()  # the depths at which another line follows under the same parent
    for depth in reversed(depths):
        goes_on = {d for d in goes_on if d <= depth}
        margin = "".join("│  " if d in goes_on else "   " for d in range(1, depth))
        leads.append(margin + ("├─ " if depth in goes_on else "└─ ") if depth else "")
        goes_on.add(depth)
    return leads[::-1]


class _Words:
    """Puts an explanation into words."""

    def __init__(self, program: Program, engine: LeveledEngine, node: int, limits: Limits) -> None:
        self._program = program
        self._engine = engine
        self._node = node
        self._limits = limits
        self._narrator = Narrator(program.world)

    def explanation(self, explanation: Explanation) -> Iterator[_Line]:
        """What is asked about, whether it is possible, and everybody's account."""
        yield _Line(self._told(explanation.action), apart=True)
        if explanation.impossible:
            yield _Line("It is not possible now.", apart=True)
            for part in explanation.impossible:
                yield _Line(f"{self._needs(part)}, but {self.facts(part)}.", 1)
        elif not explanation.accounts:
            yield _Line("It is possible, and nobody has to want it: only the author brings it about.", apart=True)
        if explanation.impossible and not explanation.accounts:
            yield _Line("Nobody has to want it: only the author brings it about.", apart=True)
        for account in explanation.accounts:
            yield from self._account(account, explanation)

    def _account(self, account: Account, explanation: Explanation) -> Iterator[_Line]:
        if account.motive is not None:
            yield from self._reason(account.motive, 0, apart=True)
        elif account.why_not is not None:
            who, why_not = account.character, account.why_not
            seen = isinstance(why_not, Disbelieved) and _same(why_not.parts, explanation.impossible)
            cause = self._cause(why_not, (who,)) if not seen else f"{self._knows(who)} that it is impossible"
            yield _Line(f"{self._name(who)} has no motive: {cause}.", apart=True)
            if not seen:
                yield from self._details(why_not, (who,), 1)
            if self._is_habit(explanation.action, who):
                yield _Line("It is in the routine, and so may happen for want of anything better.", 1)

    def _is_habit(self, action: int, character: int) -> bool:
        """Whether somebody may do it without a motive: nobody else must consent, and it is among their habits."""
        event = self._program.events[action]
        routine = self._program.world.entities[character].attributes.routine
        return event.consenting == (character,) and event.event.name in routine

    def _knows(self, character: int) -> str:
        they = self._narrator.pronoun(self._program.world.entities[character])
        return f"{they} {'know' if they == 'they' else 'knows'}"

    # ---------------------------------------------------------------------------------------------- why not
    def _cause(self, why_not: WhyNot, minds: tuple[int, ...]) -> str:
        """Why somebody, the last of the minds, has no motive, after a colon."""
        entity = self._program.world.entities[minds[-1]]
        they, them = self._narrator.pronoun(entity), self._narrator.pronoun(entity, "them")

        def agree(verb: str) -> str:
            return base_form(verb) if they == "they" else verb

        match why_not:
            case Disbelieved():
                return f"{they} {agree('believes')} it impossible"
            case Fails():
                return f"as {they} {agree('sees')} things, it fails ({why_not.message})"
            case Idle():
                return f"as {they} {agree('sees')} things, it changes nothing"
            case Unclear():
                return f"{they} {agree('does')} not know how well off {they} {agree('is')}"
            case NoGain(before=before, at_once=None):
                return f"{they} would not know how well off it leaves {them} ({number(before)} as things are)"
            case NoGain(before=before, at_once=float() as at_once) if at_once < before:
                return f"it leaves {them} worse off ({number(at_once)} rather than {number(before)})"
            case NoGain(before=before):
                return f"it leaves {them} no better off ({number(before)} as before)"

    def _details(self, why_not: WhyNot, minds: tuple[int, ...], depth: int) -> Iterator[_Line]:
        match why_not:
            case Disbelieved():
                for part in why_not.parts:
                    mistaken = " In truth it is so." if part.true and len(minds) == 1 else ""
                    yield _Line(f"{self._needs(part)}, but {self.facts(part, minds)}.{mistaken}", depth)
            case NoGain():
                if why_not.nearest is not None:
                    yield from self._nearest(why_not.nearest, minds[0], depth)
                if why_not.unfinished:
                    looked = listed([_SEARCHES[name] for name in why_not.unfinished], "and")
                    yield _Line(f"(The search {looked} was given up, so there may be some.)", depth)
            case _:
                return

    def _nearest(self, nearest: Nearest, character: int, depth: int) -> Iterator[_Line]:
        name = self._name(character)
        match nearest:
            case Beyond(limits=wider, motive=motive):
                yield _Line(self._wider(wider, motive), depth)
                yield from self._reason(motive, depth + 1)
            case Refused():
                yield from self._refused(nearest, character, depth)
            case Superfluous(best=best):
                yield _Line(f"What {name} could gain with it can be had without it:", depth)
                yield from self._plan(best, depth)
            case Otherwise(best=best):
                yield _Line(f"Nothing that begins with it helps. The best that {name} sees to do:", depth)
                yield from self._plan(best, depth)
            case Content():
                most = _actions(self._limits.budget)
                yield _Line(f"{name} sees nothing at all to gain within {most}.", depth)

    def _wider(self, wider: Limits, motive: Reason) -> str:
        if wider.epistemic != self._limits.epistemic:
            return (
                f"It would take more thought about what others think: {wider.epistemic} levels of reasons within "
                f"reasons (--belief-depth {wider.epistemic})."
            )
        option = f"--character-limit {wider.character}"
        limit = self._limits.budget
        if len(motive.steps) > limit:
            return f"It would take {_actions(len(motive.steps))}, more than the limit of {limit} ({option})."
        return f"Others would have to think further ahead than the limit of {_actions(limit)} ({option})."

    def _refused(self, refused: Refused, character: int, depth: int) -> Iterator[_Line]:
        gain = _gain(refused.before, refused.after)
        yield _Line(f"{self._name(character)} would be better off {gain} if nobody refused, then:", depth)
        for place, action in enumerate(refused.plan):
            if place == 0:
                continue
            yield _Line(self._told(action), depth + 1)
            if place != refused.place:
                continue
            for account in refused.refusals:
                assert account.why_not is not None
                minds = (character, account.character)
                cause = self._cause(account.why_not, minds)
                sees = f"as {self._name(character)} sees things"
                yield _Line(f"{self._name(account.character)} would refuse, {sees}: {cause}.", depth + 2)
                yield from self._details(account.why_not, minds, depth + 3)

    # ------------------------------------------------------------------------------------------------ plans
    def _reason(self, reason: Reason, depth: int, *, apart: bool = False) -> Iterator[_Line]:
        """A motive for what is asked about: the gain, and the steps that follow."""
        gain = f"{self._name(reason.character)} would be better off {_gain(reason.before, reason.after)}"
        yield _Line(f"{gain}, then:" if reason.steps[1:] else f"{gain}.", depth, apart)
        yield from self._steps(reason.steps[1:], depth + 1)

    def _plan(self, reason: Reason, depth: int) -> Iterator[_Line]:
        """A plan for something else, from its first step."""
        yield from self._steps(reason.steps, depth + 1)
        gain = _gain(reason.before, reason.after)
        yield _Line(f"That would leave {self._name(reason.character)} better off {gain}.", depth + 1)

    def _steps(self, steps: Sequence[Step], depth: int) -> Iterator[_Line]:
        for step in steps:
            yield _Line(self._told(step.action), depth)
            for reason in step.because:
                yield from self._reason(reason, depth + 1)

    # ------------------------------------------------------------------------------------------------ words
    def _needs(self, part: Part) -> str:
        return f"It needs `{part.text}`"

    def facts(self, part: Part, minds: tuple[int, ...] = ()) -> str:
        """What a part of a precondition reads, as a clause: in truth, or as the minds believe."""
        if not part.readable:
            return "that divides by zero"
        said: list[str] = []
        before = ""
        for value in part.values[:MOST_FACTS]:
            lead, fact = self._fact(minds, *value)
            said.append(f"that {fact}" if lead and lead == before else f"{lead}{fact}")
            before = lead
        if len(part.values) > MOST_FACTS:
            said.append("so on")
        return listed(said) or "that can never be"

    def _fact(self, minds: tuple[int, ...], path: tuple[int, ...], fluent: int, code: Code) -> tuple[str, str]:
        """A value as the minds believe: "Mara believes that " and "she is in the crypt"."""
        program = self._program
        ground = program.fluents[fluent]
        chain = tuple(program.world.entities[c] for c in (*minds, *path))
        value = program.author_value(ground.kind, code)
        whole = self._narrator.belief(chain, ground.property, ground.arguments, value)
        known = chain[-1] if chain else None
        fact = self._narrator.fact(ground.property, ground.arguments, value, known=known)
        return (whole.removesuffix(fact), fact) if whole.endswith(fact) else ("", whole)

    def _told(self, action: int) -> str:
        event = self._program.events[action]
        return self._narrator.tell(
            event.event,
            event.arguments,
            read=lambda property_, arguments: self._engine.read(self._node, property_, arguments),
        )

    def _name(self, character: int) -> str:
        return self._narrator.name(self._program.world.entities[character])


def _same(parts: tuple[Part, ...], others: tuple[Part, ...]) -> bool:
    """Whether the same parts do not hold, for the same values."""
    return [(part.text, part.values) for part in parts] == [(part.text, part.values) for part in others]


def _gain(before: float, after: float) -> str:
    return f"({number(after)} rather than {number(before)})"


def _actions(count: int) -> str:
    return "one action" if count == 1 else f"{count} actions"


# ----------------------------------------------------------------------------------------------------- as data
class _Data:
    """An explanation as JSON; every kind is named by `why_not` or `nearest`."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def explanation(self, explanation: Explanation) -> dict[str, Any]:
        return {
            "action": self._event(explanation.action),
            "explained": explanation.explained,
            "possible": not explanation.impossible,
            "impossible": [self._part(part) for part in explanation.impossible],
            "limits": _limits(explanation.limits),
            "characters": [self._account(account) for account in explanation.accounts],
        }

    def _account(self, account: Account) -> dict[str, Any]:
        found: dict[str, Any] = {"character": self._name(account.character), "motive": None, "why_not": None}
        if account.motive is not None:
            found["motive"] = self._reason(account.motive)
        why_not = account.why_not
        if why_not is not None:
            found["why_not"] = _kind(why_not)
        match why_not:
            case Disbelieved():
                found["parts"] = [self._part(part) for part in why_not.parts]
            case Fails():
                found["message"] = why_not.message
            case NoGain():
                found |= {"before": why_not.before, "at_once": why_not.at_once, "unfinished": [*why_not.unfinished]}
                found["nearest"] = None if why_not.nearest is None else self._nearest(why_not.nearest)
            case _:
                pass
        return found

    def _nearest(self, nearest: Nearest) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": _kind(nearest)}
        match nearest:
            case Beyond():
                return found | {"limits": _limits(nearest.limits), "motive": self._reason(nearest.motive)}
            case Refused():
                return found | {
                    "plan": [self._event(action) for action in nearest.plan],
                    "before": nearest.before,
                    "after": nearest.after,
                    "place": nearest.place,
                    "refusals": [self._account(account) for account in nearest.refusals],
                }
            case Superfluous() | Otherwise():
                return found | {"best": self._reason(nearest.best)}
            case Content():
                return found

    def _part(self, part: Part) -> dict[str, Any]:
        program = self._program
        return {
            "condition": part.text,
            "values": {fluent_written(program, p, f): value_written(program, f, v) for p, f, v in part.values},
            "true": part.true,
            "readable": part.readable,
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        return {
            "character": self._name(reason.character),
            "before": reason.before,
            "after": reason.after,
            "plan": [
                {"action": self._event(step.action), "because": [self._reason(inner) for inner in step.because]}
                for step in reason.steps
            ],
        }

    def _event(self, action: int) -> str:
        return self._program.events[action].name

    def _name(self, character: int) -> str:
        return self._program.world.entities[character].name


def _kind(thing: WhyNot | Nearest) -> str:
    """The name of a kind: `NoGain` is "no gain"."""
    return {"NoGain": "no gain"}.get(type(thing).__name__, type(thing).__name__.lower())


def _limits(limits: Limits) -> dict[str, int]:
    return {"character": limits.character, "epistemic": limits.epistemic}
