"""Stories and questions in English."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.datasets.beliefs import Belief, Telling
from dreamwright.grounding.arithmetic import Code
from dreamwright.story import Happening
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.words import capitalised, listed


class Wording:
    """Puts what is about the stories of one world into words."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._program = telling.engine.program
        self._teller = HappenedTeller(telling.engine)
        self._narrator = self._teller.narrator

    def name(self, character: int) -> str:
        """What a character is called."""
        return self._teller.name(character)

    def fact(self, fluent: int, value: Code, chain: Sequence[int] = ()) -> str:
        """That a fluent has a value, or that some believe so, as a sentence."""
        return f"{capitalised(self._clause(fluent, value, chain))}."

    def _clause(self, fluent: int, value: Code, chain: Sequence[int] = ()) -> str:
        declared = self._program.fluents[fluent]
        author = self._program.author_value(declared.kind, value)
        minds = tuple(self._program.world.entities[c] for c in chain)
        return self._narrator.belief(minds, declared.property, declared.arguments, author)

    def told(self, happening: Happening) -> str:
        """What happened."""
        return " ".join(self._teller.lines(happening))

    def happened(self, happening: Happening, fluent: int) -> str:
        """What happened, what it changed of a fluent, and who knows of it: all that is needed to tell what anybody
        came to believe of that."""
        engine = self._telling.engine
        before, after = (engine.vector(node)[fluent] for node in (happening.before, happening.after))
        now = "" if before == after else f" Now {self._clause(fluent, after)}."
        seen = [self.name(c) for c in happening.perceivers]
        who = "Everybody" if len(seen) == self._program.character_count else capitalised(listed(seen)) or "Nobody"
        several = 1 < len(seen) < self._program.character_count
        return f"{self.told(happening)}{now} ({who} {'see' if several else 'sees'} it.)"

    def beginning(self, belief: Belief) -> list[str]:
        """How it was before anything happened, in truth and in the minds that are asked about."""
        said = [self.fact(belief.fluent, self._telling.vector(0)[belief.fluent])]
        for start in range(len(belief.chain) - 1, -1, -1):
            chain = belief.chain[start:]
            said.append(self.fact(belief.fluent, self._telling.vector(0, chain)[belief.fluent], chain))
        return said

    def question(self, chain: Sequence[int]) -> str:
        """What somebody believes, or believes that others believe."""
        first, *others = (self.name(c) for c in chain)
        nested = "".join(f" that {other} believes" for other in others)
        return f"Which of these does {first} believe{nested}?"

    def reason(self, belief: Belief) -> str:
        """Where the belief comes from, and how it stands to what is so."""
        cause = self._telling.cause(belief)
        since = "" if cause is None else self.happened(cause, belief.fluent)
        why = f"Since this: {since}" if since else "It has been so from the beginning."
        if belief.kind == "true":
            return f"{why} That is right."
        return f"{why} That is wrong: {self._clause(belief.fluent, belief.inner, belief.chain[1:])}."
