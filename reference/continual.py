"""Learning one task after another: forgetting, replay, the Fisher information and elastic weight consolidation.

>>> forgetting(torch.tensor([[0.75, 0.0], [0.25, 0.8]])).item()
0.5
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.autograd.functional import jacobian


def forgetting(acc: Tensor) -> Tensor:
    """How much of the earlier tasks is lost once the last one is learnt.

        f = 1/(T−1) · Σ_{j<T} ( max_{i<T} a_ij − a_Tj )

    (Chaudhry et al., Riemannian walk for incremental learning, 2018.) The maximum is over the times before the
    last task was learnt, so that f is negative where a later task has helped.

    Args:
      acc: shape (T, T), T ≥ 2; a_ij is the accuracy on task j after task i was learnt.

    Returns:
      A float64 tensor of shape ().

    Raises:
      ValueError: acc is no square matrix of at least two tasks.
    """
    if acc.ndim != 2 or acc.shape[0] != acc.shape[1] or acc.shape[0] < 2:
        raise ValueError(f"a square matrix of two tasks or more is needed, got shape {tuple(acc.shape)}")
    a = acc.to(torch.float64)
    return (a[:-1].max(dim=0).values - a[-1])[:-1].mean()


def count_bounds(trials: int, probability: float, false_fail: float) -> tuple[int, int]:
    """The counts that a binomial variable keeps to, but for a stated chance.

    Args:
      trials: n ≥ 1.
      probability: p, strictly between 0 and 1.
      false_fail: α, strictly between 0 and 1.

    Returns:
      (low, high), the narrowest with P(X < low) ≤ α/2 and P(X > high) ≤ α/2 for X ~ Binomial(n, p), by exact sums.

    Raises:
      ValueError: an argument is out of its range.

    >>> count_bounds(10, 0.5, 0.05)
    (2, 8)
    """
    if trials < 1 or not 0 < probability < 1 or not 0 < false_fail < 1:
        raise ValueError(f"no such binomial or rate: {trials}, {probability}, {false_fail}")
    log_p, log_q = math.log(probability), math.log1p(-probability)
    mass = [
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * log_p
            + (trials - k) * log_q
        )
        for k in range(trials + 1)
    ]
    low, below = 0, mass[0]
    while below <= false_fail / 2:
        low += 1
        below += mass[low]
    high, above = trials, mass[trials]
    while above <= false_fail / 2:
        high -= 1
        above += mass[high]
    return low, high


def fisher_diagonal(logits: Callable[[Tensor, Tensor], Tensor], theta: Tensor, x: Tensor) -> Tensor:
    """The diagonal of the Fisher information of a classifier, its labels being the model's own.

        F_i = 1/N · Σ_n Σ_c p(c | x_n) (∂ log p(c | x_n) / ∂θ_i)²

    the expectation over labels taken exactly. With the labels of a data set instead it would be the “empirical
    Fisher”, another quantity (Kunstner, Balles & Hennig, Limitations of the empirical Fisher approximation, 2019).
    Computed from the Jacobian J of the logits: the score of class c is J_c − Σ_k p_k J_k.

    Args:
      logits: maps (θ, one example) to the C logits, shape (C,).
      theta: the parameters, shape (P,).
      x: the examples, shape (N, …), N ≥ 1.

    Returns:
      Shape (P,), of the dtype of theta.
    """
    total = torch.zeros_like(theta)
    for example in x:
        slopes = jacobian(lambda t, e=example: logits(t, e), theta)  # type: ignore[no-untyped-call]
        p = logits(theta, example).softmax(dim=0)
        scores = slopes - p @ slopes
        total = total + p @ scores**2
    return total / len(x)


def ewc_penalty(theta: Tensor, anchor: Tensor, fisher: Tensor, strength: float) -> Tensor:
    """Elastic weight consolidation: ½ λ Σ F_i (θ_i − θ*_i)².

    (Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, 2017, equation 3.)

    Args:
      theta, anchor, fisher: of one shape.
      strength: λ.

    Returns:
      A tensor of shape ().
    """
    return 0.5 * strength * (fisher * (theta - anchor).square()).sum()


def ewc_gradient(theta: Tensor, anchor: Tensor, fisher: Tensor, strength: float) -> Tensor:
    """The gradient of :func:`ewc_penalty`: λ F_i (θ_i − θ*_i), of the shape of theta."""
    return strength * fisher * (theta - anchor)


def mixed_rows(fresh: Sequence[float], remembered: Sequence[float], memory: Sequence[float], count: int) -> bool:
    """Whether a mixed batch holds each fresh row and min(count, |memory|) different rows of the memory.

    Args:
      fresh: the batch of the task at hand; rows are told apart by one number each.
      remembered: the mixed batch, the fresh rows first.
      memory: the rows of the memory, all different.
      count: how many of them are asked for.

    >>> mixed_rows([1.0], [1.0, 7.0], [7.0, 8.0], 1), mixed_rows([1.0], [1.0, 7.0, 7.0], [7.0, 8.0], 2)
    (True, False)
    """
    head, tail = list(remembered[: len(fresh)]), list(remembered[len(fresh) :])
    return (
        head == list(fresh)
        and len(tail) == min(count, len(memory))
        and len(set(tail)) == len(tail)
        and set(tail) <= set(memory)
    )
