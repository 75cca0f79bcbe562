"""`dreamwright watch STAGE`: a dream that nobody plays, what its director does, and what the subject makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamwright.cli.console import Console
from dreamwright.director import Note
from dreamwright.director.telling import JournalTeller
from dreamwright.dream import Dream, Event, Happened, Level, Moved, Stage, Unmade, load_stage
from dreamwright.exercise import Exercise
from dreamwright.lucidity import Finding, Wording
from dreamwright.story import DAY, encode
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.paragraphs import Paragraph, Style
from dreamwright.voices.words import listed

_PASSAGES = {
    "begin": "It begins: {layer}.",
    "sleep": "Falls asleep, into {layer}.",
    "wake": "Wakes, into {layer}.",
    "pose": "Wakes, into {layer}, which poses as the waking world.",
    "return": "Is brought back to {layer}.",
    "fail": "It fails, and is tried again: {layer}.",
    "sink": "Lucid; sinks deeper, into {layer}.",
}
_MEANS = {
    "choose": "choose among people's motives",
    "cause": "cause events",
    "withhold": "withhold them",
    "newcomers": "bring on newcomers",
}
_ENDINGS = {
    "woke": "Wakes. The dream is over.",
    "ended": "The dream is over.",
    "lucid": "Lucid, and released. The dream is over.",
    "stopped": "Stopped.",
    "void": "Nothing more happens. The dream is over.",
}


def watch_stage(path: Path, days: float, seed: int, *, why: bool = False, as_json: bool = False) -> None:
    """Let a dream go on by itself until its subject has lived through so many days, and print what happens."""
    stage = load_stage(path)
    dream = Dream(stage, seed)
    last = round(days * DAY)
    if as_json:
        for line in _data(dream, last, why):
            print(line, flush=True)
    else:
        _Watching(stage, dream, why).tell_all(last)


def _until(dream: Dream, last: int) -> Iterator[Event]:
    exercise = Exercise(dream)  # of a stage without injects this is the dream itself
    while dream.lived < last and (event := exercise.advance(dream.top.story.minute + last - dream.lived)) is not None:
        yield event


def _data(dream: Dream, last: int, why: bool) -> Iterator[str]:
    """The record of the dream, and with `why` the director's notes between its entries."""
    noted: dict[int, int] = {}
    for event in _until(dream, last):
        if why:
            for level in dream.visited:
                for note in _new_notes(dream, level, noted):
                    program = level.engine.program
                    yield encode(
                        {
                            "actions": [program.events[action].name for action in note.actions],
                            "director": note.deed,
                            "gain": round(note.gain, 6),
                            "level": level.number,
                            "minute": note.minute,
                            "suspicion": None if note.forecast is None else round(note.forecast.after, 6),
                            "who": None if note.who is None else program.world.entities[note.who].name,
                            "why": note.why,
                        }
                    )
        yield encode(event.record())


def _new_notes(dream: Dream, level: Level, noted: dict[int, int]) -> list[Note]:
    director = dream.guidance(level).director
    if director is None:
        return []
    new = director.journal[noted.get(level.number, 0) :]
    noted[level.number] = len(director.journal)
    return new


@dataclass
class _Shown:
    """What has been shown of a level."""

    teller: HappenedTeller
    wording: Wording
    journal: JournalTeller
    day: int = 0
    suspicion: float = 0.0
    findings: int = 0


class _Watching:
    """Tells a dream in the third person."""

    def __init__(self, stage: Stage, dream: Dream, why: bool) -> None:
        self._stage = stage
        self._dream = dream
        self._why = why
        self._console = Console()
        self._levels: dict[int, _Shown] = {}
        self._noted: dict[int, int] = {}

    def tell_all(self, last: int) -> None:
        self._say(self._stage.title, "heading")
        if self._why:
            self._say_brief()
        for event in _until(self._dream, last):
            for level in self._dream.visited if self._why else ():
                self._tell_notes(level, _new_notes(self._dream, level, self._noted))
            self._tell(event)
        repeated = sum(shown.journal.repeated for shown in self._levels.values())
        if repeated:
            times = "once" if repeated == 1 else f"{repeated} times"
            self._say(f"(What the director thought again as it had before is left out: {times}.)", "quiet")
        if self._dream.ending is None:
            self._say(f"(It goes on. Suspicion is {self._dream.suspicion:.2f}.)", "quiet")

    def _say_brief(self) -> None:
        """What the director is to do, and what it is kept from."""
        brief, limits = self._stage.director, self._dream.limits
        if not brief.means:
            self._say("(Nobody directs.)", "quiet")
            return
        aims = [f"{aim.text} ({aim.weight:g})" for aim in brief.aims]
        aims += ["a curve of tension"] if brief.tension else []
        aims += [f"a gradual meeting with {exposure.text}" for exposure in brief.exposures]
        goal = f"aims at: {'; '.join(aims)}" if aims else "aims at nothing of its own"
        self._say(f"(The director may {listed([_MEANS[means] for means in brief.means])}. It {goal}.)", "quiet")
        if brief.ceiling is not None:
            self._say(f"(It must not drive suspicion past {brief.ceiling:g}.)", "quiet")
        if limits.lines:
            self._say(f"(Never happens: {listed(limits.lines)}.)", "quiet")

    # ------------------------------------------------------------------------------------------ events
    def _tell(self, event: Event) -> None:
        match event:
            case Moved():
                self._tell_move(event)
            case Unmade():
                self._say(f"(Unmade, back to after {event.position} happenings of {event.level.layer.name}.)", "quiet")
            case Happened(happening=happening) if happening.kind == "wait" and event.level is not self._dream.top:
                pass  # whoever is asleep waits, minute by minute
            case Happened():
                self._tell_happened(event)

    def _tell_move(self, moved: Moved) -> None:
        if moved.entered is None:
            self._say(_ENDINGS[moved.ending or "ended"])
            return
        layer = moved.entered.layer
        title = layer.program.world.title or layer.name
        self._say(_PASSAGES[moved.passage].format(layer=title), "heading")

    def _tell_happened(self, event: Happened) -> None:
        level, happening = event.level, event.happening
        shown = self._shown(level)
        clock = level.story.clock
        now, day = clock.time(happening.minute), clock.day(happening.minute)
        if day != shown.day:
            self._say(f"Day {day}, {now:%A} {now.day} {now:%B %Y}", "heading")
            shown.day = day
        lead = f"{now:%H:%M}  " if level is self._dream.top else f"{now:%H:%M}  ({level.layer.name}) "
        indent = " " * 7
        first, *others = shown.teller.lines(happening)
        self._say(first, lead=lead)
        for line in others:
            self._say(line, lead=indent)
        for line in shown.teller.reasons(happening) if self._why else ():
            self._say(f"({line})", "quiet", indent)
        if level is self._dream.top:
            self._tell_doubts(level, shown, indent)

    def _tell_doubts(self, level: Level, shown: _Shown, indent: str) -> None:
        """What the subject could not account for since the last time, and what they suspect by now."""
        witness = level.witness(self._dream.settings)
        new = [finding for finding in witness.findings[shown.findings :] if finding.is_anomaly]
        shown.findings = len(witness.findings)
        for finding in new:
            weighed = f"suspicion {self._dream.suspicion:.2f}"
            self._say(f"({finding.kind}, {weighed}: {_why(shown, finding)})", "quiet", indent)

    # ------------------------------------------------------------------------------------------ the director
    def _tell_notes(self, level: Level, notes: list[Note]) -> None:
        """What is new in them."""
        journal = self._shown(level).journal
        for alike in journal.fresh(notes):
            self._say(f"[director] {journal.text(alike)}", "quiet", " " * 7)

    def _shown(self, level: Level) -> _Shown:
        if level.number not in self._levels:
            teller = HappenedTeller(level.engine)
            wording = Wording(level.engine.program, level.layer.subject)
            self._levels[level.number] = _Shown(teller, wording, JournalTeller(teller))
        return self._levels[level.number]

    def _say(self, text: str, style: Style = "plain", lead: str = "") -> None:
        self._console.say(Paragraph(text, style, lead, tight=style != "heading"))


def _why(shown: _Shown, finding: Finding) -> str:
    return " ".join(part for part in (shown.wording.believed(finding), shown.wording.why(finding)) if part) or "uncanny"
