"""Playing a stage in the terminal: the person is asked first, and plays if they consent."""

from __future__ import annotations

from pathlib import Path

from dreamwright.cli.console import Console
from dreamwright.cli.play.prompt import Prompt, prompt_for
from dreamwright.cli.play.run import play_session
from dreamwright.dream import Asking, Consent, load_stage
from dreamwright.playing.agreeing import Asker
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices.paragraphs import Paragraph


def play_stage(path: Path, seed: int, script: Path | None) -> int:
    """Ask for the person's consent, and play; the exit code, which is 1 when the input ends without an answer."""
    console = Console()
    stage = load_stage(path)
    prompt = prompt_for(script, lambda line: ())
    asker = Asker(Asking(stage), console)
    consent = _asked(asker, prompt, console)
    if consent is None:
        return 0 if asker.declined else 1
    session = DreamSession(consent, seed, path.stem, console)
    return play_session(session, session.start, console, script, prompt if script else None)


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
