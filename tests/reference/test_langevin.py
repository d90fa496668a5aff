"""Langevin dynamics on a Gaussian: the closed forms against covariance matrices, and the bounds against chains."""

import doctest
import math

import pytest
import torch
from torch import Tensor

from reference import langevin
from reference.langevin import (
    chain,
    contraction,
    correlation_tolerance,
    mean_tolerance,
    posterior,
    potential_gradient,
    settled_variance,
    step,
    variance_tolerance,
)


def drawn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def test_doctests() -> None:
    results = doctest.testmod(langevin)
    assert results.attempted >= 1
    assert results.failed == 0


class TestGradient:
    data, variance = drawn(12, 2), torch.tensor([0.5, 3.0], dtype=torch.float64)

    def potential(self, theta: Tensor) -> Tensor:
        return 0.7 * theta.square().sum() / 2 + ((self.data - theta) ** 2 / (2 * self.variance)).sum()

    def test_it_is_that_of_u(self) -> None:
        theta = drawn(2, seed=1)
        expected = torch.func.grad(self.potential)(theta)
        torch.testing.assert_close(potential_gradient(theta, self.data, 12, 0.7, self.variance), expected)

    def test_batches_are_unbiased(self) -> None:
        theta = drawn(2, seed=1)
        each = [potential_gradient(theta, batch, 12, 0.7, self.variance) for batch in self.data.split(3)]
        torch.testing.assert_close(torch.stack(each).mean(dim=0), torch.func.grad(self.potential)(theta))

    def test_the_posterior_is_where_it_vanishes_and_how_it_rises(self) -> None:
        mean, precision = posterior(self.data, 0.7, self.variance)
        torch.testing.assert_close(torch.func.grad(self.potential)(mean), torch.zeros_like(mean), rtol=0, atol=1e-10)
        torch.testing.assert_close(torch.autograd.functional.hessian(self.potential, mean), precision.diag())


def test_the_step_of_the_course() -> None:
    assert step(torch.tensor(1.0), torch.tensor(2.0), 0.25, torch.tensor(1.0)).item() == 1.25


class TestMoments:
    @pytest.mark.parametrize(("precision", "eps"), [(2.0, 1.0), (0.5, 0.1), (3.0, 1.2)])
    def test_the_variance_is_a_fixed_point(self, precision: float, eps: float) -> None:
        v = settled_variance(precision, eps)
        assert v == pytest.approx(contraction(precision, eps) ** 2 * v + eps)
        assert v == pytest.approx(1 / (precision * (1 - eps * precision / 4)))

    def test_it_is_true_as_steps_get_small(self) -> None:
        assert settled_variance(2.0, 1e-9) == pytest.approx(0.5)

    @pytest.mark.parametrize("eps", [2.0, 3.0, 0.0, -1.0])
    def test_unstable_or_no_steps(self, eps: float) -> None:
        with pytest.raises(ValueError, match="unstable"):
            settled_variance(2.0, eps)

    @pytest.mark.parametrize(("precision", "eps"), [(2.0, 0.3), (1.0, 3.0)])
    def test_the_tolerances_from_the_covariance_itself(self, precision: float, eps: float) -> None:
        draws, alpha = 200, 1e-3
        a, v = contraction(precision, eps), settled_variance(precision, eps)
        lag = (torch.arange(draws)[:, None] - torch.arange(draws)).abs()
        covariance = v * torch.as_tensor(a, dtype=torch.float64) ** lag
        deviation = math.sqrt(covariance.sum().item()) / draws
        expected = deviation * math.sqrt(2 * math.log(2 / alpha))
        assert mean_tolerance(precision, eps, draws, alpha) == pytest.approx(expected)
        x = math.log(2 / alpha)
        eigenvalues = torch.linalg.eigvalsh(covariance)
        bound = (2 * math.sqrt(x) * eigenvalues.norm().item() + 2 * x * eigenvalues.max().item()) / draws
        assert bound <= variance_tolerance(precision, eps, draws, alpha) <= 1.05 * bound

    def test_ten_thousand_chains_keep_to_them(self) -> None:
        precision, eps, draws, alpha, walkers = 2.0, 0.4, 200, 0.01, 10_000
        v = settled_variance(precision, eps)
        generator = torch.Generator().manual_seed(0)
        start = 1.5 + math.sqrt(v) * torch.randn(walkers, generator=generator, dtype=torch.float64)
        mean = torch.full((walkers,), 1.5, dtype=torch.float64)
        path = chain(start, mean, torch.full_like(mean, precision), eps, draws - 1, generator)
        assert path.shape == (draws, walkers)
        off = (path.mean(dim=0) - 1.5).abs() > mean_tolerance(precision, eps, draws, alpha)
        assert off.double().mean() <= alpha
        spread = ((path - 1.5) ** 2).mean(dim=0)
        assert abs(spread.mean().item() - v) < 0.01 * v
        assert ((spread - v).abs() > variance_tolerance(precision, eps, draws, alpha)).double().mean() <= alpha

    def test_white_noise_keeps_to_its_bound(self) -> None:
        noise = drawn(300, 5000)
        margin = correlation_tolerance(299, 0.01)
        assert margin <= 1  # the bound holds for r ≤ 1
        assert ((noise[1:] * noise[:-1]).mean(dim=0).abs() > margin).double().mean() <= 0.01
