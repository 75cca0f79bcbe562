"""Playing a stage in the terminal: the person is asked first, and plays if they consent; and going on with a dream."""

from __future__ import annotations

from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, open_chronicle
from dreamwright.cli.console import Console
from dreamwright.cli.play.prompt import Prompt, prompt_for
from dreamwright.cli.play.run import play_session
from dreamwright.cli.today import now
from dreamwright.dream import Asking, Consent, load_stage
from dreamwright.dream.keep import DreamKeeper, ending_of, limits_of, source_of, stage_of, stem_of, take_up
from dreamwright.dream.restore import asking_again
from dreamwright.errors import DreamwrightError
from dreamwright.playing.agreeing import Asker
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices.paragraphs import Paragraph


def play_stage(path: Path, seed: int, script: Path | None, keep: bool = True, address: str | None = None) -> int:
    """Ask for the person's consent, and play; the exit code, which is 1 when the input ends without an answer."""
    console = Console()
    stage = load_stage(path)
    prompt = prompt_for(script, lambda line: ())
    chronicle = _opened(address, console) if keep else None
    try:
        asker = Asker(Asking(stage), console, kept=chronicle is not None)
        consent = _asked(asker, prompt, console)
        if consent is None:
            return 0 if asker.declined else 1
        session = DreamSession(consent, seed, path.stem, console)
        if chronicle is not None:
            session.keeper = DreamKeeper(chronicle, path, now)
        return play_session(session, session.start, console, script, prompt if script else None)
    finally:
        if chronicle is not None:
            chronicle.close()


def resume_dream(chronicle: Chronicle, branch: Branch, script: Path | None) -> int:
    """Go on with a kept dream, on the stage that is kept with it, if its person still consents; the exit code.

    Raises DreamwrightError: dream-over, chronicle-damaged, run-unlike.
    """
    console = Console()
    _check_not_over(branch)
    stage = stage_of(branch)
    _tell_of_changes(chronicle, branch, console)
    prompt = prompt_for(script, lambda line: ())
    asker = Asker(asking_again(stage, limits_of(branch)), console, again=True)
    consent = _asked(asker, prompt, console)
    if consent is None:
        return 0 if asker.declined else 1
    dream = take_up(branch, stage, consent)
    name = stem_of(chronicle.source(branch.world))
    session = DreamSession(consent, branch.setting.seed, name, console, dream)
    session.keeper = DreamKeeper(chronicle, None if branch.origin is None else Path(branch.origin), now, branch, dream)
    return play_session(session, lambda: session.greet(branch.label), console, script, prompt if script else None)


def _check_not_over(branch: Branch) -> None:
    ending = ending_of(branch)
    if ending is None:
        return
    said = {"stopped": "you stopped it", "lucid": "it let you go", "woke": "you woke from it"}.get(ending, "it ended")
    raise DreamwrightError.of(
        "dream-over",
        f"'{branch.label}' is over: {said}",
        hint=f"`dreamwright fork {branch.label} --at {branch.length - 1}` makes one that goes on from before its end",
    )


def _tell_of_changes(chronicle: Chronicle, branch: Branch, console: Console) -> None:
    """Say what is different in the stage's files by now. The dream goes on as it was begun all the same."""
    if branch.origin is None or not Path(branch.origin).is_file():
        return
    try:
        changes = chronicle.source(branch.world).changes(source_of(load_stage(branch.origin)))
    except DreamwrightError as error:
        changes = [error.diagnostics[0].message]
    if changes:
        console.say(Paragraph("The stage has been edited since; this dream goes on as it was begun:", "quiet"))
        for change in changes:
            console.say(Paragraph(change, "quiet", lead="  ", tight=True))


def _opened(address: str | None, console: Console) -> Chronicle | None:
    """Where the dream is kept; None, and the person is told, if it cannot be and they have named no place."""
    try:
        return open_chronicle(address)
    except DreamwrightError as error:
        if address is not None:
            raise
        console.say(Paragraph(f"This dream is not kept: {error.diagnostics[0].message}.", "quiet"))
        return None


def _asked(asker: Asker, prompt: Prompt, console: Console) -> Consent | None:
    asker.explain()
    try:
        while asker.consent is None and not asker.declined:
            line = prompt.ask("before it begins")
            if line is None:
                console.say(Paragraph("Nothing has begun, since you did not consent to it."))
                return None
            if not prompt.typed:
                console.echo(line)
            asker.enter(line)
    except KeyboardInterrupt:
        asker.enter("stop")
    return asker.consent
