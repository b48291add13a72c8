"""Draws that come out the same on every run, skewed as trade is: a few large, many small."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

SEED = 20_260_801
T = TypeVar("T")


def zipf(count: int, *, skew: float = 1.0, head: int = 3) -> list[float]:
    """Cumulative shares of `count` ranks, the last 1.0.

    The share of a rank falls with its number to the power of `skew`; `head` flattens the first.
    """
    sums = list(accumulate((rank + head) ** -skew for rank in range(count)))
    return [part / sums[-1] for part in sums]


class Draw:
    """A source of draws. seed: the same one gives the same draws."""

    def __init__(self, seed: int = SEED) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of all draws."""
        return self._random.random() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def one(self, values: Sequence[T]) -> T:
        """Any of the values, each as likely."""
        return values[int(self._random.random() * len(values))]

    def rank(self, cumulative: Sequence[float]) -> int:
        """A rank by the shares that `zipf` gave."""
        return min(bisect(cumulative, self._random.random()), len(cumulative) - 1)

    def low(self, least: int, most: int) -> int:
        """A whole number between the two, more often a low one."""
        return least + int((most - least) * self._random.random() ** 2.5)

    def some(self, values: Sequence[T], count: int) -> list[T]:
        """So many of the values, none twice."""
        return self._random.sample(values, count)

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """All values in another order."""
        return self.some(values, len(values))
