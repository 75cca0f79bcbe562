"""Story sifting: finding, in all that happens, the courses of events that are worth a name.

A pattern is declared in a world file (`language/patterns.py` reads it); the bundled ones, `worlds/std/patterns.world`,
are about any world whose actions are tagged. A `Sifter` is given the happenings of a story one after the other and
says after each what it has completed; `sift` does so with all of them.

    for match in sift(engine, happenings, patterns_of(program.world)):
        match.pattern.name, match.who, match.happenings

The idea, of events bound to variables one after the other with some that must not come in between, is that of Felt
(Kreminski, Dickinson and Wardrip-Fruin 2019) and of Winnow (Kreminski, Dickinson and Mateas 2021). What is ours: since
the engine knows what everybody believes and wants, a pattern can ask who saw it, whom it deceived and who fared worse.
"""

from dreamwright.sifting.library import find_pattern, patterns_of
from dreamwright.sifting.sifter import Match, Sifter, sift

__all__ = ["Match", "Sifter", "find_pattern", "patterns_of", "sift"]
