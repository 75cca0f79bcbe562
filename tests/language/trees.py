"""Syntax trees as nested tuples without places, to compare what texts mean."""

from __future__ import annotations

from dreamwright.errors import Source
from dreamwright.language.expressions import ExpressionParser
from dreamwright.language.layout import Layout
from dreamwright.language.lexer import Tokens, tokenize
from dreamwright.language.syntax import (
    And,
    Arithmetic,
    Assign,
    Believes,
    Call,
    Compare,
    Constant,
    Expression,
    If,
    Name,
    Not,
    Or,
    Quantified,
    TypeTest,
)

Tree = tuple[object, ...]


def tokens_of(text: str) -> tuple[Tokens, Layout]:
    """The tokens of a text and how they nest."""
    tokens = tokenize(Source("<test>", text))
    return tokens, Layout(tokens)


def read(text: str) -> Tree | None:
    """What the parser makes of an expression (of balanced brackets), or None."""
    tokens, layout = tokens_of(text)
    assert not layout.diagnostics
    expression = ExpressionParser(tokens, layout).read(0, len(tokens.tokens))
    return None if expression is None else tree(expression)


def tree(expression: Expression) -> Tree:
    """An unresolved expression as a tuple, in the notation of tests/reference/splitting.py."""
    match expression:
        case Constant(value=value):
            return ("constant", value if type(value) is float else "?" if value is None else str(value))
        case Name(text=text):
            return ("name", text)
        case Call(name=name, arguments=arguments):
            return ("property", name, *map(tree, arguments))
        case Believes(character=Name(text=character), body=body):
            return ("believes", character, tree(body))
        case And(parts=parts):
            return ("and", *map(tree, parts))
        case Or(parts=parts):
            return ("or", *map(tree, parts))
        case Not(body=body):
            return ("not", tree(body))
        case If(branches=branches, otherwise=otherwise):
            pairs = [(tree(condition), tree(value)) for condition, value in branches]
            return ("if", *pairs, ("none",) if otherwise is None else tree(otherwise))
        case Quantified(kind=kind, variable_name=name, type_name=type_name, body=body):
            return (kind, name, type_name, tree(body))
        case Assign(target=target, value=value):
            return ("assign", tree(target), tree(value))
        case Compare(operator=operator, left=left, right=right):
            return (operator, tree(left), tree(right))
        case TypeTest(body=body, type_name=type_name):
            return (":", tree(body), type_name)
        case Arithmetic(operator=operator, left=left, right=right):
            return (operator, tree(left), tree(right))
    raise AssertionError(f"unexpected {type(expression).__name__} in an unresolved tree")
