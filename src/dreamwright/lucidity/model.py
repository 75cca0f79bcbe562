"""What lucidity finds: accounts, anomalies, and what there is of both.

The words are the project's own, the ideas the field's. An *account* is an abductive explanation (Peirce; Poole 1989,
"Explanation and prediction"): suppositions from which what was observed follows. It has a cost, as in cost-based
abduction (Charniak & Shimony 1990; Hobbs et al. 1993): the cheapest wins. That a step of it must have been intended by
whoever took it is Riedl & Young's intentionality (2010), in the form of Shirvani, Ware & Farrell's possible worlds
(2017): intended in the mind that the subject takes the actor to have. Surprise as what an expectation rules out is Bae
& Young's (2008); that it is measured on beliefs makes it a revision, not an expansion, in the sense of Alchourron,
Gardenfors & Makinson (1985): to learn what one knew nothing of contradicts nothing, and asks for no account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.grounding import Argument, Value
from dreamwright.language.world import Property
from dreamwright.story import Percept

Kind = Literal["impossible", "unmotivated", "uncanny", "familiar", "absent"]
"""impossible: what they perceived could not follow from what they believed. unmotivated: somebody did what, as far as
they know that person, served no purpose of theirs. uncanny: an event of a kind that its author marked as outside the
laws the subject knows. familiar: a marked motif of another layer came back. absent: what had to happen before their
eyes, by a schedule they know, did not."""

Fact = tuple[Property, tuple[Argument, ...], Value]
"""A fluent and a value for it; None is unknown."""

Purpose = Literal["motive", "routine", "author", "none"]
"""Why an unseen event may have happened. motive: whoever must consent to it has a motive in the subject's model of
them. routine: it is one of their habits. author: nobody's act, with a schedule or a rate. none: it could be done, but
the subject knows no reason why anybody should have."""


@dataclass(frozen=True, slots=True)
class UnseenStep:
    """An event that the subject can take to have happened without their noticing."""

    action: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Supposition:
    """That something unknown was so, or that somebody believes it."""

    who: int | None
    """Who believes it; None: it is so."""
    fact: Fact


@dataclass(frozen=True, slots=True)
class Account:
    """What the subject could suppose so that an observation comes out right. Nothing at all: it was as expected.

    Its cost is one for each step, one more for each step without a purpose (`Settings.purposeless`), a half for each
    unknown thing that must have been as it needs and one for each belief of somebody else's that must, a half for an
    effect they did not notice, two for each belief they must have been wrong about from the start (`Settings.mistake`),
    one for each thing they have learned since that must have been so all along; and where somebody acted, for each
    belief that would give them a motive one, and one more where the subject takes it to be false.
    """

    steps: tuple[UnseenStep, ...] = ()
    since: int | None = None
    """The minute of the belief from which the steps begin, if that is not what they believed just before."""
    mistaken: tuple[Fact, ...] = ()
    """Facts they must have been wrong about from the start, never having had them before their eyes."""
    supposed: tuple[Supposition, ...] = ()
    """What they may suppose of what they know nothing of, and of what others believe. With `since` and no steps: then,
    so that what they saw at that minute also had an effect that they did not notice."""
    learned: tuple[Fact, ...] = ()
    """Facts they have learned since, and that must have been so already."""
    attributed: tuple[Fact, ...] = ()
    """What the one who acted must believe."""
    is_dismissal: bool = False
    """That they were mistaken, and nothing else."""
    cost: float = 0.0


Contradiction = tuple[Property, tuple[Argument, ...], Value, Value]
"""A fluent, what they believed of it, and what it turned out to be (None: not what they believed)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about an observation that was not simply as expected, and what became of it."""

    number: int
    """Its place among the findings of one subject, from 0."""
    kind: Kind
    weight: float
    """How much it weighs without an account: 1, or what the author or memory says."""
    minute: int
    percept: Percept | None
    """What was perceived; None for what was absent."""
    about: int | None = None
    """Unmotivated: whose act it was. Absent: nobody."""
    missed: int | None = None
    """Absent: the action that did not come."""
    motif: str | None = None
    """Familiar: what came back."""
    contradictions: tuple[Contradiction, ...] = ()
    account: Account | None = None
    is_open: bool = False
    """Not found yet: the search was cut off by its bound, and goes on when the subject has time to think."""
    settled: int | None = None
    """The minute at which an account turned up later, if one did."""

    offered: bool = False
    """Whether that account was offered to them by the dream (`Settings.offers`)."""

    @property
    def is_anomaly(self) -> bool:
        """Whether nothing they know explains it, as far as was looked."""
        return self.account is None and not self.is_open


@dataclass(frozen=True, slots=True)
class Settings:
    """How far somebody looks for an account, and what weighs how much with them."""

    length: int = 3
    """The most unseen events in an account."""
    units: int = 400
    """Units of work for one observation, and for each act in it: hypotheses tried, and questions for a motive. Never a
    clock."""
    look_back: int = 4
    """How many earlier situations they think back to, in which they may have seen less than now."""
    purposeless: float = 1.0
    """What an unseen step costs besides, for which they know no purpose. People have errands nobody knows of."""
    mistake: float = 2.0
    """What it costs to have been wrong from the start about something never seen."""
    mistakes: int = 2
    """The most such beliefs in one account."""
    most_cost: float = 6.0
    """The most that an account of one clash, or of one act, may cost: what costs more they do not believe. With the
    usual 6, three unseen events without a purpose are just about believed, and with 3 such that have one."""
    pause: int = 10
    """After how many minutes in which they perceived nothing they go on with what they have not thought through."""
    attention: float = 0.4
    """How much of an anomaly's weight reaches them, from 0 to 1."""
    half_life: int = 720
    """Minutes of the story in which what an anomaly added to suspicion fades by half."""
    offers: bool = False
    """Whether somebody who turns lucid is offered an account first."""
    uneasy: float = 0.25
    questioning: float = 0.5
    lucid: float = 0.8
    """From how much suspicion on they are so."""
