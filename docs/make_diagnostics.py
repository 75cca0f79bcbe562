"""Writes diagnostics.md from the registries of codes and the problem worlds among the tests: `make docs`.

A test compares the page with what this script would write, and asks whether it knows every code there is.
"""

from __future__ import annotations

from pathlib import Path

from dreamwright import checking
from dreamwright.chronicle.codes import CHRONICLE_CODES
from dreamwright.datasets.codes import QUESTIONS_CODES
from dreamwright.debrief.codes import DEBRIEF_CODES
from dreamwright.dream.codes import STAGE_CODES
from dreamwright.ensembles.codes import ENSEMBLE_CODES
from dreamwright.environments import RESEARCH_CODES
from dreamwright.exercise.codes import INJECT_CODES
from dreamwright.history.codes import HISTORY_CODES
from dreamwright.language.codes import CODES
from dreamwright.voices.codes import TEXT_CODES

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests"
LONGEST, WIDEST = 40, 160
"""Lines of a world that are shown, and letters of a line; some problems take a long or a wide world to make."""

GROUND_CODES = {
    "conflicting-effects": "one event gives one property two values",
    "division-by-zero": "an event, a condition or an initial statement divides by zero",
    "endless-triggers": "triggers that never come to rest",
    "grounding-too-large": "an action or trigger has too many combinations of parameters",
    "idle-trigger": "a trigger without effects",
    "too-deep": "an expression is nested too deeply to be grounded",
    "contradictory-effect": "an effect that can never be made true",
    "not-an-effect": "an effect that is no assignment",
}
"""What grounding a world, and running it, can find."""

COMMAND_CODES = {
    "bad-limit": "a limit that is no number of actions or levels",
    "dream-edited": "a dream goes on on the stage on which it was begun",
    "dream-over": "a dream that is over does not go on",
    "dream-unmake": "nothing is unmade there",
    "file": "a file cannot be read or written",
    "file-unwritable": "a file cannot be written",
    "impossible-action": "an action cannot be taken where it was asked for",
    "inject-none": "there is no list of injects",
    "limit-author": "a limit of a stage's author cannot be loosened",
    "limit-tag": "nothing in a stage has this tag, or no limit is drawn there",
    "no-address": "the server cannot listen where it should",
    "no-characters": "a world without characters cannot be played",
    "no-files": "a game in the browser reads and writes no files",
    "no-such-character": "`--as` names nobody in this world",
    "no-such-world": "neither a file nor a bundled world",
    "out-of-memory": "the machine has not enough memory for this world",
    "save-format": "this is no saved game of this version",
    "save-over": "a file that is there already is no saved game, and stays",
    "save-replay": "a saved game does not play again as it was played",
    "save-subject": "a saved game is of another character",
    "save-unkept": "a dream of a world alone has nothing to be saved with",
    "save-unwritable": "the game cannot be saved there",
    "save-world": "a saved game is of another world",
    "stage-as": "a stage says itself whom a person plays",
    "stage-foresight": "how far people think ahead, each of a stage's worlds says itself",
    "stage-here": "a command that is about worlds was given a stage",
    "suite-columns": "the table of a suite lacks a column",
    "suite-missing": "there is no suite, or no table of settings in it",
    "suite-name": "no setting has this name, or two have",
    "suite-results": "a file holds no results of a suite",
    "suite-value": "a value in the table of a suite cannot be read",
    "suite-world": "the world of a setting is not there",
    "run-unplayed": "nobody is played in this run",
    "test-check": "a line of a test file cannot be read as a check",
    "test-include": "a test includes one that is not there",
    "test-input": "a test file has no tests",
    "test-name": "a test without a name of its own",
    "test-outside": "a line stands outside any test",
    "test-setting": "a setting that test files do not have",
    "test-world": "a test file does not say which world it is about",
    "unknown-action": "no action of that name",
    "unknown-method": "no way of searching of that name",
    "story-changed": "the world of a served story has been edited since it began",
    "story-diverged": "a served story does not come out as it did: another version of the program wrote it",
    "unlimited-reasons": "people need some limit to how far they think",
    "web-missing": "what the pages are served with is not installed",
    **CHRONICLE_CODES,
    **DEBRIEF_CODES,
    **ENSEMBLE_CODES,
    **HISTORY_CODES,
    **QUESTIONS_CODES,
    **RESEARCH_CODES,
    **checking.SCRIPT_CODES,
}
"""What commands say about what they were given; these have no world to show."""

HEAD = """\
# Diagnostics

Everything that can be wrong with a world, a stage or a list of injects, by its code, with a tiny one that has the
problem and what is said about it. An *error* stops; a *warning* does not. Made from the problem worlds among the tests
by `make docs`.
"""

CHAPTERS = {
    "Reading a world": CODES,
    "Texts": TEXT_CODES,
    "Grounding and running": GROUND_CODES,
    "What can never matter": checking.CODES,
    "Stages": STAGE_CODES,
    "Lists of injects": INJECT_CODES,
}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, codes in CHAPTERS.items():
        parts += [f"## {title}\n", *(section(code, about) for code, about in codes.items())]
    table = [f"| `{code}` | {about} |" for code, about in sorted(COMMAND_CODES.items())]
    return "\n".join([*parts, "## Said by commands\n", "| code | |", "|---|---|", *table, ""])


def section(code: str, about: str) -> str:
    """One code: what it is about, a world that raises it, and the message."""
    lines = [f"### {code}", "", f"{about[0].upper()}{about[1:]}.", ""]
    for suffix, fence in ((".world", "```"), (".stage", "```yaml"), (".csv", "```"), (".txt", "```text")):
        text = readable(sorted(TESTS.rglob(f"problems/{code}{suffix}")))
        if text is not None:
            lines += [fence, *text.rstrip("\n").split("\n"), "```", ""]
    return "\n".join(lines)


def readable(files: list[Path]) -> str | None:
    """The text of the file if there is one, it is text, and it is short enough to be looked at."""
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        if text.strip() and "\0" not in text and len(lines) <= LONGEST and max(map(len, lines)) <= WIDEST:
            return text
    return None


if __name__ == "__main__":
    (DOCS / "diagnostics.md").write_text(page(), encoding="utf-8")
