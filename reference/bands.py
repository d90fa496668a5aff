"""What honest runs of a random experiment may give: bands without a guess at the distribution, and exact rates of failing.

A band is a tolerance interval between two order statistics of stored runs. Its content is that of a Beta variable
whatever the distribution is (Wilks, Determination of sample sizes for setting tolerance limits, 1941), so heavy tails
do no harm; ties only make it hold more often.

>>> band([float(i) for i in range(99)], content=0.90, confidence=0.95)
Band(low=1.0, high=97.0, runs=99, rank=2, content=0.9, confidence=0.95)
>>> round(_.false_fail, 3)
0.04
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONTENT, CONFIDENCE = 0.90, 0.95
"""What the course's bands declare: with this confidence, at least this part of all honest runs lies within."""


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


def rank(runs: int, content: float = CONTENT, confidence: float = CONFIDENCE) -> int:
    """The largest r for which the r-th smallest and r-th largest of so many runs bound the declared content.

    The content between them is Beta(n − 2r + 1, 2r).

    Raises: ValueError where even the extremes do not; it says how many runs would do.

    >>> rank(46), rank(99)
    (1, 2)
    """
    found = 0
    while 2 * (found + 1) < runs and _confidence(runs, found + 1, content) >= confidence:
        found += 1
    if not found:
        needed = max(runs, 3)
        while _confidence(needed, 1, content) < confidence:
            needed += 1
        raise ValueError(f"{runs} runs bound no {content:.0%} with a confidence of {confidence:.0%}: it takes {needed}")
    return found


def _confidence(runs: int, rank: int, content: float) -> float:
    """P(Beta(n − 2r + 1, 2r) ≥ content), which is that of at most n − 2r of n runs being below the content's quantile."""
    return math.fsum(math.comb(runs, k) * content**k * (1 - content) ** (runs - k) for k in range(runs - 2 * rank + 1))


def band(values: Sequence[float], content: float = CONTENT, confidence: float = CONFIDENCE) -> Band:
    """The narrowest symmetric band of these runs. Raises: as :func:`rank`."""
    ordered, r = sorted(values), rank(len(values), content, confidence)
    return Band(ordered[r - 1], ordered[-r], len(ordered), r, content, confidence)


def chance_outside(groups: Sequence[tuple[int, Band]]) -> list[float]:
    """The chances that 0, 1, 2, … of the new honest runs lie outside their bands, whatever the distributions.

    Old and new runs of one band come in any order with the same chance, and the n stored ones leave 2r gaps outside the band
    and n + 1 − 2r inside. So k of m new ones fall outside with C(k + 2r − 1, k) C(m − k + n − 2r, m − k) / C(m + n, m)
    (Wilks 1942). Those of different bands are independent.

    Args:
      groups: for each band, how many new runs are held against it.

    >>> one = band([float(i) for i in range(99)])
    >>> [round(p, 4) for p in chance_outside([(1, one)])]
    [0.96, 0.04]
    """
    total = np.ones(1)
    for count, held in groups:
        out, within = 2 * held.rank - 1, held.runs - 2 * held.rank
        ways = [math.comb(k + out, k) * math.comb(count - k + within, count - k) for k in range(count + 1)]
        total = np.convolve(total, [w / math.comb(count + held.runs, count) for w in ways])
    return [float(p) for p in total]


def allowed_outside(groups: Sequence[tuple[int, Band]], rate: float) -> tuple[int, float]:
    """How many runs may lie outside so that honest work fails at no more than `rate`, and the exact rate that this gives.

    >>> one = band([float(i) for i in range(99)])
    >>> allowed_outside([(10, one)], 0.01)[0]
    2
    """
    chances = chance_outside(groups)
    for allowed in range(len(chances)):
        fails = math.fsum(chances[allowed + 1 :])
        if fails <= rate:
            return allowed, fails
    raise AssertionError("all runs outside is always allowed")


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
