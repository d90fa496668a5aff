"""First-order optimizers as pure steps, and the two surfaces that they are raced on.

Every optimizer is a `Rule`: from its state, a gradient and a rate to the next state and the *update*, the tensor
that is added to the parameters. The state is `None` before the first step. Nothing is changed in place.

>>> state = None
>>> for gradient in (torch.tensor([1.0]), torch.tensor([0.0]), torch.tensor([0.0])):
...     state, update = heavy_ball(state, gradient, lr=0.1, momentum=0.5)
...     print(f"{update.item():.3f}")
-0.100
-0.050
-0.025
"""

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import torch
from torch import Tensor

from reference.objectives import Objective, TensorMap, require_floating

Rule: TypeAlias = Callable[..., tuple[Any, Tensor]]
Rate: TypeAlias = float | Callable[[int], float]


class Moments(NamedTuple):
    """What Adam and AdaBelief remember: how many steps they took, and two running means of the gradient's shape."""

    step: int
    mean: Tensor
    square: Tensor


def sgd(state: None, gradient: Tensor, lr: float) -> tuple[None, Tensor]:
    """Plain gradient descent: update −η g (Robbins & Monro, A stochastic approximation method, 1951).

    >>> sgd(None, torch.tensor([2.0]), lr=0.1)
    (None, tensor([-0.2000]))
    """
    return None, -lr * gradient


def heavy_ball(
    state: Tensor | None, gradient: Tensor, lr: float, momentum: float = 0.9, dampening: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Momentum as `torch.optim.SGD` has it: the rate stands outside the velocity.

        v₁ = g₁,    v_t = μ v_{t−1} + (1 − τ) g_t,    update −η_t v_t

    The dampening τ leaves the first step alone. At a constant rate these are the iterates of `heavy_ball_paper`;
    where the rate changes, here the whole velocity feels it at once.

    Args:
      state: the velocity v_{t−1}, of the gradient's shape, or None before the first step.
      gradient: g_t.
      lr: the rate η_t of this step.
      momentum: μ.
      dampening: τ.

    Returns:
      The velocity v_t and the update.

    >>> velocity, update = heavy_ball(torch.tensor([1.0]), torch.tensor([2.0]), lr=0.1, momentum=0.5)
    >>> velocity, update
    (tensor([2.5000]), tensor([-0.2500]))
    """
    velocity = gradient.clone() if state is None else momentum * state + (1 - dampening) * gradient
    return velocity, -lr * velocity


def heavy_ball_paper(state: Tensor | None, gradient: Tensor, lr: float, momentum: float = 0.9) -> tuple[Tensor, Tensor]:
    """Momentum as the papers have it: the rate is folded into the velocity.

        v₀ = 0,    v_t = μ v_{t−1} − η_t g_t,    update v_t

    (Polyak, Some methods of speeding up the convergence of iteration methods, 1964, written with
    v_t = w_t − w_{t−1}; Sutskever, Martens, Dahl & Hinton, On the importance of initialization and momentum
    in deep learning, 2013, equations 1 and 2.)

    >>> heavy_ball_paper(torch.tensor([-0.1]), torch.tensor([2.0]), lr=0.1, momentum=0.5)
    (tensor([-0.2500]), tensor([-0.2500]))
    """
    velocity = -lr * gradient if state is None else momentum * state - lr * gradient
    return velocity, velocity.clone()


def nesterov(state: Tensor | None, gradient: Tensor, lr: float, momentum: float = 0.9) -> tuple[Tensor, Tensor]:
    """Nesterov's momentum as `torch.optim.SGD(nesterov=True)` has it.

        v_t = μ v_{t−1} + g_t,    update −η_t (g_t + μ v_t)

    The paper takes its gradient at the point ahead, w + μ v (Nesterov, A method for solving the convex programming
    problem with convergence rate O(1/k²), 1983, in the form of Sutskever et al., 2013, equations 3 and 4). The
    iterates here *are* those points ahead, so that the gradient is taken where the parameters stand.

    >>> nesterov(torch.tensor([1.0]), torch.tensor([2.0]), lr=0.1, momentum=0.5)
    (tensor([2.5000]), tensor([-0.3250]))
    """
    velocity = gradient.clone() if state is None else momentum * state + gradient
    return velocity, -lr * (gradient + momentum * velocity)


def rmsprop(
    state: Tensor | None, gradient: Tensor, lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple[Tensor, Tensor]:
    """RMSProp as `torch.optim.RMSprop` has it: no bias correction, ε outside the root.

        s₀ = 0,    s_t = α s_{t−1} + (1 − α) g_t²,    update −η g_t / (√s_t + ε)

    (Tieleman & Hinton, Lecture 6.5, Neural Networks for Machine Learning, 2012, there with α = 0.9.) The first step
    is η / √(1 − α) long in every coordinate, whatever the gradient: 10 η at α = 0.99.

    >>> rmsprop(None, torch.tensor([3.0, -0.5]), lr=0.1)[1]
    tensor([-1.0000,  1.0000])
    """
    square = (1 - alpha) * gradient**2 + (0 if state is None else alpha * state)
    return square, -lr * gradient / (square.sqrt() + eps)


def adam(
    state: Moments | None,
    gradient: Tensor,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Moments, Tensor]:
    """Adam, with both biases corrected and ε outside the root: the paper's Algorithm 1, and `torch.optim.Adam`.

        m_t = β₁ m_{t−1} + (1 − β₁) g_t         v_t = β₂ v_{t−1} + (1 − β₂) g_t²
        m̂_t = m_t / (1 − β₁ᵗ)                   v̂_t = v_t / (1 − β₂ᵗ)
        update −η m̂_t / (√v̂_t + ε),    m₀ = v₀ = 0, t from 1

    (Kingma & Ba, Adam: a method for stochastic optimization, 2015.)

    >>> adam(None, torch.tensor([3.0, -0.5]), lr=0.1)[1]
    tensor([-0.1000,  0.1000])
    """
    step, mean, square = (0, torch.zeros_like(gradient), torch.zeros_like(gradient)) if state is None else state
    step += 1
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient**2
    return Moments(step, mean, square), _corrected(step, mean, square, lr, beta1, beta2, eps)


def adabelief(
    state: Moments | None,
    gradient: Tensor,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Moments, Tensor]:
    """AdaBelief: Adam with the distance of the gradient from its own mean in place of the gradient.

        m_t = β₁ m_{t−1} + (1 − β₁) g_t         s_t = β₂ s_{t−1} + (1 − β₂) (g_t − m_t)² + ε
        m̂_t = m_t / (1 − β₁ᵗ)                   ŝ_t = s_t / (1 − β₂ᵗ)
        update −η m̂_t / (√ŝ_t + ε)

    m_t is the *new* mean, and not corrected for its bias. ε is added to s in every step, and so is remembered, and to
    the root once more (Zhuang et al., AdaBelief optimizer: adapting stepsizes by the belief in observed gradients,
    NeurIPS 2020, Algorithm 2; its first preprint adds ε to s only where s is used).

    >>> adabelief(None, torch.tensor([3.0, -0.5]), lr=0.09)[1]
    tensor([-0.1000,  0.1000])
    """
    step, mean, square = (0, torch.zeros_like(gradient), torch.zeros_like(gradient)) if state is None else state
    step += 1
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * (gradient - mean) ** 2 + eps
    return Moments(step, mean, square), _corrected(step, mean, square, lr, beta1, beta2, eps)


def belief_over_adam(steps: int, beta1: float = 0.9, beta2: float = 0.999) -> float:
    """How much longer AdaBelief's step is than Adam's after `steps` gradients that were all the same, at ε = 0.

    A constant g gives m_t = (1 − β₁ᵗ) g, so that g − m_t = β₁ᵗ g, while v̂_t = g². With r = β₁²:

        ŝ_t / v̂_t = (1 − β₂)/(1 − β₂ᵗ) · Σ_{i=1…t} β₂^{t−i} rⁱ,    ratio = 1/√(ŝ_t / v̂_t)

    It begins at 1/β₁ and grows without bound: AdaBelief trusts a gradient that keeps its word.

    Raises:
      ValueError: fewer than one step, or a β outside (0, 1).

    >>> round(belief_over_adam(1), 4)
    1.1111
    """
    if operator.index(steps) < 1:
        raise ValueError(f"the ratio needs at least one step, got {steps}")
    if not (0 < beta1 < 1 and 0 < beta2 < 1):
        raise ValueError(f"beta1 and beta2 must lie between 0 and 1, got {beta1} and {beta2}")
    doubt = (1 - beta2) * math.fsum(beta2 ** (steps - i) * beta1 ** (2 * i) for i in range(1, steps + 1))
    return math.sqrt((1 - float(beta2) ** steps) / doubt)


def walk(
    rule: Rule, start: float | Sequence[float] | Tensor, gradients: Sequence[Any] | Tensor, lr: Rate, **settings: float
) -> Tensor:
    """The iterates of a rule along a given sequence of gradients, the start included.

    Args:
      rule: one of this module's.
      start: w₀, any shape; numbers become float64.
      gradients: g₁, …, g_T, each of the shape of w₀.
      lr: the rate η, or a schedule t ↦ η_t with t = 0 for the first step.
      settings: the rule's other hyperparameters.

    Returns:
      w₀, …, w_T, shape (T + 1, *w₀.shape), float64 unless `start` is a tensor of another floating dtype.

    >>> walk(sgd, [0.0], [[1.0], [2.0]], lr=0.1).squeeze()
    tensor([ 0.0000, -0.1000, -0.3000], dtype=torch.float64)
    """
    fixed = iter(gradients)
    return _walk(rule, start, lambda w: torch.as_tensor(next(fixed), dtype=w.dtype), lr, len(gradients), settings)


def descend(
    rule: Rule, gradient: TensorMap, start: float | Sequence[float] | Tensor, lr: Rate, steps: int, **settings: float
) -> Tensor:
    """The iterates of a rule on an objective, the start included: as `walk`, with each gradient taken where w stands.

    >>> descend(sgd, lambda w: 2 * w - 4, 0.0, lr=0.1, steps=3)
    tensor([0.0000, 0.4000, 0.7200, 0.9760], dtype=torch.float64)
    """
    return _walk(rule, start, gradient, lr, steps, settings)


def _walk(
    rule: Rule,
    start: float | Sequence[float] | Tensor,
    gradient_at: TensorMap,
    lr: Rate,
    steps: int,
    settings: dict[str, float],
) -> Tensor:
    if operator.index(steps) < 0:
        raise ValueError(f"steps must not be negative, got {steps}")
    if isinstance(start, Tensor):
        w = require_floating(start, "a walk").detach().clone()
    else:
        w = torch.tensor(start, dtype=torch.float64)
    path, state = [w], None
    for t in range(steps):
        gradient = gradient_at(w.clone()).detach()
        if gradient.shape != w.shape:
            raise ValueError(f"the gradient has shape {tuple(gradient.shape)}, w has {tuple(w.shape)}")
        state, update = rule(state, gradient, lr(t) if callable(lr) else lr, **settings)
        w = w + update
        path.append(w)
    return torch.stack(path)


def _corrected(step: int, mean: Tensor, square: Tensor, lr: float, beta1: float, beta2: float, eps: float) -> Tensor:
    """−η m̂ / (√ŝ + ε), which Adam and AdaBelief share."""
    mean_hat = mean / (1 - beta1**step)
    square_hat = square / (1 - beta2**step)
    return -lr * mean_hat / (square_hat.sqrt() + eps)


def _valley_gradient(w: Tensor) -> Tensor:
    x, y = w.unbind(-1)
    above = y - x**2
    return torch.stack((-2 * (1 - x) - 40 * x * above, 20 * above), dim=-1)


def _valley_hessian(w: Tensor) -> Tensor:
    x, y = w.unbind(-1)
    across = torch.stack((2 - 40 * y + 120 * x**2, -40 * x), dim=-1)
    return torch.stack((across, torch.stack((-40 * x, torch.full_like(x, 20.0)), dim=-1)), dim=-2)


def _saddle_gradient(w: Tensor) -> Tensor:
    x, y = w.unbind(-1)
    return torch.stack((x, y**3 - y), dim=-1)


def _saddle_hessian(w: Tensor) -> Tensor:
    _, y = w.unbind(-1)
    return torch.diag_embed(torch.stack((torch.ones_like(y), 3 * y**2 - 1), dim=-1))


VALLEY = Objective(
    "valley",
    (2,),
    lambda w: (1 - w[..., 0]) ** 2 + 10 * (w[..., 1] - w[..., 0] ** 2) ** 2,
    _valley_gradient,
    _valley_hessian,
)
"""(1 − x)² + 10 (y − x²)²: a narrow, curved valley whose only minimum is 0 at (1, 1) (Rosenbrock, 1960, there with
100). The Hessian's eigenvalues at the minimum are 0.394 and 101.6."""

SADDLE = Objective(
    "saddle",
    (2,),
    lambda w: w[..., 0] ** 2 / 2 + (w[..., 1] ** 2 - 1) ** 2 / 4,
    _saddle_gradient,
    _saddle_hessian,
)
"""x²/2 + (y² − 1)²/4: two minima of height 0 at (0, ±1), and between them a saddle of height ¼ at the origin, where
the curvatures are 1 along x and −1 along y."""
