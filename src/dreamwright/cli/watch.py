"""`dreamwright watch`: a story that nobody plays, told as it unfolds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dreamwright.cli.console import Console
from dreamwright.cli.today import now
from dreamwright.cli.worlds import locate
from dreamwright.engine import DEFAULT_DEPTH, LeveledEngine
from dreamwright.grounding import Program, load_program
from dreamwright.planning import Limits, Motive
from dreamwright.story import DAY, Happening, Story, chronicle_line, encode
from dreamwright.voices import Narrator, reason
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.voices.words import capitalised


def watch_world(
    named: str,
    days: float,
    seed: int,
    limits: Limits | None = None,
    *,
    why: bool = False,
    as_json: bool = False,
    keep: bool = False,
    address: str | None = None,
) -> None:
    """Let a world's story run for so many days and print what happens, each thing when it happens.

    `limits` is how far its people think ahead; None: as the world has it. The story is kept only if asked for: it can
    be had again from its seed at any time, and authors run hundreds.
    """
    path = locate(named)
    program = load_program(path)
    depth = DEFAULT_DEPTH if limits is None else max(DEFAULT_DEPTH, limits.epistemic + 2)
    story = Story(LeveledEngine(program, depth), seed, limits=limits)
    last = min(round(days * DAY), story.clock.last)
    with _keeping(story, path, address, keep) as advance:
        if as_json:
            while (happening := advance(last)) is not None:
                print(encode(chronicle_line(program, happening)), flush=True)
        else:
            _Chronicle(program, story, advance, why).tell_all(last)


Advance = Callable[[int], Happening | None]
"""Goes on to the next happening, up to a minute."""


@contextmanager
def _keeping(story: Story, path: Path, address: str | None, wanted: bool) -> Iterator[Advance]:
    """How the story goes on: each happening is kept before it is told, if that is wanted."""
    if not wanted:
        yield story.advance
        return
    from dreamwright.chronicle import open_chronicle
    from dreamwright.chronicle.keeper import Keeper

    keeper = Keeper(open_chronicle(address), path, now)

    def advance(until: int) -> Happening | None:
        happening = story.advance(until)
        keeper.keep(story)
        return happening

    try:
        yield advance
    finally:
        keeper.close()


class _Chronicle:
    """Tells a story in the third person, under a heading for each day."""

    def __init__(self, program: Program, story: Story, advance: Advance, why: bool) -> None:
        self._program = program
        self._advance = advance
        self._story = story
        self._why = why
        self._narrator = Narrator(program.world)
        self._console = Console()
        self._day = 0

    def tell_all(self, last: int) -> None:
        if self._program.world.title:
            self._console.say(Paragraph(self._program.world.title, "heading"))
        while (happening := self._advance(last)) is not None:
            self._tell(happening)
        self._end(last)

    def _tell(self, happening: Happening) -> None:
        assert happening.event is not None  # nobody plays, so nobody just waits
        now = self._story.clock.time(happening.minute)
        day = self._story.clock.day(happening.minute)
        if day != self._day:
            self._console.say(Paragraph(f"Day {day}, {now:%A} {now.day} {now:%B %Y}", "heading"))
        lead = f"{now:%H:%M}  "
        self._console.say(Paragraph(self._told(happening, happening.event), lead=lead, tight=day == self._day))
        self._day = day
        indent = " " * len(lead)
        for trigger in happening.triggers:
            if self._program.events[trigger].event.attributes.texts:
                self._console.say(Paragraph(self._told(happening, trigger), lead=indent, tight=True))
        if happening.problem:
            self._console.say(Paragraph(f"(A fault of the world: {happening.problem})", "quiet", indent, tight=True))
        if self._why:
            for line in self._reasons(happening):
                self._console.say(Paragraph(line, "quiet", indent, tight=True))

    def _told(self, happening: Happening, event: int) -> str:
        ground_event = self._program.events[event]
        engine, node = self._story.engine, happening.before
        return self._narrator.tell(
            ground_event.event,
            ground_event.arguments,
            kind="attempt" if happening.kind == "attempt" else "action",
            read=lambda property_, arguments: engine.read(node, property_, arguments),
        )

    def _reasons(self, happening: Happening) -> list[str]:
        if happening.source != "character":
            return [f"(by {happening.source})"]
        if happening.motive is None:
            return ["(out of habit)"]
        return [self._reason(motive) for motive in (happening.motive, *happening.assents)]

    def _reason(self, motive: Motive) -> str:
        character = self._program.world.entities[motive.character]
        events = [self._program.events[action] for action in motive.plan]
        steps = [(event.event, event.arguments) for event in events]
        why = reason(self._narrator, character, steps, motive.before, motive.after)
        return f"({capitalised(self._narrator.name(character))}: {why})"

    def _end(self, last: int) -> None:
        if not self._story.happenings:
            self._console.say(Paragraph("Nothing happens.", "quiet"))
            steps, levels = self._story.limits.character, self._story.limits.epistemic
            sys.stdout.flush()
            print(
                f"hint: nobody finds a motive within {steps} actions and {levels} levels of belief; "
                f"try --foresight {steps + 2} or --belief-depth {levels + 1}",
                file=sys.stderr,
            )
        elif self._story.minute < last:
            self._console.say(Paragraph("Nothing more will ever happen.", "quiet"))
