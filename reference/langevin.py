"""Stochastic gradient Langevin dynamics on a Gaussian posterior, where every moment is known, also that of the error.

For data x_n ~ N(θ, σ²) and the prior θ ~ N(0, 1/λ), each coordinate by itself, U(θ) = −log p(θ | x) is a parabola of
curvature Λ = λ + N/σ² around m = Σx / (σ²Λ), and the chain θ ← θ − ε/2 U′(θ) + √ε ξ is autoregressive:

    θ' − m = a (θ − m) + √ε ξ,    a = 1 − εΛ/2.

(Welling & Teh, Bayesian learning via stochastic gradient Langevin dynamics, 2011.)
"""

import math

import torch
from torch import Tensor


def posterior(data: Tensor, prior_precision: float, noise_variance: Tensor) -> tuple[Tensor, Tensor]:
    """Mean m and precision Λ of the posterior, each of shape (d,).

    Args:
      data: shape (N, d).
      prior_precision: λ > 0.
      noise_variance: σ² for each coordinate, shape (d,).
    """
    precision = prior_precision + len(data) / noise_variance
    return data.sum(dim=0) / noise_variance / precision, precision


def potential_gradient(
    theta: Tensor, batch: Tensor, total: int, prior_precision: float, noise_variance: Tensor
) -> Tensor:
    """The estimate of ∇U from a batch: λθ + N/n · Σ_batch (θ − x)/σ².

    Args:
      theta: shape (d,).
      batch: shape (n, d), n ≥ 1.
      total: N, how many examples there are in all.
      prior_precision: λ.
      noise_variance: σ², shape (d,).

    Returns:
      Shape (d,); its mean over all batches is ∇U.
    """
    return prior_precision * theta + total * (theta - batch.mean(dim=0)) / noise_variance


def step(theta: Tensor, gradient: Tensor, step_size: float, noise: Tensor) -> Tensor:
    """θ − (ε/2) ∇U + √ε ξ, for ξ ~ N(0, 1); all of one shape."""
    return theta - 0.5 * step_size * gradient + math.sqrt(step_size) * noise


def contraction(precision: float, step_size: float) -> float:
    """a = 1 − εΛ/2, by which one step shrinks the distance to the mean.

    Raises:
      ValueError: |a| ≥ 1: the chain settles nowhere.
    """
    a = 1 - step_size * precision / 2
    if not -1 < a < 1:
        raise ValueError(
            f"a step size of {step_size} is unstable at precision {precision}: the limit is {4 / precision}"
        )
    return a


def settled_variance(precision: float, step_size: float) -> float:
    """The variance at which the chain settles: ε / (1 − a²) = 1 / (Λ (1 − εΛ/4)).

    Above the posterior's 1/Λ, and equal to it only as ε → 0. Raises `ValueError` where the chain is unstable.

    >>> settled_variance(2.0, 0.5)
    0.6666666666666666
    """
    a = contraction(precision, step_size)
    return step_size / ((1 - a) * (1 + a))


def mean_tolerance(precision: float, step_size: float, draws: int, false_fail: float) -> float:
    """How far the mean of a settled chain may lie from m, but for a stated chance.

    The mean of T draws is Gaussian, and its variance is exactly v/T · (1 + 2 Σ_k (1 − k/T) a^k).

    Args:
      precision, step_size: Λ and ε, of a stable chain.
      draws: T ≥ 1, consecutive.
      false_fail: α; the Gaussian tail is bounded by P(|Z| > z) ≤ 2 exp(−z²/2).
    """
    a, v = contraction(precision, step_size), settled_variance(precision, step_size)
    lags = sum((1 - k / draws) * a**k for k in range(1, draws))
    return math.sqrt(v / draws * (1 + 2 * lags)) * math.sqrt(2 * math.log(2 / false_fail))


def variance_tolerance(precision: float, step_size: float, draws: int, false_fail: float) -> float:
    """How far the mean square deviation from m may lie from the settled variance, but for a stated chance.

    T·(mean square) is a quadratic form in Gaussians with the covariance v a^|s−t|. With x = log(2/α) it deviates by more
    than 2 √x ‖C‖_F + 2 x ‖C‖₂ with a chance of at most α (Laurent & Massart, Adaptive estimation of a quadratic
    functional by model selection, 2000, lemma 1). ‖C‖₂ ≤ v (1 + |a|) / (1 − |a|).

    Args:
      precision, step_size, draws, false_fail: as in :func:`mean_tolerance`.
    """
    a, v = contraction(precision, step_size), settled_variance(precision, step_size)
    frobenius = v * math.sqrt(draws + 2 * sum((draws - k) * a ** (2 * k) for k in range(1, draws)))
    largest = v * (1 + abs(a)) / (1 - abs(a))
    x = math.log(2 / false_fail)
    return (2 * math.sqrt(x) * frobenius + 2 * x * largest) / draws


def correlation_tolerance(draws: int, false_fail: float) -> float:
    """How far the mean of T products of two independent standard normals may lie from 0, but for a stated chance.

    For the lags of white noise as well. By Chernoff, E exp(s·ξη) = (1 − s²)^(−1/2), so that for s = r/2 and r ≤ 1
    P(|mean| > r) ≤ 2 exp(−T r² · 0.35); the inequality −½ log(1 − s²) ≤ 0.58 s² holds for s ≤ ½.
    A sum of lagged products is split into two of independent terms, which doubles the count of events and halves T.
    """
    return math.sqrt(math.log(4 / false_fail) / (0.35 * (draws // 2)))


def chain(
    start: Tensor, mean: Tensor, precision: Tensor, step_size: float, steps: int, generator: torch.Generator
) -> Tensor:
    """A chain on N(mean, 1/precision), the start included: shape (steps + 1, d)."""
    path = [start]
    for _ in range(steps):
        noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
        path.append(step(path[-1], precision * (path[-1] - mean), step_size, noise))
    return torch.stack(path)
