"""The initial belief states, from what the initial statements said (specification 3.2)."""

from __future__ import annotations

from dreamwright.engine.match import Vector
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Path
from dreamwright.grounding.program import Program

Said = dict[tuple[Path, int], Code]

Drafts = tuple[list[Vector], list[list[int]]]
"""The values and the minds of drafts -2, -3, ..."""


def initial_drafts(program: Program) -> Drafts:
    """Value vectors and minds of the initial state (draft -2) and of all belief states it leads to, as drafts.

    The belief state of c is the state itself, overridden by every statement that starts with c; those statements are
    also kept as they are (c believes that c believes it), statements that start with others are forgotten.
    """
    truth = tuple(program.initial[(), fluent] for fluent in range(len(program.fluents)))
    said: Said = {key: value for key, value in program.initial.items() if key[0]}
    vectors: list[Vector] = [truth]
    beliefs: list[Said] = [said]
    minds: list[list[int]] = []
    known = {_key(truth, said): 0}
    done = 0
    while done < len(vectors):
        row = []
        for character in range(program.character_count):
            vector, told = _belief(vectors[done], beliefs[done], character)
            key = _key(vector, told)
            number = known.setdefault(key, len(vectors))
            if number == len(vectors):
                vectors.append(vector)
                beliefs.append(told)
            row.append(-2 - number)
        minds.append(row)
        done += 1
    return vectors, minds


def _belief(values: Vector, said: Said, character: int) -> tuple[Vector, Said]:
    own = {key: value for key, value in said.items() if key[0][0] == character}
    changed = list(values)
    inner: Said = {}
    for (path, fluent), value in own.items():
        if len(path) == 1:
            changed[fluent] = value
        else:
            inner[path[1:], fluent] = value
    return tuple(changed), own | inner


def _key(values: Vector, said: Said) -> tuple[Vector, frozenset[tuple[tuple[Path, int], Code]]]:
    return values, frozenset(said.items())
