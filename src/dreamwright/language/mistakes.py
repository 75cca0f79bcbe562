"""What to say when a declaration does not have the shape of its kind, and where to go on reading."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.errors import Diagnostic, Span, did_you_mean
from dreamwright.language.codes import problem
from dreamwright.language.diagnosis import DECLARING, name_invalid, semicolon_missing
from dreamwright.language.lexer import NUMBER, WORD, Token, Tokens

SHAPES = {
    "type": "type NAME; or type NAME : SUPERTYPE, ...;",
    "entity": "entity NAME : TYPE, ...;",
    "property": "property NAME(variable : TYPE, ...) : TYPE;",
    "action": "action NAME(variable : TYPE, ...) { precondition: ...; effect: ...; consenting: ...; };",
    "trigger": "trigger NAME(variable : TYPE, ...) { precondition: ...; effect: ...; };",
    "utility": "utility(): ...; or utility(CHARACTER): ...;",
    "import": 'import "FILE.world";',
    "world": 'world "TITLE" { ... };',
    "pattern": "pattern NAME(variable : TYPE, ...) { event: ...; event: ...; };",
}
NAMES = {
    "NAME": "a name",
    "CONSTANT": "a constant",
    "EXPR": "an expression",
    "VALUE": "a value",
    "STRING": "a text in double quotes",
    "LPAR": "'('",
    "RPAR": "')'",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "COMMA": "','",
    "COLON": "':'",
    "SEMICOLON": "';'",
    "$END": "';'",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One problem, and the index of the token from which to read on (the end of the declaration: give up)."""

    diagnostic: Diagnostic
    resume: int


def unexpected(tokens: Tokens, start: int, index: int, end: int, accepted: set[str]) -> Mistake:
    """The token at `index` (or the end of the declaration) is not among the accepted terminals."""
    before = tokens.span(max(start, index - 1), max(start, index - 1) + 1)
    token = tokens.tokens[index] if index < end else None
    if token is not None:
        if index > start and {"$END", "SEMICOLON"} & accepted and _starts_something(tokens, index, end):
            # Inside an event the rest cannot be told apart.
            resume = index if "$END" in accepted else end
            return Mistake(semicolon_missing(before, f"before '{token.text}'"), resume)
        special = _special(tokens, start, index, end, accepted)
        if special is not None:
            return Mistake(special, end)
    return Mistake(_general(tokens, start, token, before, accepted), end)


def _starts_something(tokens: Tokens, index: int, end: int) -> bool:
    """Does a declaration or a part of an event start here?"""
    token = tokens.tokens[index]
    following = tokens.tokens[index + 1] if index + 1 < end else None
    return token.type is WORD and following is not None and (following.type in (WORD, ":", "("))


def _special(tokens: Tokens, start: int, index: int, end: int, accepted: set[str]) -> Diagnostic | None:
    token = tokens.tokens[index]
    span = tokens.span(index, index + 1)
    kind = tokens.tokens[start].text
    if "NAME" in accepted and token.type is NUMBER:
        following = tokens.tokens[index + 1] if index + 1 < end else None
        word = Token(WORD, token.text, token.start, token.end)
        if following is not None and following.start == token.end and following.type is WORD:
            word.text += following.text
            span = Span(span.source, token.start, following.end)
        return name_invalid(word, span)
    if {"NAME", "CONSTANT"} & accepted and token.type is WORD:
        return name_invalid(token, span)
    if kind == "utility" and token.type == ":" and "RPAR" in accepted:
        hint = "declare one utility for each character: utility(Ann): ...; utility(Ben): ..."
        return problem("utility-variable", "a utility is given for a named character", span, hint=hint)
    return None


def _general(tokens: Tokens, start: int, token: Token | None, before: Span, accepted: set[str]) -> Diagnostic:
    kind = tokens.tokens[start].text
    known = kind in SHAPES
    where = f"in this {kind}" if known else "here"
    expected = _listed(accepted)
    hint = f"the shape is: {SHAPES[kind]}" if known else _hint_kind(kind)
    if token is None:
        place = Span(before.source, before.end - 1, before.end)
        if accepted == {"EXPR"}:
            return problem("expression-missing", "an expression is missing at the end", place, expected=expected)
        return problem("syntax", f"something is missing at the end of this {kind}", place, expected=expected, hint=hint)
    place = Span(before.source, token.start, token.end)
    shown = token.text if len(token.text) < 40 else token.text[:37] + "..."
    return problem("syntax", f"unexpected '{shown}' {where}", place, expected=expected, hint=hint)


def _hint_kind(word: str) -> str | None:
    """For a first word like `entitiy`."""
    return did_you_mean(word, sorted(DECLARING))


def _listed(accepted: set[str]) -> str:
    """The accepted terminals in words: `':' or ';'`."""
    names = sorted({NAMES.get(terminal, f"'{terminal.lower()}'") for terminal in accepted})
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
