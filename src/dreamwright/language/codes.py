"""Every code a problem with a world file can carry, and what it is about in a few words.

The registry is what tests and documentation walk: each code has a tiny world in `tests/problems/` that raises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dreamwright.errors import Diagnostic, Register, Source

CODES: dict[str, str] = {
    # Reading a file
    "file-missing": "there is no such file",
    "file-unreadable": "the path is a folder, or reading it is not allowed",
    "file-too-large": "the file is larger than any world",
    "file-binary": "the file is not text",
    "file-encoding": "the file is not UTF-8",
    "file-empty": "the file declares nothing",
    "more-problems": "there are more problems than are shown",
    # Imports
    "import-missing": "an imported file does not exist",
    "import-cycle": "files import each other in a circle",
    "import-clash": "two files declare the same thing",
    # Tokens and brackets
    "string-unclosed": "a text has no closing quote",
    "string-escape": "a text has an unknown escape",
    "comment-unclosed": "a block comment runs to the end of the file",
    "bracket-unclosed": "an opening bracket has no partner",
    "bracket-stray": "a closing bracket has no partner",
    # Declarations
    "syntax": "a declaration does not have the shape of its kind",
    "semicolon-missing": "two declarations or parts are not separated",
    "empty-declaration": "there is nothing between two semicolons",
    "name-invalid": "a name must start with a letter",
    "part-misplaced": "a trigger has a part that only actions have",
    "utility-variable": "a utility is given for a named character, not for a variable",
    # Expressions
    "expression-missing": "something should stand here",
    "expression": "the text cannot be read as an expression",
    "operator-missing": "two values stand side by side",
    "operator-unknown": "an operator of another language",
    "minus-number": "a minus followed by a digit belongs to the number",
    "minus-unary": "only number literals can be negative",
    "argument-nested": "arguments are single names, never expressions",
    "quantifier-shape": "forall, exists, sum and product need (name : type)",
    "conditional-shape": "a conditional is not if(...) ... elseif(...) ... else ...",
    "nested-too-deeply": "an expression is nested too deeply",
    # Names
    "type-unknown": "a type that nothing declares",
    "type-cycle": "a type is its own supertype",
    "type-tangle": "the types have more supertypes than any world needs",
    "type-builtin": "a built-in type that cannot be used so",
    "entity-unknown": "a name that is neither variable nor entity",
    "property-unknown": "a property that nothing declares",
    "property-arguments": "no property of that name takes these arguments",
    "property-overloads": "too many properties of one name",
    "property-overlap": "a constant and a variable parameter overlap",
    "parameter-repeated": "two parameters have the same name",
    "parameter-number": "parameters and bound variables cannot be numbers",
    "variable-repeated": "a bound variable repeats one in scope",
    "character-expected": "something that is not a character stands where one must",
    "observing-type": "the observing variable cannot be a character",
    # Types
    "boolean-expected": "a condition is not boolean",
    "number-expected": "an operand is not a number",
    "value-type": "a value does not fit the property",
    "branches-differ": "the branches of a conditional differ in kind",
    "else-missing": "a conditional value has no else",
    "assignment-misplaced": "an assignment stands in a condition",
    "effect-shape": "an effect is not something that can be made true",
    "unknown-order": "`?` compared by order",
    # Attributes
    "attribute-unknown": "an attribute that declarations of this kind do not have",
    "attribute-selector": "an attribute or view in brackets that does not exist",
    "attribute-value": "an attribute's value is not of the right form",
    "attribute-consent": "schedule and rate are for actions nobody consents to",
    "routine-unknown": "a routine names no action",
    "world-repeated": "a file describes the world twice",
    # Patterns
    "pattern-event": "what a pattern looks for is no event",
    "pattern-shape": "the parts of a pattern make no sense in this order",
    # Warnings
    "part-repeated": "a part or attribute is given twice; the last counts",
    "utility-repeated": "a character's utility is given twice; the last counts",
    "type-implicit": "a type is declared only by being named, and its name looks like a slip",
    "declaration-repeated": "a signature is declared twice in one file",
    "entity-unused": "an entity is never used",
    "property-unread": "a property is never read",
    "name-confusing": "a name that looks like part of the language",
    "name-hidden": "a variable has the name of an entity",
    "doc-misplaced": "a doc comment belongs to no declaration",
}
"""Code -> what it is about."""


_register = Register(CODES)
problem, warning = _register.problem, _register.warning


MOST_SHOWN = 50
ENOUGH = 500


def enough(diagnostics: Sequence[Diagnostic]) -> bool:
    """Were so many errors found, one after the other, that nobody needs more of them?"""
    return len(diagnostics) > ENOUGH and all(d.severity == "error" for d in diagnostics[-ENOUGH:])


def ordered(diagnostics: Iterable[Diagnostic], sources: Sequence[Source]) -> list[Diagnostic]:
    """Diagnostics in the order of their places; of very many errors only the first, and how many more there are."""
    files = {id(source): number for number, source in enumerate(sources)}

    def place(diagnostic: Diagnostic) -> tuple[int, int]:
        span = diagnostic.span
        return (-1, 0) if span is None else (files.get(id(span.source), len(files)), span.start)

    everything = sorted(diagnostics, key=place)
    errors = [diagnostic for diagnostic in everything if diagnostic.severity == "error"]
    if len(errors) <= MOST_SHOWN:
        return everything
    return [*errors[:MOST_SHOWN], problem("more-problems", f"and {len(errors) - MOST_SHOWN:,} more problems")]
