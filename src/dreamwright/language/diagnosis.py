"""Why a span of tokens is no expression: called only once reading it has failed.

It follows the rows in their order to the innermost part that cannot be read, on the way looking for the mistakes
that people make when they come from other languages.
"""

from __future__ import annotations

from dreamwright.errors import Diagnostic, Span, did_you_mean
from dreamwright.language.codes import problem
from dreamwright.language.expressions import COMPARATORS, CONSTANTS, OPERATORS, ExpressionParser
from dreamwright.language.lexer import NUMBER, STRING, WORD, Token

FOREIGN_WORDS = {"and": "&", "or": "|", "not": "!", "AND": "&", "OR": "|", "NOT": "!", "And": "&", "Or": "|"}
DECLARING = {"type", "entity", "property", "action", "trigger", "utility", "import", "world", "pattern"}
PARTS = {"precondition", "effect", "consenting", "observing"}
LONGEST_SEARCH = 300
"""Spans looked at in search of what is wrong with one expression."""
MOST_FOUND = 5
"""Problems told about one expression."""
QUANTIFIERS = ("forall", "exists", "sum", "product")


def explain(parser: ExpressionParser, start: int, end: int) -> list[Diagnostic]:
    """What is wrong with the span from token `start` to `end` (exclusive), which `parser` could not read."""
    return _Diagnosis(parser).explain(start, end)


class _Diagnosis:
    def __init__(self, parser: ExpressionParser) -> None:
        self.parser = parser
        self.tokens = parser.tokens
        self.layout = parser.layout

    def explain(self, start: int, end: int) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        todo = [(start, end)]
        for _ in range(LONGEST_SEARCH):
            if not todo or len(found) >= MOST_FOUND:
                break
            start, end = todo.pop()
            parts = self._explain(start, end, found)
            todo += reversed(parts)
        return found or [self._unreadable(start, end)]

    def _explain(self, start: int, end: int, found: list[Diagnostic]) -> list[tuple[int, int]]:
        """Add what is wrong with a span to what was found, or return the parts that are."""
        while self.parser.is_bracketed(start, end):
            start, end = start + 1, end - 1
        if start >= end:
            found.append(self._missing(start))
            return []
        foreign = self._foreign(start, end)
        if foreign is not None:
            found.append(foreign)
            return []
        failing = [part for part in self._parts(start, end) if self.parser.read(*part) is None]
        if not failing:
            found.append(self._smallest(start, end))
        return failing

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of the first row whose shape fits; for operators those of its first occurrence."""
        for separator in ("&", "|"):
            cuts = self.layout.all(separator, start, end)
            if cuts and cuts[-1] == end - 1 and len(cuts) > 1:
                end = cuts.pop()
            if cuts:
                return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))
        if self.tokens[start].type == "!":
            return [(start + 1, end)]
        if self.parser.is_belief(start, end):
            return [(start + 4, end - 1)]
        if self.parser.is_word(start, "if") and self._is_conditional(start, end):
            return self._conditional_parts(start, end)
        if self.tokens[start].text in QUANTIFIERS and self.parser.is_quantifier(start, end):
            return [(start + 6, end)]
        for separator in ("=", *COMPARATORS, *OPERATORS):
            cut = self.layout.first(separator, start, end)
            if cut > start or (cut == start and separator != "-"):
                if separator == "=" and not self.parser.is_target(start, cut):
                    return []
                return [(start, cut), (cut + 1, end)]
        return []

    def _is_conditional(self, start: int, end: int) -> bool:
        """Can the pieces be told apart: `if(` and `elseif(` at the start of each, at most one `else`?"""
        piece = start
        while piece < end:
            cut = self.parser.conditional_cut(piece, end)
            last_else = cut == end and piece > start and self.parser.is_word(piece, "else")
            if not last_else and (self.parser.is_word(piece, "else") or self.parser.header_end(piece, cut) < 0):
                return False
            piece = cut
        return True

    def _conditional_parts(self, start: int, end: int) -> list[tuple[int, int]]:
        parts: list[tuple[int, int]] = []
        piece = start
        while piece < end:
            cut = self.parser.conditional_cut(piece, end)
            if self.parser.is_word(piece, "else"):
                parts.append((piece + 1, cut))
            else:
                close = self.parser.header_end(piece, cut)
                parts += [(piece + 2, close), (close + 1, cut)]
            piece = cut
        return parts

    # -------------------------------------------------------------------------------- single mistakes
    def _missing(self, index: int) -> Diagnostic:
        """Nothing stands before the token `index`."""
        before = self.tokens[index - 1] if index > 0 else None
        if before is None:
            return problem("expression-missing", "an expression is missing here", self._at(index))
        message = f"an expression is missing after '{before.text}'"
        return problem("expression-missing", message, self._at(index - 1), expected="an expression")

    def _foreign(self, start: int, end: int) -> Diagnostic | None:
        """Words and signs of other languages, and declarations or parts run together."""
        index = start
        while index < end:
            token = self.tokens[index]
            following = self.tokens[index + 1] if index + 1 < end else None
            found = self._foreign_word(index, start, following) or self._foreign_sign(index, following)
            if found is not None:
                return found
            partner = self.layout.partner[index]
            index = partner + 1 if partner > index and token.type != "{" else index + 1
        return None

    def _foreign_word(self, index: int, start: int, following: Token | None) -> Diagnostic | None:
        token = self.tokens[index]
        if token.type is not WORD or following is None:
            return None
        if token.text in FOREIGN_WORDS and (token.text.lower() == "not" or index > start):
            sign = FOREIGN_WORDS[token.text]
            hint = f"write '{sign}'"
            return problem("operator-unknown", f"'{token.text}' is not an operator here", self._at(index), hint=hint)
        if token.text == "when" and following.type == "(":
            hint = "write 'if(...) ...'"
            return problem("operator-unknown", "there is no 'when'", self._at(index), hint=hint)
        runs_on = (token.text in DECLARING and following.is_name) or (token.text in PARTS and following.type in ":(")
        if runs_on and index > start:
            return semicolon_missing(self._at(index - 1), f"before '{token.text}'")
        return None

    def _foreign_sign(self, index: int, following: Token | None) -> Diagnostic | None:
        kind = self.tokens[index].type
        if kind in "{[":
            hint = "only '(' and ')' group in expressions"
            return problem("expression", f"a '{kind}' has no place in an expression", self._at(index), hint=hint)
        if following is None or following.start != self.tokens[index].end:
            return None
        pair = self.tokens[index].text + following.text
        writing = {"&&": "&", "||": "|", "===": "==", "->": "if(...)", "=>": "if(...)", "=<": "<=", "<>": "!="}
        if pair in writing and following.type != NUMBER:
            span = self._at(index).to(self._at(index + 1))
            hint = f"write '{writing[pair]}'"
            return problem("operator-unknown", f"'{pair}' is not an operator here", span, hint=hint)
        return None

    def _smallest(self, start: int, end: int) -> Diagnostic:
        """The parts can all be read, or there are none: the mistake is on this level."""
        token = self.tokens[start]
        if end - start == 1:
            return self._bad_token(start)
        if token.type == "-":
            hint = "write '0 - x'; only number literals can be negative"
            return problem("minus-unary", "there is no minus sign for expressions", self._at(start), hint=hint)
        return (
            self._assignment(start, end)
            or self._worded(start, end)
            or self._adjacent(start, end)
            or self._arguments(start, end)
            or self._unreadable(start, end)
        )

    def _unreadable(self, start: int, end: int) -> Diagnostic:
        return problem("expression", "this cannot be read as an expression", self.parser.span(start, end))

    def _bad_token(self, index: int) -> Diagnostic:
        token = self.tokens[index]
        if token.type is STRING:
            return problem("expression", "a text has no place in an expression", self._at(index))
        if token.type is WORD:
            return name_invalid(token, self._at(index))
        message = f"'{token.text}' alone is no expression"
        return problem("expression", message, self._at(index), expected="an expression")

    def _assignment(self, start: int, end: int) -> Diagnostic | None:
        cut = self.layout.first("=", start, end)
        if cut < 0:
            return None
        if cut == start:
            return self._missing(start)
        side_by_side = self._adjacent(start, cut)
        if side_by_side is not None:
            return side_by_side
        hint = "write '==' to compare; only a property can be assigned to, as in 'p(a) = b'"
        return problem("expression", "the left side of '=' is not a property", self.parser.span(start, cut), hint=hint)

    def _worded(self, start: int, end: int) -> Diagnostic | None:
        word = self.tokens[start].text
        if word in QUANTIFIERS and not self.parser.is_quantifier(start, end):
            return problem(
                "quantifier-shape",
                f"'{word}' needs a variable and its type",
                self._at(start),
                expected=f"{word}(x : type) followed by an expression",
            )
        if word in ("if", "elseif", "else"):
            return self._conditional(start, end)
        return None

    def _conditional(self, start: int, end: int) -> Diagnostic | None:
        word = self.tokens[start].text
        expected = "if(condition) x elseif(condition) y else z"
        if word != "if":
            message = f"'{word}' has no 'if' before it"
            return problem("conditional-shape", message, self._at(start), expected=expected)
        if self.parser.header_end(start, end) < 0:
            message = "the condition of 'if' must stand in brackets"
            return problem("conditional-shape", message, self._at(start), expected=expected)
        several = self.layout.all("else", start, end)
        if len(several) > 1:
            hint = "put brackets round the inner conditional"
            message = "this 'if' has more than one 'else'"
            return problem("conditional-shape", message, self._at(several[1]), hint=hint)
        return None

    def _adjacent(self, start: int, end: int) -> Diagnostic | None:
        """Two values side by side."""
        index = start
        while index < end - 1:
            partner = self.layout.partner[index]
            last = partner if partner > index else index
            if last + 1 >= end:
                return None
            following = self.tokens[last + 1]
            ends_value = self.tokens[last].type in (WORD, NUMBER, STRING, ")")
            starts_value = following.type in (WORD, NUMBER, STRING) or (
                following.type == "(" and not self.tokens[last].is_name
            )
            if ends_value and starts_value:
                return self._side_by_side(last, following)
            index = last + 1
        return None

    def _side_by_side(self, last: int, following: Token) -> Diagnostic:
        if following.type is NUMBER and following.text.startswith("-"):
            return problem(
                "minus-number",
                f"'{following.text}' is a number of its own, so nothing joins it to what stands before",
                self._at(last + 1),
                hint=f"write a space after the minus: '- {following.text[1:]}'",
            )
        if following.type is WORD and not following.is_name and following.text not in CONSTANTS:
            message = f"'{following.text}' is not an operator here"
            return problem("operator-unknown", message, self._at(last + 1), expected="& | ! == != >= <= > < * / + -")
        return problem(
            "operator-missing",
            f"there is nothing between '{self._ending(last)}' and '{following.text}'",
            self._at(last + 1),
            expected="an operator such as '&', or the ';' that ends the statement",
            hint=did_you_mean(self.tokens[last].text, sorted(DECLARING)) if self.tokens[last].is_name else None,
        )

    def _ending(self, last: int) -> str:
        """A few words for the value that ends at a token."""
        if self.tokens[last].type != ")":
            return self.tokens[last].text
        opener = self.layout.partner[last]
        first = opener - 1 if opener > 0 and self.tokens[opener - 1].is_name else opener
        text = self.parser.span(first, last + 1).text
        return text if len(text) <= 30 and "\n" not in text else text.split("(")[0] + "(...)"

    def _arguments(self, start: int, end: int) -> Diagnostic | None:
        close = self.parser.header_end(start, end)
        if close != end - 1:
            return None
        token = self.tokens[start]
        if not token.is_name:
            return name_invalid(token, self._at(start)) if token.type is WORD else None
        if token.text == "believes":
            expected = "believes(character, expression)"
            return problem("expression", "this is no belief", self.parser.span(start, end), expected=expected)
        for index in range(start + 2, close):
            if self.tokens[index].type not in (WORD, NUMBER, ","):
                span = self.parser.span(start + 2, close)
                hint = f"name the value with a variable first: exists(x : type) (... == x & {token.text}(x))"
                message = f"an argument of '{token.text}' is an expression"
                return problem(
                    "argument-nested", message, span, expected="names and constants, with commas between", hint=hint
                )
        expected = "names and constants, with commas between"
        message = f"the arguments of '{token.text}' cannot be read"
        return problem("expression", message, self.parser.span(start, end), expected=expected)

    def _at(self, index: int) -> Span:
        return self.parser.span(index, index + 1)


def semicolon_missing(after: Span, where: str) -> Diagnostic:
    """A `;` is missing after a token."""
    place = Span(after.source, after.end - 1, after.end)
    return problem("semicolon-missing", f"a ';' is missing {where}", place, expected="';'")


def name_invalid(token: Token, span: Span) -> Diagnostic:
    """A word that cannot be a name."""
    if token.text in ("True", "False", "?"):
        return problem("name-invalid", f"'{token.text}' is a constant and cannot be a name", span)
    message = f"'{token.text}' cannot be a name"
    return problem("name-invalid", message, span, expected="a word that starts with a letter")
