"""What honest runs of a random experiment may give: bands without a guess at the distribution, and exact rates of failing.

A band is a tolerance interval between two order statistics of stored runs. Its content is that of a Beta variable
whatever the distribution is (Wilks, Determination of sample sizes for setting tolerance limits, 1941), so heavy tails
do no harm; ties only make it hold more often.

>>> band([float(i) for i in range(99)], content=0.90, confidence=0.95)
Band(low=1.0, high=97.0, runs=99, rank=2, content=0.923, confidence=0.95)
>>> round(_.false_fail, 3)
0.04
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONTENT, CONFIDENCE = 0.80, 0.95
"""What the course's bands declare: with this confidence, at least this part of all honest runs lies within. Of fewer than
22 stored runs a band declares less. Nine tenths would need the smallest and the largest of 48 runs, and where an honest
run in fifty never learns at all (`warmup-laptop` on the stand-in), a band down to that one holds shuffled labels too."""


@dataclass(frozen=True)
class Band:
    """An interval that holds at least `content` of all honest runs, with `confidence`.

    Attributes:
      low, high: its ends, which belong to it.
      runs: how many stored runs it comes from.
      rank: the ends are the `rank`-th smallest and the `rank`-th largest of them.
    """

    low: float
    high: float
    runs: int
    rank: int
    content: float
    confidence: float

    @property
    def false_fail(self) -> float:
        """The chance that one more honest run lies outside: 2 · rank / (runs + 1), over all that is drawn."""
        return 2 * self.rank / (self.runs + 1)

    def holds(self, value: float) -> bool:
        """Whether the value lies within; nothing holds NaN."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low:.4g} to {self.high:.4g} ({self.runs} runs)"


@functools.cache
def rank(runs: int, content: float = CONTENT, confidence: float = CONFIDENCE) -> int:
    """The largest r for which the r-th smallest and r-th largest of so many runs bound the content; 0 where none does.

    The content between them is Beta(n − 2r + 1, 2r).

    >>> rank(21), rank(22), rank(48), rank(99)
    (0, 1, 2, 6)
    """
    found = 0
    while 2 * (found + 1) < runs and _confidence(runs, found + 1, content) >= confidence:
        found += 1
    return found


def _confidence(runs: int, rank: int, content: float) -> float:
    """P(Beta(n − 2r + 1, 2r) ≥ content), which is that of at most n − 2r of n runs being below the content's quantile."""
    return math.fsum(math.comb(runs, k) * content**k * (1 - content) ** (runs - k) for k in range(runs - 2 * rank + 1))


@functools.cache
def content_of(runs: int, rank: int, confidence: float = CONFIDENCE) -> float:
    """The content that these order statistics bound with the confidence, rounded down to a thousandth.

    >>> content_of(99, 2), content_of(20, 1)
    (0.923, 0.783)
    """
    low, high = 0, 1000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _confidence(runs, rank, middle / 1000) >= confidence else (low, middle)
    return low / 1000


def band(values: Sequence[float], content: float = CONTENT, confidence: float = CONFIDENCE) -> Band:
    """The narrowest symmetric band of these runs that holds the content; of too few runs, their extremes and what they hold.

    Raises: ValueError for fewer than three runs, or a figure that is not finite.

    >>> band([1.0, 3.0, 2.0]).content
    0.135
    """
    if len(values) < 3 or not all(map(math.isfinite, values)):
        raise ValueError(f"a band takes at least three finite figures, got {len(values)}")
    ordered, r = sorted(values), max(1, rank(len(values), content, confidence))
    return Band(ordered[r - 1], ordered[-r], len(ordered), r, content_of(len(ordered), r, confidence), confidence)


def chance_outside(count: int, held: Band) -> list[float]:
    """The chances that 0, 1, 2, … of so many new honest runs lie outside their band, whatever the distribution.

    Old and new runs come in any order with the same chance, and the n stored ones leave 2r gaps outside the band and n + 1 − 2r
    inside. So k of m new ones fall outside with C(k + 2r − 1, k) C(m − k + n − 2r, m − k) / C(m + n, m) (Wilks 1942).

    >>> [round(p, 4) for p in chance_outside(1, band([float(i) for i in range(99)]))]
    [0.88, 0.12]
    """
    out, within = 2 * held.rank - 1, held.runs - 2 * held.rank
    ways = [math.comb(k + out, k) * math.comb(count - k + within, count - k) for k in range(count + 1)]
    return [w / math.comb(count + held.runs, count) for w in ways]


def allowed_outside(count: int, held: Band, rate: float) -> tuple[int, float]:
    """How many runs may lie outside so that honest work fails at no more than `rate`, and the exact rate that this gives.

    Runs of several configurations with the same seeds are not independent: then give each band its share of the rate.

    >>> allowed_outside(6, band([float(i) for i in range(99)]), 0.001)[0]
    4
    """
    chances = chance_outside(count, held)
    return next((k, tail) for k in range(count + 1) if (tail := math.fsum(chances[k + 1 :])) <= rate)


def sign_flip(differences: Sequence[float]) -> float:
    """The two-sided p-value of paired differences by flipping their signs, exactly.

    If neither of two treatments is better, each pair's difference is as likely to have the other sign (Fisher, The Design
    of Experiments, 1935, section 21). Counted are the 2ⁿ assignments of signs whose sum is at least as far from 0.

    Args:
      differences: n of them, 1 ≤ n ≤ 20, one for each pair (the same seed, both treatments).

    >>> sign_flip([0.02, 0.01, 0.03, 0.01, 0.02])  # two of 32
    0.0625
    """
    values = np.asarray(differences, dtype=np.float64)
    if not 1 <= len(values) <= 20 or not np.isfinite(values).all():
        raise ValueError("it takes 1 to 20 finite differences")
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    far = abs(values.sum())
    return float((np.abs(sums) >= far - 1e-12 * max(1.0, far)).mean())
