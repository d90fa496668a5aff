"""Softmax regression against autograd, torch.nn and torch.optim; batches and likelihood against their definitions."""

import doctest
import math

import pytest
import torch
from torch import Tensor

from reference import softmax


def problem(
    n: int = 7, features: int = 5, classes: int = 4, scale: float = 1.0
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(n)
    weight, bias, x = (
        scale * torch.randn(*shape, dtype=torch.float64, generator=generator)
        for shape in ((classes, features), (classes,), (n, features))
    )
    return weight, bias, x, torch.randint(classes, (n,), generator=generator)


def test_doctests() -> None:
    results = doctest.testmod(softmax)
    assert results.attempted >= 8
    assert results.failed == 0


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
def test_loss_is_that_of_torch(scale: float) -> None:
    weight, bias, x, y = problem(scale=scale)
    torch.testing.assert_close(
        softmax.loss(weight, bias, x, y), torch.nn.functional.cross_entropy(x @ weight.T + bias, y)
    )


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
def test_gradient_is_that_of_autograd(scale: float) -> None:
    weight, bias, x, y = problem(scale=scale)
    weight.requires_grad_()
    bias.requires_grad_()
    right = torch.autograd.grad(torch.nn.functional.cross_entropy(x @ weight.T + bias, y), (weight, bias))
    for mine, theirs in zip(softmax.gradient(weight.detach(), bias.detach(), x, y), right, strict=True):
        torch.testing.assert_close(mine, theirs)


def test_step_is_that_of_torch_sgd() -> None:
    weight, bias, x, y = problem()
    model = torch.nn.Linear(5, 4, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(weight)
        model.bias.copy_(bias)
    torch.nn.functional.cross_entropy(model(x), y).backward()
    torch.optim.SGD(model.parameters(), lr=0.3).step()
    for mine, theirs in zip(softmax.step(weight, bias, x, y, 0.3), model.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs.detach())


def test_inputs_are_left_alone() -> None:
    parts = problem()
    copies = [part.clone() for part in parts]
    softmax.step(*parts, lr=0.1)
    assert all(torch.equal(part, copy) for part, copy in zip(parts, copies, strict=True))


@pytest.mark.parametrize("spoil", [lambda w, b, x, y: (w, b[:-1], x, y), lambda w, b, x, y: (w, b, x[:0], y[:0])])
def test_shapes_must_belong_together(spoil: object) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        softmax.loss(*spoil(*problem()))  # type: ignore[operator]


@pytest.mark.parametrize("size", [1, 2, 6, 7])
def test_batches_estimate_the_gradient_without_bias(size: int) -> None:
    weight, bias, x, y = problem()
    mean = softmax.mean_over_batches(lambda batch: softmax.gradient(weight, bias, x[batch], y[batch])[0], 7, size)
    torch.testing.assert_close(mean, softmax.gradient(weight, bias, x, y)[0])
    assert len(list(softmax.batches(7, size))) == math.comb(7, size)


@pytest.mark.parametrize("size", [0, 8])
def test_impossible_batches(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        softmax.batches(7, size)


def test_batches_overestimate_the_likelihood() -> None:
    """Jensen: E exp(−n·C_batch) ≥ exp(−n·E C_batch)."""
    costs = torch.rand(7, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    mean = softmax.mean_over_batches(lambda batch: (-7 * costs[batch].mean()).exp(), 7, 2)
    assert mean.item() > softmax.likelihood(costs.mean().item(), 7)


def test_likelihood_is_the_product_of_probabilities() -> None:
    weight, bias, x, y = problem()
    product = (x @ weight.T + bias).softmax(1)[torch.arange(7), y].prod().item()
    assert softmax.likelihood(softmax.loss(weight, bias, x, y).item(), 7) == pytest.approx(product)


def test_likelihood_gradient_is_that_of_autograd() -> None:
    weight, bias, x, y = problem()
    weight.requires_grad_()
    cost = softmax.loss(weight, bias, x, y)
    (right,) = torch.autograd.grad((-7 * cost).exp(), weight)
    slope, _ = softmax.gradient(weight.detach(), bias, x, y)
    torch.testing.assert_close(softmax.likelihood_gradient(cost.item(), slope, 7), right)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_underflow_is_where_exp_becomes_zero(dtype: torch.dtype) -> None:
    edge = softmax.underflow(dtype)
    assert torch.exp(torch.tensor(-(edge - 0.05), dtype=dtype)) > 0
    assert torch.exp(torch.tensor(-(edge + 0.05), dtype=dtype)) == 0
