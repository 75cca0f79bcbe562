"""What a condition still needs: the facts that must come about for it to hold, given how things are.

The search for an account goes backward from these, as regression planning does (Waldinger 1977): a step is only ever
added because it may bring about something that a later step, or the observation itself, still lacks.
"""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.grounding.arithmetic import Code, DivisionByZeroError
from dreamwright.grounding.evaluate import Read, holds
from dreamwright.grounding.formula import All, Any, Atom, Comparison, Condition, Fails, fetches
from dreamwright.planning.facts import Facts, union
from dreamwright.planning.links import Links


def holds_surely(condition: Condition, read: Read) -> bool:
    """Whether a condition holds; one that divides by zero does not."""
    try:
        return holds(condition, read)
    except DivisionByZeroError:
        return False


def false_parts(condition: Condition, read: Read) -> Iterator[Atom | Comparison]:
    """The atoms and comparisons for whose sake a condition does not hold, in order. Of a disjunction, all of them."""
    if holds_surely(condition, read):
        return
    match condition:
        case Atom() | Comparison():
            yield condition
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from false_parts(part, read)
        case Fails(negation=negation):
            yield from false_parts(negation, read)


def needed(condition: Condition, read: Read, facts: Facts, links: Links) -> int:
    """As bits: facts of the state itself one of which must come about before the condition can hold."""
    return union(_of_part(part, facts, links) for part in false_parts(condition, read))


def _of_part(part: Atom | Comparison, facts: Facts, links: Links) -> int:
    if isinstance(part, Atom) and part.equal:
        return 0 if part.path else becoming(part.fluent, part.value, facts, links)
    if isinstance(part, Atom):
        return 0 if part.path else unlike(part.fluent, part.value, facts, links)
    return union(links.about(facts.about(fluent)) for path, fluent in fetches(part) if not path)


def becoming(fluent: int, value: Code, facts: Facts, links: Links) -> int:
    """The facts by which a fluent comes to have a value."""
    if facts.any_bit[fluent]:
        return links.about(facts.about(fluent))
    return facts.bit[fluent].get(value, 0)


def unlike(fluent: int, value: Code, facts: Facts, links: Links) -> int:
    """The facts by which a fluent comes to have another value."""
    everything = links.about(facts.about(fluent))
    return everything if facts.any_bit[fluent] else everything & ~facts.bit[fluent].get(value, 0)
