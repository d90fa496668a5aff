"""Gradient descent as a pure function, and what theory says about its step size.

>>> from reference.objectives import QUARTIC
>>> for lr in (0.01, 0.05, 0.1):
...     end = basin(QUARTIC, 2.0, lr)
...     print(lr, "diverges" if end is None else f"ends at {end.location:.3f}")
0.01 ends at 0.607
0.05 ends at -2.326
0.1 diverges
"""

import math
import operator
from collections.abc import Callable
from typing import TypeAlias

import torch
from torch import Tensor

from reference.objectives import (
    ConvergenceError,
    Objective,
    Start,
    StationaryPoint,
    TensorMap,
    as_point,
    polish,
    require_floating,
)

LearningRate: TypeAlias = float | Callable[[int], float]


def iterates(gradient: TensorMap, start: float | Tensor, lr: LearningRate, steps: int) -> Tensor:
    """The path of gradient descent, its start included.

        w₀ = start,    w_{t+1} = w_t − η_t ∇L(w_t),    t = 0, …, steps − 1

    (Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847;
    Goodfellow, Bengio & Courville, Deep Learning, 2016, section 4.3.)

    Args:
      gradient: maps w to ∇L(w), of the shape and dtype of w. It may use autograd inside: each call
        gets a fresh tensor, free of any graph.
      start: a floating-point tensor of any shape S, whose dtype and device the path keeps, or a
        Python number, taken as float64.
      lr: the rate η, or a schedule t ↦ η_t giving the rate of the step from w_t to w_{t+1}. A
        negative rate ascends.
      steps: how many steps to take; 0 returns the start alone.

    Returns:
      A new tensor of shape (steps + 1, *S) outside any autograd graph. A path that diverges goes on
      to ±inf and nan: that is a result, not an error.

    Raises:
      ValueError: steps is negative, a rate is not finite, or a gradient has another shape than w.
      TypeError: start is an integer, bool or complex tensor, steps is no integer, or a gradient has
        another dtype than w.

    >>> iterates(lambda w: 2 * w - 4, start=0.0, lr=0.1, steps=3)
    tensor([0.0000, 0.4000, 0.7200, 0.9760], dtype=torch.float64)
    >>> iterates(lambda w: 2 * w - 4, start=0.0, lr=lambda t: 0.5 / (t + 1), steps=2)
    tensor([0., 2., 2.], dtype=torch.float64)
    """
    w, steps = _start_tensor(start, "iterates"), _step_count(steps)
    rate = lr if callable(lr) else _constant(lr)
    path = [w]
    for t in range(steps):
        slope = gradient(w.clone())
        if slope.shape != w.shape:
            raise ValueError(f"the gradient has shape {tuple(slope.shape)}, w has {tuple(w.shape)}")
        if slope.dtype != w.dtype:
            raise TypeError(f"the gradient has dtype {slope.dtype}, w has {w.dtype}")
        w = (w - _finite_rate(rate(t), f" at step {t}") * slope).detach()
        path.append(w)
    return torch.stack(path)


def quadratic_closed_form(start: float | Tensor, lr: float, steps: int) -> Tensor:
    """The path of :func:`iterates` on L(w) = w² − 4w + 8 at a constant rate, without the loop.

        w_t = 2 + (w₀ − 2)(1 − 2η)ᵗ,    t = 0, …, steps

    Since ∇L(w) = 2(w − 2), one step maps the error e = w − 2 to (1 − 2η)e. It shrinks for 0 < η < 1,
    vanishes at once for η = ½ and changes sign at each step beyond ½. (The one-dimensional case of
    Goh, Why Momentum Really Works, Distill, 2017.)

    Shapes, dtypes and errors are those of :func:`iterates`: S to (steps + 1, *S).

    >>> quadratic_closed_form(start=0.0, lr=0.1, steps=3)  # 2 − 2 · 0.8ᵗ
    tensor([0.0000, 0.4000, 0.7200, 0.9760], dtype=torch.float64)
    """
    w, steps = _start_tensor(start, "quadratic_closed_form"), _step_count(steps)
    t = torch.arange(steps + 1, dtype=w.dtype, device=w.device).reshape(-1, *[1] * w.ndim)
    return 2 + (w - 2) * (1 - 2 * _finite_rate(lr)) ** t


def largest_stable_lr(curvature: float) -> float:
    """The rate 2 / L″(w*): below it gradient descent is drawn to the minimum w*, above it driven away.

    A minimum is a fixed point of the map G(w) = w − ηL′(w). Near it, with e = w − w*,

        G(w* + e) − w* = (1 − ηL″(w*)) e + o(e),

    so w* attracts its neighbourhood if |1 − ηL″(w*)| < 1, that is if 0 < η < 2 / L″(w*), and repels
    it for η > 2 / L″(w*). At equality the linear term does not decide. The verdict is local: from
    afar a smaller rate may still leap into another basin, or diverge. In n dimensions pass the
    largest eigenvalue of the Hessian. (Strogatz, Nonlinear Dynamics and Chaos, section 10.1, for
    fixed points of maps; Nesterov, Introductory Lectures on Convex Optimization, 2004, section
    1.2.3, for the same bound 2/L as the limit of guaranteed descent.)

    Raises: ValueError where the curvature is not positive and finite: no positive rate makes a
    maximum attract, and flat or undefined curvature gives no bound.

    >>> largest_stable_lr(2.0)
    1.0
    """
    if not 0 < curvature < math.inf:
        raise ValueError(f"a stable rate needs a positive finite curvature, got {curvature}")
    return 2 / curvature


def basin(
    objective: Objective, start: Start, lr: LearningRate, *, steps: int = 2000, tolerance: float = 1e-6
) -> StationaryPoint | None:
    """The stationary point where gradient descent in float64 from ``start`` (shape E) ends, or None.

    The end w of ``steps`` steps belongs to the stationary point p if ‖w − p‖ ≤ ``tolerance``. Points
    that ``objective`` names are returned as they are; any other is found by
    :func:`~reference.objectives.polish` from w. None means that the path diverged, cycles, or has
    not come close yet. A start on a maximum or saddle itself stays there until rounding moves it.

    Raises: as :func:`iterates`, and ValueError for a start of another shape than E.

    >>> from reference.objectives import QUARTIC
    >>> basin(QUARTIC, -4.0, lr=0.01) == QUARTIC.stationary[0]
    True
    """
    end = iterates(objective.gradient, as_point(objective, start), lr, steps)[-1]
    if not end.isfinite().all():
        return None
    for point in objective.stationary:
        if (end - point.tensor()).norm() <= tolerance:
            return point
    try:
        point = polish(objective, end)
    except (ConvergenceError, ValueError):
        return None
    return point if (end - point.tensor()).norm() <= tolerance else None


def _start_tensor(start: float | Tensor, owner: str) -> Tensor:
    """A copy of ``start`` outside any graph; a Python number becomes float64."""
    if isinstance(start, int | float):
        return torch.tensor(start, dtype=torch.float64)
    return require_floating(start, owner).detach().clone()


def _step_count(steps: int) -> int:
    if operator.index(steps) < 0:
        raise ValueError(f"steps must not be negative, got {steps}")
    return operator.index(steps)


def _finite_rate(lr: float, where: str = "") -> float:
    if not math.isfinite(lr):
        raise ValueError(f"the learning rate must be finite, got {lr}{where}")
    return float(lr)


def _constant(lr: float) -> Callable[[int], float]:
    lr = _finite_rate(lr)
    return lambda t: lr
