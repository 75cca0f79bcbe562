"""Where commands come from: a person at a terminal, a pipe, or a script."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dreamwright.cli.console import is_plain
from dreamwright.language.texts import read_text

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer

PROMPT = "> "
Suggest = Callable[[str], Iterable[str]]
"""The commands that a line so far may become."""


class Prompt(Protocol):
    """Asks for one command at a time."""

    typed: bool
    """Whether the person sees what they type, so that it need not be shown again."""

    def ask(self, status: str) -> str | None:
        """The next line, or None at the end of input. KeyboardInterrupt passes through."""
        ...


class TerminalPrompt:
    """A terminal with history (arrow keys), completion (Tab) and a status at the right."""

    typed = True

    def __init__(self, suggest: Suggest) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.shortcuts import CompleteStyle

        self._session: PromptSession[str] = PromptSession(
            completer=_completer(suggest),
            complete_while_typing=False,
            complete_style=CompleteStyle.READLINE_LIKE,
            enable_history_search=True,
        )

    def ask(self, status: str) -> str | None:
        print()
        try:
            return self._session.prompt(PROMPT, rprompt=[("", status)])
        except EOFError:
            return None


class PlainPrompt:
    """Standard input, line by line: a pipe, or a terminal that knows no tricks."""

    def __init__(self) -> None:
        self.typed = sys.stdin.isatty()

    def ask(self, status: str) -> str | None:
        if self.typed:
            print(f"\n{PROMPT}", end="", flush=True)
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None


class ScriptPrompt:
    """The lines of a file; empty ones and those beginning with `#` are left out."""

    typed = False

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: Iterator[str] = (line for line in lines if line.strip() and not line.lstrip().startswith("#"))

    def ask(self, status: str) -> str | None:
        return next(self._lines, None)


def prompt_for(script: Path | None, suggest: Suggest) -> Prompt:
    """The prompt that fits: the script if there is one, else what standard input is."""
    if script is not None:
        return ScriptPrompt(read_text(script).splitlines())
    if sys.stdin.isatty() and not is_plain():
        return TerminalPrompt(suggest)
    return PlainPrompt()


def _completer(suggest: Suggest) -> Completer:
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document

    class Commands(Completer):
        def get_completions(self, document: Document, complete_event: object) -> Iterator[Completion]:
            line = document.text_before_cursor
            for text in suggest(line):
                yield Completion(text, start_position=-len(line))

    return Commands()
