"""A debrief as one page of HTML that needs nothing else: no network, no script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamwright.debrief.charts import charts, timelines
from dreamwright.debrief.model import Answered, Debrief, DreamDebrief, Fed, Mistake, Objective, Turning
from dreamwright.story import Clock
from dreamwright.voices import duration
from dreamwright.voices.words import capitalised, listed, number

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"

MARK = "Dreamwright debrief"
"""By which a debrief is known as one, in every form."""

UNSENT = {
    "held": "held",
    "skipped": "skipped",
    "refused": "refused: a limit forbids it",
    "due": "it never could be sent",
}
"""What is said of an inject that was not sent, by its state."""

NO_PLACES = "This world has no property that says where its people are, so there is no timeline of places."

OBJECTIVES = ("objectives", "Expected and done")
"""The section that only an exercise has; it comes first."""

SECTIONS = (
    ("story", "Both sides of the story"),
    ("places", "Who was where"),
    ("mistakes", "Beliefs that were wrong"),
    ("unknown", "Never found out"),
    ("numbers", "Numbers through time"),
    ("relationships", "Between two people"),
    ("turning", "Turning points"),
    ("patterns", "Patterns"),
)


def as_html(debrief: Debrief | DreamDebrief) -> str:
    """The page. Everything from the world is escaped."""
    style = _trusted((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    if isinstance(debrief, DreamDebrief):
        bodies = [(each, _html_body(each.debrief, f"layer-{each.number}-", 3)) for each in debrief.layers]
        page = _environment(1, escape=True).get_template("dream.html")
        return page.render(d=debrief, mark=MARK, style=style, bodies=bodies)
    page = _environment(debrief.minutes, escape=True).get_template("page.html")
    return page.render(**_shared(debrief), style=style, body=_html_body(debrief, "", 2))


def _html_body(debrief: Debrief, prefix: str, heading: int) -> str:
    """The sections of a page, with a prefix to their ids, and headings from a level on."""
    clock = Clock(datetime.fromisoformat(debrief.begins))
    where, minutes = debrief.whereabouts, debrief.minutes
    names = [f"{prefix}chart-{i}" for i in range(len(debrief.numbers))]
    return _trusted(_environment(minutes, escape=True).get_template("body.html").render(
        **_shared(debrief),
        p=prefix,
        h=heading,
        timelines=() if where is None else list(timelines(where, clock, minutes, f"{prefix}places")),
        charts=[(g, list(charts(g, clock, minutes, name))) for g, name in zip(debrief.numbers, names, strict=True)],
    ))  # fmt: skip


def as_markdown(debrief: Debrief | DreamDebrief) -> str:
    """The same as a text in Markdown; tables stand for the pictures."""
    if isinstance(debrief, DreamDebrief):
        bodies = [(each, _deeper(_markdown_body(each.debrief))) for each in debrief.layers]
        page = _environment(1, escape=False).get_template("dream.md")
        return page.render(d=debrief, mark=MARK, bodies=bodies)
    page = _environment(debrief.minutes, escape=False).get_template("page.md")
    return page.render(**_shared(debrief), body=_markdown_body(debrief))


def _markdown_body(debrief: Debrief) -> str:
    body = _environment(debrief.minutes, escape=False).get_template("body.md")
    return _trusted(body.render(**_shared(debrief)))


def _deeper(text: str) -> str:
    """With every heading a level further down."""
    return _trusted(re.sub("^#", "##", text, flags=re.MULTILINE))


def _shared(debrief: Debrief) -> dict[str, Any]:
    """What the templates of all forms are given."""
    subject = capitalised(debrief.subject)
    return {
        "d": debrief,
        "subject": subject,
        "mark": MARK,
        "who": "you" if debrief.second_person else debrief.subject,
        "sections": SECTIONS,
        "objectives": OBJECTIVES,
        "mistakes": by_person(debrief.mistakes),
        "no_places": NO_PLACES,
        "between": any(group.topic == "relationship" for group in debrief.numbers),
        "turning_said": turning_said(debrief.turning),
    }


def _environment(minutes: int, *, escape: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=None if escape else _plain,
    )
    filters: dict[str, Callable[..., Any]] = {
        "date": date_said,
        "duration": duration,
        "number": number,
        "seen": seen,
        "score": score,
        "outcome": outcome,
        "channel": channel,
        "sending": sending,
        "known": known_to,
        "percent": partial(_percent, of=max(1, minutes)),
    }
    environment.filters |= filters
    return environment


def _trusted(text: str) -> str:
    """A text of our own, which goes into a page as it is."""
    from markupsafe import Markup

    return Markup(text)


# ---------------------------------------------------------------------------------------------------- in words
def by_person(mistakes: Sequence[Mistake]) -> list[tuple[str, list[Mistake]]]:
    """The wrong beliefs of each, in the order in which they come."""
    return [(who, list(found)) for who, found in groupby(mistakes, key=lambda mistake: mistake.who)]


def date_said(iso: str) -> str:
    time = datetime.fromisoformat(iso)
    return f"{time:%A} {time.day} {time:%B %Y}, {time:%H:%M}"


def seen(names: Sequence[str]) -> str:
    return f"Seen by {listed(names)}." if names else "Nobody else saw it."


def score(objective: Objective) -> str:
    """How much of what was expected was done."""
    if not objective.expected:
        return "nothing was asked for"
    late = f", {objective.late} late" if objective.late else ""
    return f"{objective.in_time} of {objective.expected} done in time{late}"


def sending(fed: Fed) -> str:
    """When an inject was due, and when and by whom it was sent."""
    if fed.sent is None:
        kept = f" by {fed.by}" if fed.by else ""
        return f"due {fed.due.when}; {UNSENT.get(fed.state, 'not sent')}{kept}"
    by = f" by {fed.by}" if fed.by else ""
    return f"{fed.sent.when}{by}" + ("" if fed.sent == fed.due else f"; due {fed.due.when}")


def channel(fed: Fed) -> str:
    """By what way an inject came, and from whom to whom."""
    ways = [fed.channel, f"from {fed.sender}" if fed.sender else "", f"to {fed.receiver}" if fed.receiver else ""]
    return " ".join(way for way in ways if way)


def outcome(answer: Answered) -> str:
    """What became of something expected."""
    if answer.state == "open":
        return "Never asked for."
    if answer.done is None or answer.after is None:
        return "Not done."
    when = f"{duration(-answer.after)} before" if answer.after < 0 else f"after {duration(answer.after)}"
    if answer.state == "late":
        late = answer.after - (answer.within or 0)
        return f"{answer.done.when}, {when}: {duration(late)} late. {answer.deed}"
    return f"{answer.done.when}, {when}. {answer.deed}"


def known_to(names: Sequence[str]) -> str:
    return capitalised(listed(names)) if names else "Nobody"


def turning_said(turning: Turning) -> str:
    """What was looked for and how far, so that nobody takes silence for an answer."""
    if turning.ended == "not sought":
        return "Turning points were not looked for."
    how = (
        f"{turning.tried} of {turning.choices} choices were tried otherwise, in {turning.reruns} re-runs with up to "
        f"{turning.seeds} seeds each; whom a person played goes on by themselves there. A choice is told here if "
        "somebody's utility at the end differed in more than half of the pairs of re-runs, always in one direction."
    )
    why = {
        "interrupted": " The search was interrupted.",
        "budget": " The search stopped at its budget.",
        "done": "",
    }[turning.ended]
    return how + why + ("" if turning.points else " No such choice was found.")


def _percent(minutes: int, of: int) -> str:
    return f"{100 * minutes / of:.1f}"


_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]|#~"} | {"<": "&lt;", ">": "&gt;"})


def _plain(value: object) -> object:
    """A value as Markdown shows it letter by letter: no markup, one line."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return " ".join(value.replace("&", "&amp;").translate(_SPECIAL).split())
