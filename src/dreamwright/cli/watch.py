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
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, load_program
from dreamwright.planning import Limits
from dreamwright.story import DAY, Happening, Story, chronicle_line, encode
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.paragraphs import Paragraph


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
    path = locate(named, stages=True)
    if path.suffix == ".stage":
        from dreamwright.cli.watch_stage import watch_stage

        if limits is not None:
            raise DreamwrightError.of(
                "stage-foresight", "how far its people think, each of a stage's worlds says itself"
            )
        watch_stage(path, days, seed, why=why, as_json=as_json)
        return
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
        self._title = program.world.title
        self._advance = advance
        self._story = story
        self._why = why
        self._teller = HappenedTeller(story.engine)
        self._console = Console()
        self._day = 0

    def tell_all(self, last: int) -> None:
        if self._title:
            self._console.say(Paragraph(self._title, "heading"))
        while (happening := self._advance(last)) is not None:
            self._tell(happening)
        self._end(last)

    def _tell(self, happening: Happening) -> None:
        now = self._story.clock.time(happening.minute)
        day = self._story.clock.day(happening.minute)
        if day != self._day:
            self._console.say(Paragraph(f"Day {day}, {now:%A} {now.day} {now:%B %Y}", "heading"))
        lead = f"{now:%H:%M}  "
        indent = " " * len(lead)
        first, *others = self._teller.lines(happening)
        self._console.say(Paragraph(first, lead=lead, tight=day == self._day))
        self._day = day
        for line in others:
            self._console.say(Paragraph(line, lead=indent, tight=True))
        if happening.problem:
            self._console.say(Paragraph(f"(A fault of the world: {happening.problem})", "quiet", indent, tight=True))
        for line in self._teller.reasons(happening) if self._why else ():
            self._console.say(Paragraph(f"({line})", "quiet", indent, tight=True))

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
