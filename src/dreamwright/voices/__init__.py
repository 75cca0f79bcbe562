"""What is said: every word a person reads about a world, from its author's texts or from names alone.

`Narrator` says events, facts and beliefs to a reader; `check_texts` finds what is wrong with an author's texts before
anything is said; `outline` and `reason` put plans into words; `clock_time` and `duration` say when and how long.
"""

from dreamwright.voices.check import check_texts
from dreamwright.voices.narrator import Narrator
from dreamwright.voices.outline import outline, reason
from dreamwright.voices.times import clock_time, duration

__all__ = ["Narrator", "check_texts", "clock_time", "duration", "outline", "reason"]
