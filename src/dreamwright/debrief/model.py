"""What a debrief says, as data: texts and numbers only, so that every form of it shows the same.

`minute` and what is derived from it count from the world's start; `when` says the same to people ("Day 2, 20:00").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FORMAT = "dreamwright-debrief"
VERSION = 1
"""Of the JSON form; it grows when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the story."""

    minute: int
    when: str


# ---------------------------------------------------------------------------------------------------- both stories
@dataclass(frozen=True, slots=True)
class Entry:
    """One happening: on one side what the subject perceived, on the other what happened."""

    number: int
    """Its position in the run."""
    at: Point
    time: str
    """The time of day."""
    perceived: tuple[str, ...]
    """In the subject's eyes; nothing if they saw nothing of it."""
    learned: tuple[str, ...]
    """What they believed from then on."""
    happened: tuple[str, ...]
    """The truth: the happening, and what it set off."""
    why: tuple[str, ...]
    """The reasons of those who did it."""
    seen_by: tuple[str, ...]
    """Who else saw it, or took part."""
    missed: bool
    """Whether the subject neither saw it nor was told of it by what they came to believe."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What happened while the subject was at one place; no place if the world has none."""

    place: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    heading: str
    scenes: tuple[Scene, ...]


# ---------------------------------------------------------------------------------------------------- who was where
@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody at a place, or (None) nowhere known, from one point until another."""

    place: str | None
    since: Point
    until: Point


@dataclass(frozen=True, slots=True)
class Track:
    """Where one character was."""

    who: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where everybody was. `property` is what the world calls it."""

    property: str
    places: tuple[str, ...]
    tracks: tuple[Track, ...]


# ---------------------------------------------------------------------------------------------------- wrong beliefs
@dataclass(frozen=True, slots=True)
class Mistake:
    """A belief that was wrong for a while."""

    who: str
    believed: str
    truth: str
    """What was so when it became wrong."""
    since: Point
    until: Point | None
    """None: to the end."""
    minutes: int
    """For how long."""
    cause: str
    """What made it wrong."""
    cure: str | None
    """What ended it; None: nothing did."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was so, and the subject never found out."""

    fact: str
    since: Point
    until: Point | None
    """None: it was still so at the end."""
    because: str
    believed: str
    """What the subject took to be the case instead, at the end."""
    known_to: tuple[str, ...]
    """Who did know."""


# ---------------------------------------------------------------------------------------------------- through time
Topic = Literal["utility", "number", "relationship"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value from a point on."""

    at: Point
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A number through time: its first value, and each change."""

    of: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of one kind, to be compared with each other."""

    topic: Topic
    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A change between two people that is no number."""

    at: Point
    was: str
    became: str
    because: str


# ---------------------------------------------------------------------------------------------------- turning points
@dataclass(frozen=True, slots=True)
class Effect:
    """How much better or worse somebody (None: the author) ended, on average over the seeds."""

    whose: str | None
    as_it_was: float
    otherwise: float
    agreeing: int
    """Pairs of re-runs that differed, all of them in this direction."""
    pairs: int


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A choice after which the outcome differed."""

    number: int
    at: Point
    who: str
    choice: str
    instead: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Turning:
    """What was found by going back and letting the story run again."""

    seeds: int
    """With how many seeds each choice is tried; 0: turning points were not looked for."""
    choices: int
    """Choices in the run that could be tried."""
    tried: int
    reruns: int
    ended: Literal["done", "budget", "interrupted", "not sought"]
    points: tuple[TurningPoint, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the subject of a dream could not account for, or not at once."""

    at: Point
    kind: str
    """As `lucidity.model.Kind`."""
    told: tuple[str, ...]
    """What was seen, what was believed, and why nothing explained it."""
    became: str
    """What became of it."""
    suspicion: float
    """How much they suspected right after it, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was found in the story."""

    name: str
    since: Point
    until: Point
    told: str
    happenings: tuple[str, ...]
    """What it was made of."""


# ---------------------------------------------------------------------------------------------------- an exercise
@dataclass(frozen=True, slots=True)
class Answered:
    """Something that was expected after an inject, and what became of it."""

    expected: str
    """In words."""
    notation: str
    """As the list of injects has it."""
    within: int | None
    """In how many minutes; None: at any time."""
    deadline: Point | None
    state: Literal["open", "done", "late", "missed"]
    """open: the inject was never sent."""
    done: Point | None
    deed: str | None
    """What was done."""
    after: int | None
    """How many minutes after the inject; negative: before it."""


@dataclass(frozen=True, slots=True)
class Fed:
    """An inject."""

    number: int
    due: Point
    event: str
    """As the list has it."""
    told: str
    """In words."""
    channel: str
    sender: str
    receiver: str
    state: str
    """As `exercise` has it: sent, answered, late, missed; or due, held, skipped, refused, waiting."""
    sent: Point | None
    by: str
    """Who sent it, or kept it back; empty: the list itself."""
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of an exercise: its injects, and how many of the actions expected after those sent were done."""

    name: str
    expected: int
    in_time: int
    late: int
    injects: tuple[Fed, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """All of it."""

    title: str
    run: str
    subject: str
    """Through whose eyes it is told, as they are called in the middle of a sentence."""
    second_person: bool
    """Whether a person played them, and is told "you"."""
    seed: int
    begins: str
    """Date and time, ISO 8601."""
    ends: str
    minutes: int
    happenings: int
    missed: int
    """Of these, how many the subject noticed nothing of."""
    days: tuple[Day, ...]
    whereabouts: Whereabouts | None
    mistaken: int
    """How many wrong beliefs the subject had in all, for a minute or longer."""
    mistakes: tuple[Mistake, ...]
    mistakes_left_out: int
    """Further wrong beliefs, shorter ones, that are only counted."""
    unknown: tuple[Unknown, ...]
    numbers: tuple[Numbers, ...]
    relationships: tuple[Turn, ...]
    turning: Turning
    patterns: tuple[Pattern, ...]
    objectives: tuple[Objective, ...] = ()
    """Of an exercise; none if it was not one."""
    doubts: tuple[Doubt, ...] | None = None
    """Of a layer of a dream: what did not add up for its subject since they last came there. None: this is no layer."""


# ---------------------------------------------------------------------------------------------------- dreams
@dataclass(frozen=True, slots=True)
class Step:
    """An entry of a dream that is no happening of a layer's own: a move, an unmaking, an order."""

    number: int
    when: str
    """In the layer where it was."""
    told: str
    brought: tuple[str, ...] = ()
    """What was believed there from then on, from elsewhere."""


@dataclass(frozen=True, slots=True)
class LayerDebrief:
    """One visit to a layer."""

    number: int
    """Visits of a dream count from 0."""
    name: str
    debrief: Debrief


@dataclass(frozen=True, slots=True)
class DreamDebrief:
    """A dream: the way through its layers, and each of them."""

    title: str
    run: str
    seed: int
    ending: str
    """How it ended, as a sentence."""
    happenings: int
    """In all layers."""
    way: tuple[Step, ...]
    layers: tuple[LayerDebrief, ...]
