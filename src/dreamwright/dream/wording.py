"""Orders in words, for other operators and for the reader of a debrief."""

from __future__ import annotations

from dreamwright.dream.levels import Level
from dreamwright.dream.orders import (
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
from dreamwright.errors import DreamwrightError
from dreamwright.voices.happened import HappenedTeller


def order_in_words(level: Level, order: Ordering) -> str:
    """An order on one line, as a sentence about who gave it: `Steps into Mara.` `level`: where it was given."""
    teller = HappenedTeller(level.engine)

    def name(who: str) -> str:
        found = next((e for e in level.engine.program.world.characters if e.name == who), None)
        return who if found is None else teller.name(found.index)

    def deed(action: str) -> str:
        try:
            return teller.action(level.engine.program.action(action))
        except DreamwrightError:  # of another layer
            return f"{action}."

    match order:
        case StepIn(who=who):
            return f"Steps into {name(who)}."
        case HandBack(who=who):
            return f"Hands {name(who)} back."
        case ActAs(who=who, action=action):
            return f"As {name(who)}: {deed(action)}"
        case Bring(action=action, in_minutes=minutes):
            return f"{f'In {minutes} minutes' if minutes else 'Now'}: {deed(action)}"
        case Withhold(action=action):
            return f"Holds back: {deed(action)}"
        case LetGo(action=action):
            return f"No longer holds back: {deed(action)}"
        case Whisper(who=who, facts=facts):
            return f"Whispers to {name(who)}: {facts}"
        case GoBack(position=position):
            return f"Unmakes all after happening {position}."
        case PutToSleep(layer=layer):
            return f"Puts the subject to sleep, into {layer}."
        case Rouse():
            return "Wakes the subject."
        case TakeOut(level=number):
            return f"Takes level {number} out."
        case Remark(text=text):
            return f"Notes: {text}"
        case Ease():
            return "Asks for it to go slower."
