"""YAML with positions: the nodes of a document, read one by one, and what is wrong with them noted in its place.

Values are taken as they are written (`yes` is a word here, and `1.10` no number unless one is asked for), so that
nothing depends on the guesses of YAML. Reading goes on after a mistake, so that an author is told all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from dreamwright.dream.codes import problem
from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, did_you_mean

if TYPE_CHECKING:
    from yaml.nodes import Node

T = TypeVar("T")

TRUE, FALSE = ("yes", "true"), ("no", "false")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class StageError(DreamwrightError):
    """A stage that cannot be read: its text, its keys and values, or the expressions in it."""


def compose(source: Source) -> Node:
    """The root of a document. Raises StageError (stage-yaml, stage-empty)."""
    import yaml

    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = len(source.text) if mark is None else min(mark.index, max(0, len(source.text) - 1))
        said = " ".join(part for part in (error.context, error.problem) if part)
        message = f"this cannot be read as YAML: {said}"
        raise StageError(problem("stage-yaml", message, Span(source, at, at + 1), hint=_hint(source, at))) from None
    except yaml.reader.ReaderError as error:
        at = min(error.position, max(0, len(source.text) - 1))
        raise StageError(
            problem("stage-yaml", "a character that YAML does not allow", Span(source, at, at + 1))
        ) from None
    except RecursionError:
        raise StageError(problem("stage-yaml", "this is nested too deeply")) from None
    if root is None:
        hint = "a stage needs at least `layers:` with one layer"
        raise StageError(problem("stage-empty", "the file holds nothing", hint=hint))
    return root


def _hint(source: Source, at: int) -> str | None:
    line = source.line(source.position(at)[0])
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces: YAML does not allow tabs"
    if line.count(": ") > 1:
        return "put a text that holds ': ' in quotes"
    return None


@dataclass(slots=True)
class Document:
    """One document while it is read; `problems` is what was found wrong so far."""

    source: Source
    problems: list[Diagnostic] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------ places
    def span(self, node: Node) -> Span:
        """Where a node stands."""
        start, end = node.start_mark.index, node.end_mark.index
        text = self.source.text[start:end].rstrip()
        return Span(self.source, start, start + max(1, len(text)))

    def note(
        self, code: str, message: str, node: Node, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note an error about a node."""
        self.problems.append(problem(code, message, self.span(node), expected=expected, hint=hint))

    # ------------------------------------------------------------------------------------------ shapes
    def mapping(self, node: Node, what: str, known: Sequence[str], needed: Sequence[str] = ()) -> dict[str, Node]:
        """The values of a mapping by key. Keys that are unknown, repeated or missing are noted."""
        found = self.named(node, what)
        for key, (written, _) in found.items():
            if key not in known:
                listed = ", ".join(known)
                self.note("stage-key", f"{what} has no '{key}'", written, expected=f"one of {listed}",
                          hint=did_you_mean(key, known))  # fmt: skip
        for key in needed:
            if self.is_mapping(node) and key not in found:
                self.note("stage-missing", f"{what} needs '{key}'", node)
        return {key: value for key, (_, value) in found.items() if key in known}

    def named(self, node: Node, what: str) -> dict[str, tuple[Node, Node]]:
        """Key and value of each entry of a mapping whose keys are names that the author chose."""
        if not self.is_mapping(node):
            self.note("stage-shape", f"{what} is not written so", node, expected="lines of the form 'key: value'")
            return {}
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key.value, str) else ""
            if not name:
                self.note("stage-shape", "a key is a word", key)
            elif name in found:
                self.note("stage-repeated", f"'{name}' stands here twice", key)
            else:
                found[name] = (key, value)
        return found

    def items(self, node: Node | None) -> list[Node]:
        """The entries of a list; a single value is a list of one, and nothing at all an empty one."""
        if node is None or (self.is_scalar(node) and not node.value):
            return []
        return list(node.value) if type(node).__name__ == "SequenceNode" else [node]

    @staticmethod
    def is_mapping(node: Node) -> bool:
        """Whether a node has keys."""
        return type(node).__name__ == "MappingNode"

    @staticmethod
    def is_scalar(node: Node) -> bool:
        """Whether a node is a single value."""
        return type(node).__name__ == "ScalarNode"

    # ------------------------------------------------------------------------------------------ values
    def text(self, node: Node, what: str) -> str | None:
        """A text that is not empty."""
        if not self.is_scalar(node) or not node.value.strip():
            self.note("stage-shape", f"{what} is a text", node, expected="a text")
            return None
        return str(node.value).strip()

    def number(self, node: Node, what: str, low: float, high: float) -> float | None:
        """A number from `low` to `high`."""
        written = node.value if self.is_scalar(node) else ""
        value = float(written) if _NUMBER.fullmatch(written) and len(written) < 20 else None
        if value is None or not low <= value <= high:
            self.note("stage-value", f"{what} is a number", node, expected=f"a number from {low:g} to {high:g}")
            return None
        return value

    def choice(self, node: Node, what: str, words: Sequence[str]) -> str | None:
        """One of some words."""
        written = node.value if self.is_scalar(node) else ""
        if written in words:
            return str(written)
        shown = f"{what} cannot be '{written}'" if written else f"{what} is a word"
        self.note("stage-value", shown, node, expected=f"one of {', '.join(words)}",
                  hint=did_you_mean(written, words) if written else None)  # fmt: skip
        return None

    def flag(self, node: Node, what: str) -> bool:
        """`yes` or `no`; a mistake counts as no."""
        return self.choice(node, what, (*TRUE, *FALSE)) in TRUE

    def within(self, node: Node, read: Callable[[str, str], T], text: str | None = None) -> T | None:
        """What reading the text of a node gives. What is wrong in it is noted at its own place in the document.

        `read` is given the text and the name that its places shall have; whatever it raises or finds with such places
        is moved.
        """
        written = self.text(node, "this") if text is None else text
        if written is None:
            return None
        inner = "the text of a stage"
        try:
            return read(written, inner)
        except DreamwrightError as error:
            self.problems += [self._moved(d, inner, node, written) for d in error.diagnostics]
            return None

    def _moved(self, diagnostic: Diagnostic, inner: str, node: Node, written: str) -> Diagnostic:
        """A diagnostic about a text, at the place of that text in the document."""
        span = diagnostic.span
        if span is None or span.source.name != inner:
            return replace(diagnostic, span=self.span(node)) if span is None else diagnostic
        whole = self.span(node)
        shift = whole.text.find(written)
        if shift < 0:  # folded over lines, or with escapes: there is no one place
            return replace(diagnostic, span=whole)
        return replace(diagnostic, span=Span(self.source, whole.start + shift + span.start,
                                             whole.start + shift + span.end))  # fmt: skip
