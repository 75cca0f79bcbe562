"""Which of several motives a character follows.

A motive of n steps that promises a gain is *worth* gain x patience ** (n - 1): what is further away counts less. With
`best` the greatest worth, a motive is chosen with a probability in proportion to

    exp(-(1 - worth / best) / temperature),    temperature = whim / (1 - whim)

so whim 0 always takes (one of) the best, whim 1 takes any, and the unit of an author's utilities does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from dreamwright.language.world import Attributes
from dreamwright.planning import Motive
from dreamwright.story.random import Random

DEFAULT_PATIENCE = 0.9
DEFAULT_WHIM = 0.2


def choose(motives: Sequence[Motive], temperament: Attributes, random: Random) -> Motive:
    """Draw one of the motives (there must be one) as a character with these attributes would.

    By rejection: a candidate drawn evenly is kept if an exponential number exceeds its exponent, which happens with
    exactly the probability wanted and needs no exponential function.
    """
    patience = DEFAULT_PATIENCE if temperament.patience is None else temperament.patience
    whim = DEFAULT_WHIM if temperament.whim is None else temperament.whim
    worths = [worth(motive, patience) for motive in motives]
    best = max(worths)
    while True:
        candidate = random.below(len(motives))
        if random.exponential() >= _reluctance(worths[candidate], best, whim):
            return motives[candidate]


def worth(motive: Motive, patience: float) -> float:
    """The gain of a motive, discounted for each step after the first."""
    value: float = motive.gain
    for _ in motive.plan[1:]:
        value *= patience
    return value


def _reluctance(worth: float, best: float, whim: float) -> float:
    """(1 - worth / best) / temperature, also where best, worth or temperature are zero or infinite."""
    if worth == best or whim >= 1:
        return 0.0
    if whim <= 0:
        return inf
    share = 0.0 if best == inf else worth / best
    return (1 - share) * (1 - whim) / whim
