"""Orders in words, as other operators are told of them: those to a dream, and those about time and injects."""

from __future__ import annotations

from dreamwright.dream import Dream
from dreamwright.dream.wording import order_in_words
from dreamwright.web.stories.orders import AnyOrder, FeedIn, HoldTime, LetTimeGo, PassTime

_INJECTS = {"send": "Sends inject {}.", "hold": "Holds inject {} back.", "release": "Lets inject {} come by its time.",
            "skip": "Leaves inject {} out."}  # fmt: skip


def worded(dream: Dream, order: AnyOrder) -> str:
    """An order on one line. Names of the innermost layer are said as its author has them."""
    match order:
        case HoldTime():
            return "Holds time."
        case LetTimeGo(beat=beat):
            return f"Lets {beat} minutes pass every ten seconds." if beat else "Lets time go as the subject takes it."
        case PassTime(minutes=minutes):
            return f"Lets {minutes} minutes pass."
        case FeedIn(number=number, what=what):
            return _INJECTS[what].format(number)
        case _:
            return order_in_words(dream.top, order)
