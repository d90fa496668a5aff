"""Forgetting, the Fisher information and the penalty against autograd, sampling and exact sums."""

import doctest
import math

import pytest
import torch
from torch import Tensor

from reference import continual
from reference.continual import count_bounds, ewc_gradient, ewc_penalty, fisher_diagonal, forgetting, mixed_rows


def drawn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def test_doctests() -> None:
    results = doctest.testmod(continual)
    assert results.attempted >= 3
    assert results.failed == 0


class TestForgetting:
    def test_by_loops(self) -> None:
        acc = drawn(5, 5)
        lost = [max(acc[i, j].item() for i in range(4)) - acc[4, j].item() for j in range(4)]
        assert forgetting(acc).item() == pytest.approx(sum(lost) / 4)

    def test_the_last_task_does_not_count(self) -> None:
        acc = drawn(4, 4)
        changed = acc.clone()
        changed[:, -1] = 7.0
        assert forgetting(acc) == forgetting(changed)

    def test_it_is_negative_where_a_later_task_helps(self) -> None:
        assert forgetting(torch.tensor([[0.5, 0.1], [0.8, 0.9]])).item() == pytest.approx(-0.3)

    @pytest.mark.parametrize("shape", [(1, 1), (2, 3), (4,)])
    def test_it_needs_a_square(self, shape: tuple[int, ...]) -> None:
        with pytest.raises(ValueError, match="square"):
            forgetting(torch.zeros(shape))


class TestCountBounds:
    @pytest.mark.parametrize(
        ("n", "p", "alpha"), [(10, 0.5, 0.05), (40, 0.3, 1e-3), (4000, 0.375, 1e-7), (7, 0.9, 0.5)]
    )
    def test_each_side_holds_and_is_narrowest(self, n: int, p: float, alpha: float) -> None:
        def mass(k: int) -> float:
            logs = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
            return math.exp(logs + k * math.log(p) + (n - k) * math.log(1 - p))

        low, high = count_bounds(n, p, alpha)
        assert sum(mass(k) for k in range(low)) <= alpha / 2 < sum(mass(k) for k in range(low + 1))
        assert sum(mass(k) for k in range(high + 1, n + 1)) <= alpha / 2 < sum(mass(k) for k in range(high, n + 1))

    @pytest.mark.parametrize("arguments", [(0, 0.5, 0.1), (5, 0.0, 0.1), (5, 1.0, 0.1), (5, 0.5, 0.0), (5, 0.5, 1.0)])
    def test_other_arguments(self, arguments: tuple[int, float, float]) -> None:
        with pytest.raises(ValueError, match="no such"):
            count_bounds(*arguments)


def softmax_regression(theta: Tensor, x: Tensor) -> Tensor:
    return theta.view(4, 3) @ x


class TestFisher:
    def test_softmax_regression_in_closed_form(self) -> None:
        theta, x = drawn(12), drawn(6, 3, seed=1)
        p = (x @ theta.view(4, 3).T).softmax(dim=1)
        expected = ((p * (1 - p)).unsqueeze(2) * x.unsqueeze(1) ** 2).mean(dim=0).reshape(-1)
        torch.testing.assert_close(fisher_diagonal(softmax_regression, theta, x), expected)

    def test_it_is_the_curvature_of_the_divergence(self) -> None:
        theta, x = drawn(12), drawn(6, 3, seed=2)
        p = (x @ theta.view(4, 3).T).softmax(dim=1)

        def divergence(t: Tensor) -> Tensor:
            q = (x @ t.view(4, 3).T).log_softmax(dim=1)
            return (p * (p.log() - q)).sum(dim=1).mean()

        hessian = torch.autograd.functional.hessian(divergence, theta)
        torch.testing.assert_close(fisher_diagonal(softmax_regression, theta, x), hessian.diagonal())

    def test_it_is_what_drawn_labels_give_on_average(self) -> None:
        theta, x = drawn(12), drawn(1, 3, seed=3)
        p = softmax_regression(theta, x[0]).softmax(dim=0)
        labels = torch.multinomial(p, 40_000, replacement=True, generator=torch.Generator().manual_seed(4))
        scores = torch.func.jacrev(lambda t: softmax_regression(t, x[0]).log_softmax(dim=0))(theta)
        sampled = (scores[labels] ** 2).mean(dim=0)
        torch.testing.assert_close(fisher_diagonal(softmax_regression, theta, x), sampled, rtol=0.05, atol=0.01)


class TestPenalty:
    def test_the_gradient_is_that_of_the_penalty(self) -> None:
        theta, anchor, fisher = drawn(7), drawn(7, seed=1), drawn(7, seed=2).abs()
        (found,) = torch.autograd.grad(ewc_penalty(theta.requires_grad_(), anchor, fisher, 3.0), theta)
        torch.testing.assert_close(found, ewc_gradient(theta.detach(), anchor, fisher, 3.0))

    def test_it_is_minus_the_log_of_a_gaussian(self) -> None:
        theta, anchor, fisher = drawn(7), drawn(7, seed=1), drawn(7, seed=2).abs() + 0.1
        belief = torch.distributions.Normal(anchor, (2.0 * fisher).rsqrt())
        difference = belief.log_prob(anchor).sum() - belief.log_prob(theta).sum()
        torch.testing.assert_close(ewc_penalty(theta, anchor, fisher, 2.0), difference)


@pytest.mark.parametrize(
    ("rows", "count", "right"),
    [
        ([1.0, 2.0, 7.0, 9.0], 2, True),
        ([1.0, 2.0, 9.0, 7.0, 8.0], 5, True),
        ([1.0, 2.0], 0, True),
        ([2.0, 1.0, 7.0], 1, False),
        ([1.0, 2.0, 7.0, 7.0], 2, False),
        ([1.0, 2.0, 6.0], 1, False),
        ([1.0, 2.0, 7.0], 2, False),
    ],
)
def test_mixed_rows(rows: list[float], count: int, right: bool) -> None:
    assert mixed_rows([1.0, 2.0], rows, [7.0, 8.0, 9.0], count) is right
