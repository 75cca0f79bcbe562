"""Questions about a story as a person types them: `when at(Key) == Vault`, `how Dorian at(Key)`, `why 17`.

A question is a word or two that say what is asked, and then an expression of the world language, an event such as
`give(Mara, _, _)`, or somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from dreamwright.errors import Diagnostic, DreamwrightError, Source, Span, WorldError, did_you_mean
from dreamwright.history.history import QUESTION

Kind = Literal[
    "value", "when", "first", "last", "ever", "always", "count", "who knows", "how", "why", "never known", "wrong",
    "patterns",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

FORMS = (
    "value EXPRESSION; when, first, last, ever, always or count CONDITION or EVENT; who knows PROPERTY; "
    "how NAME PROPERTY; why NUMBER or EVENT; never known NAME; wrong NAME; patterns"
)

_WITHOUT_REST = ("patterns",)
_HOW = re.compile(r"(?P<who>.*?)\s*(?P<what>[^\W\d]\w*\s*\(.*)", re.DOTALL)
_WRONG = re.compile(r"(?P<who>[^()]*?)(?:\s+(?P<what>[^\W\d]\w*\s*\(.*))?", re.DOTALL)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart: `about` is what it is about, `who` whom (for `how` and `wrong`)."""

    text: str
    kind: Kind
    about: str
    start: int
    """Where `about` begins in the text."""
    who: str = ""

    def reading(self, read: Callable[[str], T]) -> T:
        """Read what the question is about; what is wrong with it is shown in its place in the whole question."""
        try:
            return read(self.about)
        except DreamwrightError as error:
            source = Source("question", self.text)
            shown = [
                d
                if d.span is None or d.span.source.name != QUESTION
                else replace(d, span=Span(source, d.span.start + self.start, d.span.end + self.start))
                for d in error.diagnostics
            ]
            raise (WorldError if isinstance(error, WorldError) else DreamwrightError)(shown) from None


def read_question(text: str) -> Question:
    """A question as typed. Raises DreamwrightError (question)."""
    kind, start = _kind(text)
    rest = text[start:].rstrip()
    lead = len(rest) - len(rest.lstrip())
    start, rest = start + lead, rest.strip()
    if kind == "how":
        return _how(text, start, rest)
    if not rest and kind not in _WITHOUT_REST:
        raise _wrong(f"'{kind}' of what?", text, len(text) - 1, len(text))
    if kind == "wrong":
        match = _WRONG.fullmatch(rest)
        if match is not None:
            what = match["what"] or ""
            return Question(text, kind, what, start + (match.start("what") if what else 0), match["who"])
    return Question(text, kind, rest, start)


def _kind(text: str) -> tuple[Kind, int]:
    """What is asked, and where the rest begins. A bare expression asks for its value."""
    for kind in KINDS:
        words = r"\s+".join(kind.split())
        match = re.match(rf"\s*{words}(?![\w(])", text)
        if match is not None:
            return kind, match.end()
    word = re.match(r"\s*([^\W\d]\w*)", text)
    if re.search(r"[()]", text) and (word is None or text[word.end() :].lstrip()[:1] == "("):
        return "value", 0
    start = 0 if word is None else word.start(1)
    end = len(text) if word is None else word.end(1)
    hint = None if word is None else did_you_mean(word[1], list(KINDS))
    raise _wrong("this is no question", text, start, max(end, start + 1), hint)


def _how(text: str, start: int, rest: str) -> Question:
    """`how NAME PROPERTY`, or as one would say it: `how does NAME know PROPERTY`."""
    match = _HOW.fullmatch(rest)
    who = "" if match is None else re.sub(r"\s+(know|knows|believe|believes)$", "", match["who"])
    who = re.sub(r"^(does|did)\s+", "", who).strip()
    if match is None or not who:
        raise _wrong("'how' asks how somebody knows a property", text, 0, len(text), expected="how NAME PROPERTY")
    return Question(text, "how", match["what"], start + match.start("what"), who)


def _wrong(
    message: str, text: str, start: int, end: int, hint: str | None = None, expected: str = FORMS
) -> DreamwrightError:
    span = Span(Source("question", text), max(0, start), end) if text.strip() else None
    return DreamwrightError(Diagnostic("question", message, span, expected, hint))
