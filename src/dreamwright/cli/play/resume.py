"""`dreamwright resume`: going on with a story where it was left."""

from __future__ import annotations

import sys
from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, Telling, open_chronicle
from dreamwright.chronicle.keeper import Keeper
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.cli.console import Console
from dreamwright.cli.play.run import play_session
from dreamwright.cli.today import now
from dreamwright.dream.signals import RETURN, heard
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, load_program
from dreamwright.playing.session import Session
from dreamwright.story import Story
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph


def resume_run(
    label: str | None, address: str | None, script: Path | None = None, *, edited: bool | None = None
) -> int:
    """Go on with a run (None: the latest) until the person leaves; the exit code.

    `edited`: whether to go on in the world as its author has it now, if it has been edited; None: ask. Raises
    DreamwrightError.
    """
    console = Console()
    chronicle = open_chronicle(address, must_exist=True)
    try:
        branch = chronicle.latest() if label is None else chronicle.find(label)
        if branch.setting.subject is None:
            raise DreamwrightError.of(
                "run-unplayed", f"nobody is played in '{branch.label}'", hint=f"`dreamwright show {branch.label}`"
            )
        if branch.setting.agreed is not None:
            return _dream(chronicle, branch, edited, script)
        branch, telling, story = _taken_up(chronicle, branch, edited, console)
        subject = telling.engine.program.world.entities[story.subject or 0]
        name = Path(chronicle.source(branch.world).main).stem
        narrator = Narrator(telling.engine.program.world)
        session = Session(telling.engine, narrator, subject, branch.setting.seed, name, console)
        session.keeper = Keeper(chronicle, None if branch.origin is None else Path(branch.origin), now, branch, story)
        session.take_up(story)
        return play_session(session, lambda: _greet(session, branch), console, script)
    finally:
        chronicle.close()


def _dream(chronicle: Chronicle, branch: Branch, edited: bool | None, script: Path | None) -> int:
    from dreamwright.cli.play.stage import resume_dream

    if edited:
        raise DreamwrightError.of(
            "dream-edited",
            f"'{branch.label}' is a dream, and goes on on the stage on which it was begun",
            hint="leave out --edited; `dreamwright play` begins one on the stage as it is now",
        )
    return resume_dream(chronicle, branch, script)


def _greet(session: Session, branch: Branch) -> None:
    session.say(session.engine.program.world.title or session.name, "heading")
    session.say(f"(going on with {branch.label})", "quiet", tight=True)
    session.go_on()
    session.look()


# ------------------------------------------------------------------------------------------------ which edition
def _taken_up(
    chronicle: Chronicle, branch: Branch, wanted: bool | None, console: Console
) -> tuple[Branch, Telling, Story]:
    """The story, in the edition of its world that is wanted: on a branch of its own if that is a later one."""
    source = chronicle.source(branch.world)
    current = _current(branch, wanted, console)
    if current is not None:
        now = WorldSource.of(current.world)
        if now.hash == source.hash:
            telling = Telling.of(branch, current)
            return branch, telling, telling.story()
        console.say(Paragraph("The world has been edited since this story began:", "quiet"))
        for change in source.changes(now):
            console.say(Paragraph(change, "quiet", lead="  ", tight=True))
        later = _later(branch, current, wanted, console)
        if later is not None:
            telling, story = later
            edited = chronicle.fork_on(branch, now, branch.origin)
            console.say(Paragraph(f"It goes on in the edited world, as {edited.label}.", "quiet"))
            return edited, telling, story
        console.say(Paragraph("It goes on in the world as it was.", "quiet"))
    telling = Telling.of(branch, source.program())
    return branch, telling, telling.story()


def _current(branch: Branch, wanted: bool | None, console: Console) -> Program | None:
    """The world as it is in the author's file now; None if there is none, or it has errors.

    Raises DreamwrightError (file-unreadable and those of a world) then, if it is wanted.
    """
    if branch.origin is None or not Path(branch.origin).is_file():
        if wanted:
            where = "is not known here" if branch.origin is None else f"is not in '{branch.origin}' any more"
            raise DreamwrightError.of("file-unreadable", f"the world of '{branch.label}' {where}",
                                      hint="without --edited it goes on in the world as it was")  # fmt: skip
        return None
    try:
        return load_program(branch.origin)
    except DreamwrightError as error:
        if wanted:
            raise
        problem = error.diagnostics[0].message
        console.say(Paragraph(f"The world has been edited, and cannot be read now: {problem}.", "quiet"))
        return None


def _later(branch: Branch, program: Program, wanted: bool | None, console: Console) -> tuple[Telling, Story] | None:
    """The story in the edited world, if that is possible and wanted."""
    if wanted is False:
        return None
    telling = Telling.of(branch, program)
    try:
        story = telling.story()
    except DreamwrightError as error:
        if wanted:
            raise
        console.say(Paragraph(f"It could not have gone so there: {error.diagnostics[0].message}.", "quiet"))
        return None
    if wanted is None and not _asked():
        return None
    return telling, story


def _asked() -> bool:
    """Whether the person wants the edited world. Who cannot be asked has not said so."""
    if not sys.stdin.isatty():
        return False
    try:
        answer = input("All that has happened is possible in it. Go on in the edited world? (y/N) ")
    except EOFError:
        return False
    if heard(answer) == "stop":
        print("", *RETURN, sep="\n")
        raise SystemExit(0)
    return answer.lower() in ("y", "yes")
