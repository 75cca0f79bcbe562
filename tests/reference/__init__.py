"""The slow, obvious twin of the engine, written from the specification of the world language alone.

Nothing here is shared with the engine but the language room (text to resolved world). Nothing is made fast, nothing is
left out because it seems idle: each file follows the paragraphs named in its docstring as literally as it can, so that
a difference to the engine points at a mistake in one of the two.

    forms       what a ground world is written in: places, terms, formulas, effects, events
    writing     2.3, 2.5, 3.1: resolved expressions written out for one combination of arguments
    solved      2.5, 2.6: comparisons as atoms
    ground      3.3: all events, by nested loops
    evaluate    2.4, 2.5: values and truth
    conflicts   3.1: two effects on one property
    state       4.1: states, drafts, and when two are the same
    transition  4.2, 4.4: steps, minds, surprise, coming to rest
    initial     3.2: the initial state
    reasons     5: accepted, reason, minimal, explained, solutions
    twin        all of it behind one face
"""

from reference.twin import Twin

__all__ = ["Twin"]
