"""Looking back on a story: what was so and when, who knew it, from whom, and what nobody ever told them.

A `History` is everything that happened, with the truth and everybody's minds at each *moment*: moment n is when n
things have happened, so happening n leads from moment n to moment n + 1. It is made from a chronicle

    telling = Telling.of(branch)
    history = History(telling.engine, telling.happenings())

or from a story in memory, `History(story.engine, story.happenings)`. Then

    history.spells("believes(Dorian, at(Key))")   each value an expression had, from when till when, and what changed it
    history.happened("give(Mara, _, _)")          the happenings of that shape
    learned(history, character, fluent)           how somebody came to believe what they do, and who knew it before them
    knowers(history, fluent)                      what each character believes of a fluent, and since when
    wrong_beliefs(history, character)             when somebody was wrong, how that came about and how it ended
    never_known(history, character)               what somebody never found out, what matters to them most first

Characters and fluents are numbers of the program, as everywhere below the screens; `history.character("Dorian")` and
`history.fluent("at(Key)")` find them by name.
"""

from dreamwright.history.codes import HISTORY_CODES
from dreamwright.history.history import History, Spell
from dreamwright.history.ignorance import Missed, never_known
from dreamwright.history.learning import How, Knower, Learning, knowers, learned
from dreamwright.history.mistakes import WrongBelief, wrong_beliefs
from dreamwright.history.shape import Shape

__all__ = [
    "HISTORY_CODES",
    "History",
    "How",
    "Knower",
    "Learning",
    "Missed",
    "Shape",
    "Spell",
    "WrongBelief",
    "knowers",
    "learned",
    "never_known",
    "wrong_beliefs",
]
