"""The commands that are about the game rather than in the world: `look`, `wait`, `save` and so on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dreamwright.playing import keeping, looking
from dreamwright.playing.remembering import recollect
from dreamwright.playing.session import Session
from dreamwright.playing.words import PREFIX, cost


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its names (the first is shown), what may follow it, what it does.

    `yields`: an action of the world that is typed in the very same words goes first.
    """

    names: tuple[str, ...]
    usage: str
    meaning: str
    run: Callable[[Session, str], None]
    group: Literal["see", "time", "game"] = "see"
    yields: bool = False


def _doubt(session: Session, typed: str) -> None:
    from dreamwright.playing.doubting import doubt  # what looks for explanations is not needed to begin

    doubt(session, typed)


def _test(session: Session, typed: str) -> None:
    from dreamwright.playing.doubting import test

    test(session, typed)


COMMANDS = (
    Command(("actions", "a", "options"), "actions [VERB or NAME]", "what you believe you can do", looking.actions),
    Command(("look", "l"), "look", "where you are, and who and what is here", looking.look, yields=True),
    Command(("examine", "x", "inspect"), "examine NAME", "a closer look", looking.examine, yields=True),
    Command(("inventory", "i", "inv"), "inventory", "what you have", looking.inventory, yields=True),
    Command(("map", "m"), "map", "the places you know, and the ways between them", looking.show_map, yields=True),
    Command(("think", "t"), "think [about NAME]", "what you believe, of others too", looking.think, yields=True),
    Command(("journal", "j"), "journal [all]", "what you have seen", looking.journal, yields=True),
    Command(("doubt",), "doubt", "what you have lived through that did not add up", _doubt, yields=True),
    Command(("test",), "test NAME", "hold what you remember against what is there", _test, yields=True),
    Command(("remember",), "remember [all]", "what you remember from elsewhere", recollect, yields=True),
    Command(("time",), "time", "the day and the hour", looking.time, yields=True),
    Command(("wait", "z"), "wait [20 minutes | until 20:00, morning, someone comes, something happens]",
            "let time pass", keeping.wait, "time"),
    Command(("yes", "y", "accept", "agree"), "yes", "agree to what was proposed to you", keeping.agree, "time",
            yields=True),
    Command(("no",), "no", "let what was proposed to you pass", keeping.decline, "time"),
    Command(("again", "g"), "again", "the last command once more", keeping.again, "time"),
    Command(("undo",), "undo", "take back the last thing you did", keeping.undo, "time"),
    Command(("save",), "save [FILE]", "keep the game in a file", keeping.save, "game"),
    Command(("restore", "load"), "restore [FILE]", "go on with a kept game", keeping.restore, "game"),
    Command(("restart",), "restart", "begin again", keeping.restart, "game"),
    Command(("transcript", "script"), "transcript [FILE]", "write all that is said to a file; again: stop",
            keeping.transcript, "game"),
    Command(("about", "info"), "about", "what world this is", looking.about, "game"),
    Command(("help", "h", "?", "commands"), "help", "this list", lambda session, _: _help(session), "game"),
    Command(("quit", "q", "exit"), "quit", "leave", keeping.leave, "game"),
)  # fmt: skip

_TITLES = {"see": "To see and to think, which takes no time:", "time": "Time:", "game": "The game:"}


def named(word: str) -> Command | None:
    """The command with exactly this name."""
    return next((command for command in COMMANDS if word in command.names), None)


def nearly_named(word: str) -> Command | None:
    """The command whose name a word begins or nearly is."""
    fits = [(c, i) for i, command in enumerate(COMMANDS) if (c := cost(word, command.names[0])) is not None]
    return COMMANDS[min(fits)[1]] if fits and (min(fits)[0] > PREFIX or len(word) > 1) else None


def _help(session: Session) -> None:
    session.say(
        "You are told what you perceive and believe; it need not be so. Act by typing what you want to do, such as "
        f"“{_example(session)}”, or the number of an action from `actions`. Short forms and small slips are understood."
    )
    session.say(
        "You can always type `stop`, `pause`, `slower` or `skip this`, whatever is going on; no reason is asked."
    )
    for group, title in _TITLES.items():
        session.say(title)
        for command in COMMANDS:
            if command.group == group:
                short = [name for name in command.names[1:] if len(name) == 1 and name != "?"]
                usage = command.usage + (f" ({short[0]})" if short else "")
                session.say(f"{usage}: {command.meaning}", lead="  ", tight=True)


def _example(session: Session) -> str:
    return next((choice.command for choice in session.choices()), "wait until morning")
