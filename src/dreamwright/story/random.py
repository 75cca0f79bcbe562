"""The one source of chance in a story: a seeded generator whose whole state is one integer.

SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). Everything drawn
here uses integers and the four operations of IEEE arithmetic alone, no logarithm or power of the platform's, so
that a seed gives the same story on every machine and every version of Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN_GAMMA = 0x9E3779B97F4A7C15


class Random:
    """A generator; `state` may be read and set at any time. Seeds that agree in 64 bits are the same seed."""

    __slots__ = ("state",)

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def bits(self) -> int:
        """64 random bits, as an integer from 0 on."""
        self.state = (self.state + _GOLDEN_GAMMA) & _MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, count: int) -> int:
        """An integer from 0 to count - 1, each as likely as any other (but for one part in 2**64 / count)."""
        return (self.bits() * count) >> 64

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, which must not be empty."""
        return items[self.below(len(items))]

    def uniform(self) -> float:
        """A number from 0 (included) to 1 (excluded) with 53 random bits."""
        return (self.bits() >> 11) / (1 << 53)

    def exponential(self) -> float:
        """A number of the exponential distribution with mean 1: the wait for what comes at random.

        Found by comparing uniform numbers only (J. von Neumann, "Various Techniques Used in Connection with Random
        Digits", 1951): a falling run of odd length that begins with u has u's share of the density; each run of even
        length puts the answer one further out.
        """
        whole = 0
        while True:
            first = last = self.uniform()
            odd = True
            while (following := self.uniform()) < last:
                last = following
                odd = not odd
            if odd:
                return whole + first
            whole += 1
