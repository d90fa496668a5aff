"""Learning-rate schedules as pure functions of the step, and how to join them.

A schedule maps the step t = 0, 1, 2, … to the rate of that step, the one that moves w_t to w_{t+1}. It
keeps nothing between calls: the rate of step t is the same whenever and however often it is asked for.

>>> rates = warmup_cosine(start=0.1, base=0.3, final=0.02, warmup=2, horizon=6)
>>> [round(rates(t), 4) for t in (7, 0, 1, 2, 4, 6)]
[0.02, 0.1, 0.2, 0.3, 0.16, 0.02]
"""

import math
import operator
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

Schedule: TypeAlias = Callable[[int], float]


def constant(rate: float) -> Schedule:
    """η(t) = ``rate`` for every t.

    Raises: ValueError where the rate is not finite; the schedule itself raises ValueError for a negative
    step and TypeError for one that is no integer. So do all schedules here.

    >>> constant(0.1)(7)
    0.1
    """
    rate = _finite(rate, "rate")
    return _of_step(lambda t: rate)


def square_root(base: float) -> Schedule:
    """η(t) = ``base`` / √(t + 1), the pace of the classic bounds on convex stochastic descent.

    (Zinkevich, Online Convex Programming and Generalized Infinitesimal Gradient Ascent, ICML 2003.)

    Raises: as :func:`constant`.

    >>> [square_root(0.3)(t) for t in (0, 3, 8)]
    [0.3, 0.15, 0.09999999999999999]
    """
    base = _finite(base, "base")
    return _of_step(lambda t: base / math.sqrt(t + 1))


def factor(base: float, factor: float, floor: float = 0.0) -> Schedule:
    """η(t) = max(``floor``, ``base`` · ``factor``ᵗ): geometric decay that does not fall below the floor.

    Args:
      base: the rate of step 0.
      factor: the rate shrinks by it in each step; in (0, 1].
      floor: the smallest rate; at most ``base``.

    Raises: ValueError for other numbers; else as :func:`constant`.

    >>> [factor(0.8, 0.5, floor=0.15)(t) for t in range(4)]
    [0.8, 0.4, 0.2, 0.15]
    """
    base, floor = _finite(base, "base"), _finite(floor, "floor")
    shrink = _fraction(factor, "factor")
    if floor > base:
        raise ValueError(f"the floor {floor} is above the base rate {base}")
    return _of_step(lambda t: max(floor, base * shrink**t))


def exponential(base: float, gamma: float = 0.9) -> Schedule:
    """η(t) = ``base`` · ``gamma``ᵗ, with 0 < gamma ≤ 1: :func:`factor` without a floor.

    All rates together are at most ``base`` / (1 − ``gamma``): that is how far such a walk can go, per unit
    of gradient.

    Raises: as :func:`factor`.

    >>> round(exponential(0.5)(2), 6)
    0.405
    """
    base, gamma = _finite(base, "base"), _fraction(gamma, "gamma")
    return _of_step(lambda t: base * gamma**t)


def multi_step(base: float, milestones: Sequence[int], factor: float) -> Schedule:
    """η(t) = ``base`` · ``factor`` ^ #{m in ``milestones`` : m ≤ t}: constant, with a drop at each milestone.

    The step whose number is a milestone already has the lower rate.

    Args:
      base: the rate before the first milestone.
      milestones: increasing steps, each 1 or later; none gives a constant rate.
      factor: what each milestone multiplies the rate by; in (0, 1].

    Raises: ValueError for other numbers; else as :func:`constant`.

    >>> [multi_step(0.5, [2, 4], 0.5)(t) for t in range(6)]
    [0.5, 0.5, 0.25, 0.25, 0.125, 0.125]
    """
    base, shrink = _finite(base, "base"), _fraction(factor, "factor")
    marks = _increasing(milestones, "milestones")
    return _of_step(lambda t: base * shrink ** sum(mark <= t for mark in marks))


def linear(start: float, end: float, horizon: int) -> Schedule:
    """η(t) = ``start`` + (``end`` − ``start``) · min(t / ``horizon``, 1): a ramp, then constant.

    Step 0 has ``start``, step ``horizon`` is the first to have ``end``. As a warmup see Goyal et al.,
    Accurate, Large Minibatch SGD, 2017, section 2.2.

    Raises: ValueError for a horizon below 1; else as :func:`constant`.

    >>> [linear(0.0, 0.5, 2)(t) for t in range(4)]
    [0.0, 0.25, 0.5, 0.5]
    """
    start, end, horizon = _finite(start, "start"), _finite(end, "end"), _positive(horizon, "horizon")
    return _of_step(lambda t: end if t >= horizon else start + (end - start) * t / horizon)


def polynomial(base: float, final: float, horizon: int, power: float) -> Schedule:
    """η(t) = ``final`` + (``base`` − ``final``) · (1 − t/``horizon``)^``power`` up to the horizon, then ``final``.

    Raises: ValueError for a horizon below 1 or a power that is not positive; else as :func:`constant`.

    >>> [polynomial(0.9, 0.1, horizon=4, power=2)(t) for t in (0, 2, 4, 5)]
    [0.9, 0.30000000000000004, 0.1, 0.1]
    """
    base, final, horizon = _finite(base, "base"), _finite(final, "final"), _positive(horizon, "horizon")
    power = _finite(power, "power")
    if power <= 0:
        raise ValueError(f"the power must be positive, got {power}")
    return _of_step(lambda t: final if t >= horizon else final + (base - final) * (1 - t / horizon) ** power)


def cosine(base: float, final: float, horizon: int) -> Schedule:
    """η(t) = ``final`` + ½ (``base`` − ``final``) (1 + cos(πt/``horizon``)) up to the horizon, then ``final``.

    (Loshchilov & Hutter, SGDR, 2017, equation 5, one cycle. `torch.optim.lr_scheduler.CosineAnnealingLR`
    agrees up to the horizon and climbs again after it.)

    Raises: ValueError for a horizon below 1; else as :func:`constant`.

    >>> [round(cosine(0.3, 0.1, horizon=4)(t), 6) for t in (0, 2, 4, 9)]
    [0.3, 0.2, 0.1, 0.1]
    """
    base, final, horizon = _finite(base, "base"), _finite(final, "final"), _positive(horizon, "horizon")
    return _of_step(
        lambda t: final if t >= horizon else final + (base - final) * (1 + math.cos(math.pi * t / horizon)) / 2
    )


def join(schedules: Sequence[Schedule], boundaries: Sequence[int]) -> Schedule:
    """One schedule after the other: the i-th takes over at ``boundaries[i − 1]`` and counts from 0 there.

        η(t) = schedules[i](t − boundaries[i − 1]),    i = #{b in boundaries : b ≤ t}

    where boundaries[−1] stands for 0.

    Args:
      schedules: n of them.
      boundaries: n − 1 increasing steps, each 1 or later: where the next one takes over.

    Raises: ValueError for other numbers of schedules or other boundaries; else as :func:`constant`.

    >>> joined = join([constant(1.0), linear(4.0, 0.0, 2), constant(9.0)], [2, 5])
    >>> [joined(t) for t in range(7)]
    [1.0, 1.0, 4.0, 2.0, 0.0, 9.0, 9.0]
    """
    pieces, starts = tuple(schedules), (0, *_increasing(boundaries, "boundaries"))
    if not pieces:
        raise ValueError("there is no schedule to join")
    if len(pieces) != len(starts):
        raise ValueError(
            f"{len(pieces)} schedules have {len(pieces) - 1} boundaries between them, got {len(starts) - 1}"
        )

    def joined(t: int) -> float:
        rate = pieces[0](t)
        for start, piece in zip(starts[1:], pieces[1:], strict=True):
            if t >= start:
                rate = piece(t - start)
        return rate

    return _of_step(joined)


def warmup_cosine(start: float, base: float, final: float, warmup: int, horizon: int) -> Schedule:
    """A linear rise from ``start`` to ``base`` over ``warmup`` steps, then a cosine to ``final`` at ``horizon``.

    Step 0 has ``start``, step ``warmup`` is the first after the warmup and has ``base``, step ``horizon``
    and all that follow have ``final``. A warmup of 0 steps is :func:`cosine`.

    Raises: ValueError for a negative warmup or a horizon that is not beyond it; else as :func:`constant`.

    >>> [round(warmup_cosine(0.0, 0.4, 0.2, warmup=2, horizon=4)(t), 6) for t in range(6)]
    [0.0, 0.2, 0.4, 0.3, 0.2, 0.2]
    """
    if operator.index(warmup) < 0:
        raise ValueError(f"the warmup must not be negative, got {warmup}")
    if operator.index(horizon) <= warmup:
        raise ValueError(f"the horizon {horizon} must lie beyond the warmup of {warmup} steps")
    after = cosine(base, final, horizon - warmup)
    return join([linear(start, base, warmup), after], [warmup]) if warmup else after


def _of_step(rate: Schedule) -> Schedule:
    """The same schedule, which takes no negative step and nothing but integers."""

    def schedule(t: int) -> float:
        if operator.index(t) < 0:
            raise ValueError(f"steps are counted from 0, got {t}")
        return rate(operator.index(t))

    return schedule


def _finite(value: float, name: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"the {name} must be finite, got {value}")
    return float(value)


def _fraction(value: float, name: str) -> float:
    if not 0 < value <= 1:
        raise ValueError(f"the {name} must be in (0, 1], got {value}")
    return float(value)


def _positive(value: int, name: str) -> int:
    if operator.index(value) < 1:
        raise ValueError(f"the {name} must be 1 or more steps, got {value}")
    return operator.index(value)


def _increasing(steps: Sequence[int], name: str) -> tuple[int, ...]:
    found = tuple(operator.index(step) for step in steps)
    if any(step < 1 for step in found) or any(a >= b for a, b in pairwise(found)):
        raise ValueError(f"the {name} must increase from 1 or later, got {list(steps)}")
    return found
