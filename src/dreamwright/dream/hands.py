"""The hands of operators: what an order does to a dream, and what speaks against it.

Every order is checked whole before anything is done, so one that is refused has changed nothing. What the stage does
not grant, what crosses a limit and what is not possible now are refused in words that an operator can read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamwright.dream.expressions import facts
from dreamwright.dream.levels import Level
from dreamwright.dream.orders import (
    POWER,
    ActAs,
    Bring,
    Ease,
    GoBack,
    HandBack,
    LetGo,
    Ordering,
    PutToSleep,
    Remark,
    Rouse,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
)
from dreamwright.dream.stage import Fact
from dreamwright.errors import DreamwrightError, did_you_mean
from dreamwright.story import Happening

if TYPE_CHECKING:
    from dreamwright.dream.dream import Dream

LATEST = 366 * 24 * 60
"""Minutes ahead for which something can be set."""

LONGEST_REMARK = 2_000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An event that is set for later, in a level."""

    level: int
    minute: int
    action: str


class Hands:
    """What reaches into one dream."""

    def __init__(self, dream: Dream, coming: Iterable[Coming] = ()) -> None:
        self._dream = dream
        self.coming = [*coming]
        """What has been set for later, in the order in which it was."""

    # ------------------------------------------------------------------------------------------ may it be
    def check(self, order: Ordering) -> None:
        """Raises ValueError, with the reason, if an order cannot be carried out now."""
        dream = self._dream
        if dream.ending is not None:
            raise ValueError("the dream is over")
        power = POWER[type(order)]
        if power is not None and power not in dream.stage.operators:
            raise ValueError(f"this stage does not let operators do that: '{power}' is not among its `operators`")
        match order:
            case StepIn(who=who):
                self._check_step_in(who)
            case HandBack(who=who):
                if not dream.top.story.is_held(self._character(who)):
                    raise ValueError(f"{who} acts by themselves already")
            case ActAs(who=who, action=action):
                self._check_act(who, action)
            case Bring():
                self._check_bring(order)
            case Withhold(action=action) | LetGo(action=action):
                if dream.top.engine.program.events[self._action(action)].consenting:
                    raise ValueError(f"{action} is somebody's own: hold them back by stepping in")
            case Whisper(who=who, facts=text):
                self._character(who)
                self._facts(text)
            case GoBack(position=position):
                dream.check_way_back(position)
            case PutToSleep(layer=layer):
                self._check_sleep(layer)
            case TakeOut(level=level):
                if level not in [found.number for found in dream.levels[:-1]]:
                    raise ValueError("only a level that is on the stack, and not the innermost, can be taken out")
            case Remark(text=text):
                if not text.strip() or len(text) > LONGEST_REMARK:
                    raise ValueError(f"a note has 1 to {LONGEST_REMARK} characters")
            case Rouse() | Ease():
                pass

    def _check_step_in(self, who: str) -> None:
        top = self._dream.top
        character = self._character(who)
        if character == top.subject:
            raise ValueError("nobody takes over the subject")
        if top.story.is_held(character):
            raise ValueError(f"{who} has been taken over, or has not come on yet")

    def _check_act(self, who: str, action: str) -> None:
        story, character, index = self._dream.top.story, self._character(who), self._action(action)
        if not story.is_held(character):
            raise ValueError(f"step into {who} first")
        if story.busy_until(character) > story.minute:
            raise ValueError(f"{who} is busy for {story.busy_until(character) - story.minute} more minutes")
        event = story.engine.program.events[index]
        if character not in event.consenting or not story.situation.believed_possible(index, character):
            raise ValueError(f"{action} is nothing that {who} believes they can do")

    def _check_bring(self, order: Bring) -> None:
        story, index = self._dream.top.story, self._action(order.action)
        if story.engine.program.events[index].consenting:
            raise ValueError(f"{order.action} takes somebody who wants it: nobody is made to act")
        if not 0 <= order.in_minutes <= LATEST:
            raise ValueError(f"that is not 0 to {LATEST} minutes from now")
        if not order.in_minutes and not story.is_possible(index):
            raise ValueError(f"{order.action} is not possible now")

    def _check_sleep(self, layer: str) -> None:
        dream = self._dream
        names = [found.name for found in dream.stage.layers]
        if layer not in names:
            raise ValueError(f"there is no layer '{layer}': there are {', '.join(names)}")
        if len(dream.levels) >= dream.DEEPEST:
            raise ValueError("nobody falls asleep more deeply")

    # ------------------------------------------------------------------------------------------ doing it
    def carry_out(self, order: Ordering) -> None:
        """Carry out an order that has been checked."""
        dream = self._dream
        top = dream.top
        outside = top.story.outside
        match order:
            case StepIn(who=who):
                dream.happened(top, outside.hold(self._character(who), "operator"))
            case HandBack(who=who):
                dream.happened(top, outside.release(self._character(who), "operator"))
            case ActAs(who=who, action=action):
                dream.happened(top, outside.act_as(self._character(who), self._action(action)))
            case Bring(action=action, in_minutes=0):
                dream.happened(top, outside.cause(self._action(action), "operator"))
            case Bring(action=action, in_minutes=minutes):
                self.coming.append(Coming(top.number, top.story.minute + minutes, action))
            case Withhold(action=action):
                top.withheld |= {self._action(action)}
            case LetGo(action=action):
                top.withheld -= {self._action(action)}
            case Whisper(who=who, facts=text):
                told = outside.recall(self._character(who), self._facts(text), "operator")
                if told is not None:
                    dream.happened(top, told)
            case GoBack(position=position):
                dream.unmake_to(position)
            case PutToSleep(layer=layer):
                dream.enter("sleep", top, layer)
            case Rouse():
                dream.wake(None)
            case TakeOut(level=level):
                self._take_out(level)
            case Ease():
                top.eased.append(len(top.story.happenings))
            case Remark():
                pass

    def _take_out(self, number: int) -> None:
        """Take a level out; the one on top of it lies on the one below from now on, wherever its clock stands."""
        levels = self._dream.levels
        place = next(i for i, level in enumerate(levels) if level.number == number)
        del levels[place]
        if place:
            above, below = levels[place], levels[place - 1]
            above.outside = below.story.minute - int(above.story.minute * above.layer.pace)

    def foresee(self, order: Ordering) -> Happening | None:
        """What an order would have happen in the innermost level, so far as that can be told beforehand."""
        outside = self._dream.top.story.outside
        match order:
            case ActAs(who=who, action=action):
                return outside.foresee(self._action(action), self._character(who), "operator")
            case Bring(action=action):
                index = self._action(action)
                possible = self._dream.top.story.is_possible(index)
                return outside.foresee(index, None, "operator") if possible else None
            case _:
                return None

    # ------------------------------------------------------------------------------------------ what is set for later
    def next_minute(self, level: Level) -> int | None:
        """The minute for which something is set next in a level; None: nothing is."""
        return min((coming.minute for coming in self.coming if coming.level == level.number), default=None)

    def bring_what_is_due(self, level: Level) -> bool:
        """Bring about what is set for now; what is not possible does not come. Whether anything was set."""
        for coming in self.coming:
            if coming.level == level.number and coming.minute <= level.story.minute:
                self.coming.remove(coming)
                action = level.engine.program.action(coming.action)
                if level.story.is_possible(action):
                    self._dream.happened(level, level.story.outside.cause(action, "operator"))
                return True
        return False

    # ------------------------------------------------------------------------------------------ names
    def _character(self, name: str) -> int:
        characters = {entity.name: entity.index for entity in self._dream.top.engine.program.world.characters}
        if name not in characters:
            hint = did_you_mean(name, list(characters)) or f"there are {', '.join(characters)}"
            raise ValueError(f"there is nobody called '{name}' in this layer; {hint}")
        return characters[name]

    def _action(self, name: str) -> int:
        top = self._dream.top
        try:
            return top.engine.program.action(name)
        except DreamwrightError as error:
            try:
                whole = top.layer.program
                tags = whole.events[whole.action(name)].event.attributes.tags
            except DreamwrightError:
                raise ValueError("; ".join(d.message for d in error.diagnostics)) from None
            crossed = [tag for tag in tags if tag in self._dream.limits.lines]
            raise ValueError(f"that would cross a line: {', '.join(crossed)} never happens in this dream") from None

    def _facts(self, text: str) -> tuple[Fact, ...]:
        try:
            return facts(self._dream.top.engine.program, text, "what is whispered")
        except DreamwrightError as error:
            raise ValueError("; ".join(d.message for d in error.diagnostics)) from None
