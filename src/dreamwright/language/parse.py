"""Tokens to the syntax tree of a file: lark for the structure of declarations, our own splitting for expressions.

Every declaration is parsed on its own, so that a mistake in one does not hide mistakes in the others. Lark's LALR
parser is fed by `DeclarationLexer`, which looks at the parser's state to say what a word is here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, Tree, UnexpectedInput
from lark.lexer import Lexer

from dreamwright.errors import Diagnostic, Source, Span, WorldError
from dreamwright.language.build import Builder, Terminal, Unreadable
from dreamwright.language.codes import enough, problem, warning
from dreamwright.language.expressions import ExpressionParser
from dreamwright.language.layout import TOP, Layout
from dreamwright.language.lexer import MOST_TOKENS, NUMBER, STRING, WORD, Token, Tokens, tokenize
from dreamwright.language.mistakes import unexpected
from dreamwright.language.syntax import Declaration, Expression, File

if TYPE_CHECKING:
    from lark.lexer import LexerState
    from lark.parsers.lalr_parser_state import ParserState

SYMBOLS = {"(": "LPAR", ")": "RPAR", "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON", ";": "SEMICOLON"}
MOST_MISPLACED = 20
KINDS = {"type", "entity", "property", "action", "trigger", "utility", "import", "world", "pattern"}


def parse(source: Source) -> tuple[File, list[Diagnostic]]:
    """The syntax tree of a source, and its warnings.

    Raises WorldError with all the errors found.
    """
    parser = _FileParser(tokenize(source))
    declarations = parser.declarations()
    diagnostics = parser.diagnostics
    if any(d.severity == "error" for d in diagnostics):
        raise WorldError(sorted(diagnostics, key=lambda d: d.span.start if d.span else 0))
    return File(source, tuple(declarations)), diagnostics


def parse_expression(source: Source) -> Expression:
    """One expression, alone in its source. Raises WorldError."""
    tokens = tokenize(source)
    layout = Layout(tokens)
    wrong = [d for d in tokens.diagnostics + layout.diagnostics if d.severity == "error"]
    if wrong:
        raise WorldError(wrong)
    if not tokens.tokens:
        raise WorldError(problem("expression-missing", "there is no expression"))
    end = len(tokens.tokens)
    builder = Builder(tokens, ExpressionParser(tokens, layout))
    try:
        return builder.expression(Terminal("EXPR", 0, end))
    except Unreadable:
        raise WorldError(builder.diagnostics) from None


class _FileParser:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.layout = Layout(tokens)
        # After a text without end nothing is where it seems; nor is the end of a file that is cut off.
        broken_text = any(d.severity == "error" for d in tokens.diagnostics)
        self.diagnostics = tokens.diagnostics + ([] if broken_text else self.layout.diagnostics)
        self._broken = sorted(self.layout.broken)
        self._docs = _Docs(tokens)

    def declarations(self) -> list[Declaration]:
        count = len(self.tokens.tokens)
        if count >= MOST_TOKENS:
            return []
        if count == 0:
            if all(d.severity == "warning" for d in self.diagnostics):
                message = "the file declares nothing"
                self.diagnostics.append(problem("file-empty", message, hint="a world needs at least one declaration"))
            return []
        builder = Builder(self.tokens, ExpressionParser(self.tokens, self.layout))
        declarations: list[Declaration] = []
        for start, end in self._statements(count):
            declarations += self._statement(builder, start, end)
            if enough(builder.diagnostics):
                break
        self.diagnostics += builder.diagnostics + self._docs.misplaced()
        return declarations

    def _statements(self, count: int) -> Iterator[tuple[int, int]]:
        """The token ranges between the top-level semicolons; an empty one is a mistake unless it is the last."""
        start = 0
        ends = [i for i in self.layout.all(";", 0, count) if self.layout.level[i] == TOP]
        for end in ends:
            if enough(self.diagnostics):
                return
            if start == end:
                span = self.tokens.span(end, end + 1)
                self.diagnostics.append(problem("empty-declaration", "there is nothing before this ';'", span))
            elif start < end:
                yield start, end
            start = end + 1
        if start < count:
            yield start, count

    def _statement(self, builder: Builder, start: int, end: int) -> Iterator[Declaration]:
        """The declaration in a range; several, with an error for each, if semicolons between them are missing."""
        place = bisect_left(self._broken, start)
        if place < len(self._broken) and self._broken[place] < end:
            return
        while start < end:
            cursor = Cursor(self.tokens.tokens, self.layout, start, end)
            try:
                tree: Tree[Any] = _grammar().parse(cursor)
                doc = self._docs.before(start, end)
                yield builder.build(tree, self.tokens.span(start, end), doc)
                return
            except Unreadable:
                return
            except UnexpectedInput as error:
                mistake = unexpected(self.tokens, start, cursor.last, end, _accepted(error))
                self.diagnostics.append(mistake.diagnostic)
                if mistake.resume < end:  # what stands before is whole, and only lacks its semicolon
                    yield from self._statement(builder, start, mistake.resume)
                start = mistake.resume


def _accepted(error: UnexpectedInput) -> set[str]:
    """The terminals that could have come instead."""
    parser = error.interactive_parser
    return set() if parser is None else set(parser.accepts())  # type: ignore[no-untyped-call]


class _Docs:
    """The doc comments of a file, handed out to the declarations that follow them."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._left = list(reversed(tokens.docs))
        self._misplaced: list[tuple[int, int, str]] = []
        self._done = 0

    def before(self, start: int, end: int) -> str | None:
        """The doc comment right before the declaration of a token range; None if there is none.

        A doc comment behind something on its line, or inside a declaration, belongs to nothing.
        """
        tokens = self._tokens.tokens
        lines: list[str] = []
        while self._left and self._left[-1][0] < tokens[end - 1].end:
            doc = self._left.pop()
            if doc[0] < tokens[start].start and not self._trails(doc[0]):
                lines.append(doc[2])
            else:
                self._misplaced.append(doc)
        return "\n".join(lines) if lines else None

    def _trails(self, offset: int) -> bool:
        text = self._tokens.source.text
        return bool(text[text.rfind("\n", 0, offset) + 1 : offset].strip())

    def misplaced(self) -> list[Diagnostic]:
        """A warning for the first doc comments that belong to no declaration. To be called at the end."""
        hint = "put it on the lines before the declaration, or use '//' for a plain comment"
        message = "this doc comment belongs to no declaration"
        return [
            warning("doc-misplaced", message, Span(self._tokens.source, start, end), hint=hint)
            for start, end, _ in sorted(self._misplaced + self._left)[:MOST_MISPLACED]
        ]


@dataclass(slots=True)
class Cursor:
    """The tokens of one declaration on their way into the parser; `last` is where it was last."""

    tokens: list[Token]
    layout: Layout
    start: int
    end: int
    last: int = 0

    def terminals(self, state: Any) -> Iterator[Terminal]:
        """Each next terminal, as the parser's state at that moment takes it."""
        index = self.start
        while index < self.end:
            self.last = index
            terminal = self._next(index, state.parse_conf.states[state.position])
            yield terminal
            index = terminal.end
        self.last = self.end

    def _next(self, index: int, accepted: dict[str, Any]) -> Terminal:
        token = self.tokens[index]
        if "EXPR" in accepted and not ("TYPE" in accepted and self._declares(index)):
            return Terminal("EXPR", index, self._expression_end(index))
        if "VALUE" in accepted and token.type is not STRING:
            return Terminal("VALUE", index, self._run_end(index, (",", ";")))
        if token.type is WORD:
            keyword = token.text.upper()
            if token.text.islower() and keyword in accepted:
                return Terminal(keyword, index, index + 1)
            if token.is_name:
                return Terminal("NAME", index, index + 1)
            kind = "CONSTANT" if token.text in ("True", "False") else "WORD"
            return Terminal(kind, index, index + 1)
        if token.type is NUMBER:
            return Terminal("CONSTANT", index, index + 1)
        return Terminal(SYMBOLS.get(token.type, token.type), index, index + 1)

    def _declares(self, index: int) -> bool:
        """Does a word at the start of a declaration say its kind, or is it the name of a property?"""
        token = self.tokens[index]
        if token.type is not WORD or token.text not in KINDS:
            return False
        if index + 1 >= self.end:
            return True
        following = self.tokens[index + 1]
        if following.type == "(":
            after = self.layout.partner[index + 1] + 1
            return after < self.end and self.tokens[after].type in (":", "{")
        return following.type in (WORD, NUMBER, STRING, ":", "{")

    def _expression_end(self, index: int) -> int:
        return self._run_end(index, (";", "{") if self.layout.level[index] == TOP else (";",))

    def _run_end(self, index: int, separators: tuple[str, ...]) -> int:
        """Where the run of tokens that starts here ends: before a separator on its level, or with its level."""
        if self.tokens[index].type in "};":
            return index
        level = self.layout.level[index]
        end = self.end if level == TOP else min(self.end, self.layout.partner[level])
        cuts = (self.layout.first(separator, index, end) for separator in separators)
        return min((cut for cut in cuts if cut >= 0), default=end)


class DeclarationLexer(Lexer):
    """Hands lark the terminals of a `Cursor`."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: ParserState[Any]) -> Iterator[Any]:
        cursor: Any = lexer_state.text
        return cursor.terminals(parser_state)  # type: ignore[no-any-return]


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer=DeclarationLexer, maybe_placeholders=True)
