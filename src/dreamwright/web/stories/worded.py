"""Orders in words, as other operators and the debrief's reader are told of them."""

from __future__ import annotations

from dreamwright.dream import Dream
from dreamwright.dream.orders import (
    ActAs,
    Bring,
    Ease,
    GoBack,
    HandBack,
    LetGo,
    PutToSleep,
    Remark,
    Rouse,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
)
from dreamwright.errors import DreamwrightError
from dreamwright.voices.happened import HappenedTeller
from dreamwright.web.stories.orders import AnyOrder, FeedIn, HoldTime, LetTimeGo, PassTime

_INJECTS = {"send": "Sends inject {}.", "hold": "Holds inject {} back.", "release": "Lets inject {} come by its time.",
            "skip": "Leaves inject {} out."}  # fmt: skip


def worded(dream: Dream, order: AnyOrder) -> str:
    """An order on one line. Names of the innermost layer are said as its author has them."""
    match order:
        case StepIn(who=who):
            return f"Steps into {_name(dream, who)}."
        case HandBack(who=who):
            return f"Hands {_name(dream, who)} back."
        case ActAs(who=who, action=action):
            return f"As {_name(dream, who)}: {_action(dream, action)}"
        case Bring(action=action, in_minutes=minutes):
            return f"{f'In {minutes} minutes' if minutes else 'Now'}: {_action(dream, action)}"
        case Withhold(action=action):
            return f"Holds back: {_action(dream, action)}"
        case LetGo(action=action):
            return f"No longer holds back: {_action(dream, action)}"
        case Whisper(who=who, facts=facts):
            return f"Whispers to {_name(dream, who)}: {facts}"
        case GoBack(position=position):
            return f"Unmakes all after happening {position}."
        case PutToSleep(layer=layer):
            return f"Puts the subject to sleep, into {layer}."
        case Rouse():
            return "Wakes the subject."
        case TakeOut(level=level):
            return f"Takes level {level} out."
        case Remark(text=text):
            return f"Notes: {text}"
        case Ease():
            return "Asks for it to go slower."
        case HoldTime():
            return "Holds time."
        case LetTimeGo(beat=beat):
            return f"Lets {beat} minutes pass every ten seconds." if beat else "Lets time go as the subject takes it."
        case PassTime(minutes=minutes):
            return f"Lets {minutes} minutes pass."
        case FeedIn(number=number, what=what):
            return _INJECTS[what].format(number)


def _name(dream: Dream, who: str) -> str:
    teller = HappenedTeller(dream.top.engine)
    found = next((e for e in dream.top.engine.program.world.characters if e.name == who), None)
    return who if found is None else teller.name(found.index)


def _action(dream: Dream, action: str) -> str:
    engine = dream.top.engine
    try:
        return HappenedTeller(engine).action(engine.program.action(action))
    except DreamwrightError:  # of another layer
        return f"{action}."
