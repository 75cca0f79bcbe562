"""Commands that look, inward or outward, and take no time."""

from __future__ import annotations

from itertools import groupby

from dreamwright.playing.actions import list_choices, list_some
from dreamwright.playing.finding import find_entity
from dreamwright.playing.map import map_of
from dreamwright.playing.session import Session
from dreamwright.playing.words import fold
from dreamwright.voices.paragraphs import Paragraph

RECENT = 20
"""Entries of the journal shown unless all are asked for."""


def actions(session: Session, rest: str) -> None:
    choices = session.choices()
    session.tell(list_some(choices, rest) if rest else list_choices(choices))


def look(session: Session, rest: str) -> None:
    about = fold(rest).removeprefix("at ").strip()
    if about and about != "around":
        examine(session, about)
    else:
        session.look()


def examine(session: Session, rest: str) -> None:
    if not rest:
        session.say("Examine what?")
        return
    entity = find_entity(session, rest, lambda found: examine(session, found))
    if entity is None:
        return
    view = session.view()
    session.mentions.note([entity])
    if view.near(entity):
        session.tell(session.describer.examined(view, entity))
    else:
        session.say(
            f"As far as you know, {session.describer.name(entity)} is not here, only in your thoughts (`think`)."
        )


def inventory(session: Session, rest: str) -> None:
    session.tell([session.describer.inventory(session.view())])


def show_map(session: Session, rest: str) -> None:
    session.tell(map_of(session.view(), session.describer))


def think(session: Session, rest: str) -> None:
    about = fold(rest).removeprefix("about ").strip()
    if not about or about == "about":
        session.tell(session.thinker.everything(session.view()))
        return
    entity = find_entity(session, about, lambda found: think(session, found))
    if entity is not None:
        session.mentions.note([entity])
        session.tell(session.thinker.about(session.view(), entity))


def journal(session: Session, rest: str) -> None:
    percepts = session.percepts()
    if not percepts:
        session.say("You have seen nothing happen yet.")
        return
    shown = percepts if fold(rest) == "all" else percepts[-RECENT:]
    if len(shown) < len(percepts):
        session.say(f"The last {RECENT} of {len(percepts)} things you saw; `journal all` tells the rest.", "quiet")
    clock = session.story.clock
    for day, group in groupby(shown, key=lambda percept: clock.day(percept.minute)):
        entries = list(group)
        session.say(f"Day {day}, {clock.time(entries[0].minute):%A}", "heading")
        for percept in entries:
            text = session.teller.event(percept) or ""
            session.tell([Paragraph(text, lead=f"{clock.time(percept.minute):%H:%M}  ", tight=True)])


def time(session: Session, rest: str) -> None:
    now = session.story.now
    session.say(f"It is {now:%A}, {now:%H:%M}, day {session.story.clock.day(session.story.minute)}.")


def about(session: Session, rest: str) -> None:
    world = session.engine.program.world
    session.say(world.title or session.name, "heading")
    if world.attributes.doc:
        session.say(" ".join(world.attributes.doc.split()))
    session.say(
        f"You are {session.narrator.name(session.subject)}. This is story {session.seed}: `--seed` tells others."
    )
    if world.attributes.tags:
        session.say(f"What it holds: {', '.join(world.attributes.tags)}.", "quiet")
