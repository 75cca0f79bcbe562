"""What stands between tokens and must survive formatting: comments and blank lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from dreamwright.language.lexer import Tokens


@dataclass(slots=True)
class Comment:
    """A comment as written; `blank` says whether a blank line stands before it."""

    text: str
    blank: bool

    @property
    def ends_line(self) -> bool:
        return self.text.startswith("//")


@dataclass(slots=True)
class Trivia:
    """For each token, and for the end of the file (the last entry): what belongs to it.

    `before` are comments on lines of their own, `after` comments on the token's line. `blank` says whether a blank line
    stands before the token (and after the comments before it).
    """

    before: list[list[Comment]] = field(default_factory=list)
    after: list[list[Comment]] = field(default_factory=list)
    blank: list[bool] = field(default_factory=list)


def trivia(tokens: Tokens) -> Trivia:
    """Which comment belongs to which token.

    A comment before a `;` goes with what the `;` ends, so that the `;` can follow its statement directly.
    """
    text = tokens.source.text
    count = len(tokens.tokens)
    found = Trivia([[] for _ in range(count + 1)], [[] for _ in range(count + 1)], [False] * (count + 1))
    comments = iter([*tokens.comments, (len(text) + 1, 0)])
    start, end = next(comments)
    last = 0
    for index in range(count + 1):
        token_start = tokens.tokens[index].start if index < count else len(text)
        is_end_of_statement = index < count and tokens.tokens[index].type == ";"
        while start < token_start or (index == count and start <= len(text)):
            gap = text[last:start]
            comment = Comment(_tidy(text[start:end]), gap.count("\n") > 1)
            beside = index if is_end_of_statement else index - 1
            follows = "\n" not in gap and index > 0 and not found.before[index]
            if follows and not any(other.ends_line for other in found.after[beside]):
                found.after[beside].append(comment)
            else:
                found.before[index + 1 if is_end_of_statement else index].append(comment)
            last = end
            start, end = next(comments)
        found.blank[index] = text.count("\n", last, token_start) > 1
        if index < count:
            last = tokens.tokens[index].end
    return found


def _tidy(comment: str) -> str:
    """A comment without white space at the ends of its lines."""
    return "\n".join(line.rstrip() for line in comment.split("\n"))
