"""Reading expressions as the table of section 1.3 of the specification says, word for word, however slow.

Tokens are plain strings. An expression is a nested tuple whose first member names the row's meaning; a span that
cannot be read is None. Every row is tried in order on every span, without any memory.
"""

from __future__ import annotations

OPENING, CLOSING = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}
SYMBOLS = {*"()[]{},;:*/+-&|!=><", "==", "!=", ">=", "<="}

Tree = tuple[object, ...]


def read(span: list[str]) -> Tree | None:
    """The expression that a span of tokens is, or None."""
    if not span:
        return None
    for row in (
        _brackets, _token, _property, _belief, _conjunction, _disjunction, _negation, _conditional, _forall, _exists,
        _assignment, _equal, _unequal, _at_least, _at_most, _more, _less, _type_test, _product, _sum,
        _times, _over, _plus, _minus,
    ):  # fmt: skip
        found = row(span)
        if found is not None:
            return found
    return None


def _levels(span: list[str]) -> list[int]:
    """How many brackets are open around each token; a bracket itself counts as outside."""
    levels, depth = [], 0
    for token in span:
        depth -= token in CLOSING
        levels.append(depth)
        depth += token in OPENING
    return levels


def _first(span: list[str], separator: str, after: int = 0) -> int | None:
    """The first top-level occurrence of a token from a place on."""
    for index, (token, level) in enumerate(zip(span, _levels(span), strict=True)):
        if index >= after and level == 0 and token == separator:
            return index
    return None


def _closing(span: list[str], opener: int) -> int | None:
    """The index of the bracket that closes the one at `opener`, if there is an opening bracket."""
    if opener >= len(span) or span[opener] != "(":
        return None
    levels = _levels(span)
    return next(i for i in range(opener + 1, len(span)) if levels[i] == levels[opener] and span[i] in CLOSING)


def _is_number(token: str) -> bool:
    return token.strip("-.0123456789") == "" and any(c.isdigit() for c in token)


def _is_name(token: str) -> bool:
    return token not in SYMBOLS and token[0].isalpha() and token not in ("True", "False")


def _simple(token: str) -> Tree | None:
    if token in ("?", "True", "False"):
        return ("constant", token)
    if _is_number(token):
        return ("constant", float(token))
    return ("name", token) if _is_name(token) else None


# 1
def _brackets(span: list[str]) -> Tree | None:
    if span[0] == "(" and _closing(span, 0) == len(span) - 1:
        return read(span[1:-1])
    return None


# 2
def _token(span: list[str]) -> Tree | None:
    return _simple(span[0]) if len(span) == 1 else None


# 3
def _property(span: list[str]) -> Tree | None:
    if len(span) < 3 or not _is_name(span[0]) or _closing(span, 1) != len(span) - 1:
        return None
    inner = span[2:-1]
    arguments = [_simple(token) for token in inner[::2]]
    if all(argument is not None for argument in arguments) and all(token == "," for token in inner[1::2]):
        return ("property", span[0], *arguments)
    if span[0] == "believes" and len(inner) > 2 and _is_name(inner[0]) and inner[1] == ",":
        believed = _property(inner[2:])
        return None if believed is None else ("believes", inner[0], believed)
    return None


# 4
def _belief(span: list[str]) -> Tree | None:
    if len(span) < 6 or span[0] != "believes" or _closing(span, 1) != len(span) - 1:
        return None
    if not _is_name(span[2]) or span[3] != ",":
        return None
    believed = read(span[4:-1])
    return None if believed is None else ("believes", span[2], believed)


def _parts(kind: str, separator: str, span: list[str]) -> Tree | None:
    cuts = [i for i, level in enumerate(_levels(span)) if level == 0 and span[i] == separator]
    pieces = [span[a + 1 : b] for a, b in zip([-1, *cuts], [*cuts, len(span)], strict=True)]
    if len(pieces) > 2 and not pieces[-1]:
        pieces.pop()  # one separator after the last element is tolerated
    if len(pieces) < 2:
        return None
    parts = [read(piece) for piece in pieces]
    return None if any(part is None for part in parts) else (kind, *parts)


# 5
def _conjunction(span: list[str]) -> Tree | None:
    return _parts("and", "&", span)


# 6
def _disjunction(span: list[str]) -> Tree | None:
    return _parts("or", "|", span)


# 7
def _negation(span: list[str]) -> Tree | None:
    body = read(span[1:]) if span[0] == "!" else None
    return None if body is None else ("not", body)


# 8
def _conditional(span: list[str]) -> Tree | None:
    if span[0] != "if":
        return None
    pieces, rest = [], span
    while True:
        cut = _first(rest, "elseif", 1)
        if cut is None:
            cut = _first(rest, "else", 1)
        if cut is None:
            pieces.append(rest)
            break
        pieces.append(rest[:cut])
        rest = rest[cut:]
    otherwise: Tree | None = ("none",)
    if len(pieces) > 1 and pieces[-1][0] == "else":
        otherwise = read(pieces.pop()[1:])
    branches = [_branch(piece, "if" if n == 0 else "elseif") for n, piece in enumerate(pieces)]
    if otherwise is None or any(branch is None for branch in branches):
        return None
    return ("if", *branches, otherwise)


def _branch(piece: list[str], word: str) -> Tree | None:
    close = _closing(piece, 1)
    if piece[0] != word or close is None:
        return None
    condition, value = read(piece[2:close]), read(piece[close + 1 :])
    return None if condition is None or value is None else (condition, value)


# 9 and 18
def _quantified(kind: str, span: list[str]) -> Tree | None:
    if len(span) < 7 or span[0] != kind or _closing(span, 1) != 5:
        return None
    if not _is_name(span[2]) or span[3] != ":" or not _is_name(span[4]):
        return None
    body = read(span[6:])
    return None if body is None else (kind, span[2], span[4], body)


def _forall(span: list[str]) -> Tree | None:
    return _quantified("forall", span)


def _exists(span: list[str]) -> Tree | None:
    return _quantified("exists", span)


def _product(span: list[str]) -> Tree | None:
    return _quantified("product", span)


def _sum(span: list[str]) -> Tree | None:
    return _quantified("sum", span)


# 10
def _assignment(span: list[str]) -> Tree | None:
    cut = _first(span, "=")
    if cut is None:
        return None
    target, value = _property(span[:cut]), read(span[cut + 1 :])
    return None if target is None or value is None else ("assign", target, value)


# 11 to 16, 19 to 22
def _binary(operator: str, span: list[str]) -> Tree | None:
    cut = _first(span, operator)
    if cut is None:
        return None
    left, right = read(span[:cut]), read(span[cut + 1 :])
    return None if left is None or right is None else (operator, left, right)


def _equal(span: list[str]) -> Tree | None:
    return _binary("==", span)


def _unequal(span: list[str]) -> Tree | None:
    return _binary("!=", span)


def _at_least(span: list[str]) -> Tree | None:
    return _binary(">=", span)


def _at_most(span: list[str]) -> Tree | None:
    return _binary("<=", span)


def _more(span: list[str]) -> Tree | None:
    return _binary(">", span)


def _less(span: list[str]) -> Tree | None:
    return _binary("<", span)


# 17
def _type_test(span: list[str]) -> Tree | None:
    cut = _first(span, ":")
    if cut is None or len(span) != cut + 2 or not _is_name(span[-1]):
        return None
    body = read(span[:cut])
    return None if body is None else (":", body, span[-1])


def _times(span: list[str]) -> Tree | None:
    return _binary("*", span)


def _over(span: list[str]) -> Tree | None:
    return _binary("/", span)


def _plus(span: list[str]) -> Tree | None:
    return _binary("+", span)


def _minus(span: list[str]) -> Tree | None:
    return _binary("-", span)
