"""Softmax regression, its minibatches and its likelihood, as pure functions.

>>> x, y = torch.tensor([[2.0], [1.0], [2.0], [4.0]]), torch.tensor([0, 1, 1, 1])
>>> weight, bias = torch.zeros(2, 1), torch.zeros(2)
>>> [round(part, 4) for part in gradient(weight, bias, x, y)[0].flatten().tolist()]
[0.625, -0.625]
>>> means = mean_over_batches(lambda batch: gradient(weight, bias, x[batch], y[batch])[0], 4, 1)
>>> means.flatten().tolist()  # without bias: the mean over all minibatches is the whole gradient
[0.625, -0.625]
"""

import itertools
import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor


def loss(weight: Tensor, bias: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The mean cross entropy of softmax regression.

        C = −(1/n) Σᵢ log pᵢ[yᵢ],    pᵢ = softmax(W xᵢ + b)

    (Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.) The largest score is taken off before the
    exponential, so that scores of any size are safe.

    Args:
      weight: W, shape (classes, features).
      bias: b, shape (classes,).
      x: the inputs, shape (n, features).
      y: the classes, integers, shape (n,).

    Returns:
      C in nats per example, shape ().

    Raises:
      ValueError: no examples, or shapes that do not belong together.

    >>> round(loss(torch.zeros(10, 3), torch.zeros(10), torch.ones(5, 3), torch.arange(5)).item(), 4)  # ln 10
    2.3026
    """
    scores = _scores(weight, bias, x, y)
    return (scores.logsumexp(1) - scores[torch.arange(len(y)), y]).mean()


def gradient(weight: Tensor, bias: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The gradient of :func:`loss` in closed form.

        ∂C/∂W = (1/n) (P − Y)ᵀ X,    ∂C/∂b = (1/n) Σᵢ (pᵢ − eᵢ)

    where row i of P is softmax(W xᵢ + b), and row i of Y, eᵢ, is 1 at yᵢ and 0 elsewhere (Bishop 2006, equation 4.109).

    Arguments and errors are those of :func:`loss`.

    Returns:
      ∂C/∂W of the shape of `weight` and ∂C/∂b of the shape of `bias`.
    """
    error = _scores(weight, bias, x, y).softmax(1)
    error[torch.arange(len(y)), y] -= 1
    return error.T @ x / len(y), error.mean(0)


def step(weight: Tensor, bias: Tensor, x: Tensor, y: Tensor, lr: float) -> tuple[Tensor, Tensor]:
    """One step of gradient descent on these examples, `(W − η ∂C/∂W, b − η ∂C/∂b)`: of SGD where they are a minibatch.

    Arguments and errors are those of :func:`loss`; `lr` is η.
    """
    slope, lift = gradient(weight, bias, x, y)
    return weight - lr * slope, bias - lr * lift


def batches(n: int, size: int) -> Iterator[list[int]]:
    """Every minibatch of `size` out of `n` examples once, as indices in order.

    Raises: ValueError unless 1 ≤ size ≤ n.

    >>> list(batches(3, 2))
    [[0, 1], [0, 2], [1, 2]]
    """
    if not 1 <= size <= n:
        raise ValueError(f"a minibatch holds 1 to {n} examples, got {size}")
    return (list(batch) for batch in itertools.combinations(range(n), size))


def mean_over_batches(estimate: Callable[[Tensor], Tensor], n: int, size: int) -> Tensor:
    """E[estimate(batch)] over all minibatches of `size` out of `n`, each as likely as the others.

    Args:
      estimate: maps the indices of a minibatch, int64 of shape (size,), to a tensor of any one shape S.
      n: the number of examples.
      size: that of a minibatch.

    Returns:
      The mean, shape S.

    Raises:
      ValueError: as :func:`batches`.
    """
    return torch.stack([estimate(torch.tensor(batch)) for batch in batches(n, size)]).mean(0)


def likelihood(cost: float, n: int) -> float:
    """L = Π p = exp(−n·C): the probability of `n` independent labels whose mean cross entropy is C = `cost` ≥ 0.

    The exponent is negative, for L is a product of numbers that are at most 1.

    >>> likelihood(math.log(2), 2)  # two fair coins: ½ · ½
    0.25
    """
    return math.exp(-n * cost)


def likelihood_gradient(cost: float, slope: Tensor, n: int) -> Tensor:
    """∂L/∂w = −n · L · ∂C/∂w by the chain rule, with L of :func:`likelihood`.

    Args:
      cost: C, in nats per example.
      slope: ∂C/∂w, any shape.
      n: the number of examples.

    Returns:
      The gradient of L, of the shape of `slope`.

    >>> likelihood_gradient(math.log(2), torch.tensor([1.0, -2.0]), 2)
    tensor([-0.5000,  1.0000])
    """
    return -n * likelihood(cost, n) * slope


def underflow(dtype: torch.dtype) -> float:
    """The x from which on exp(−x), correctly rounded, is zero.

    The smallest positive number of a binary format is s = tiny · eps; below s / 2 all rounds to zero, so x = −ln(s / 2):
    150 ln 2 for float32, 1075 ln 2 for float64. (IEEE 754-2019, section 3.4.)

    Raises: TypeError where `dtype` is no floating-point type.

    >>> round(underflow(torch.float32), 2), round(underflow(torch.float64), 2)
    (103.97, 745.13)
    """
    info = torch.finfo(dtype)
    return math.log(2) - math.log(info.tiny) - math.log(info.eps)


def _scores(weight: Tensor, bias: Tensor, x: Tensor, y: Tensor) -> Tensor:
    classes, features = weight.shape
    if len(y) == 0 or x.shape != (len(y), features) or bias.shape != (classes,):
        shapes = ", ".join(str(tuple(tensor.shape)) for tensor in (weight, bias, x, y))
        raise ValueError(f"weight, bias, x and y do not belong together: {shapes}")
    return x @ weight.T + bias
