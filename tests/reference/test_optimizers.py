"""The optimizers against torch.optim, AdaBelief against its paper, and the figures of the course."""

import doctest
import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from reference import optimizers
from reference.objectives import curvature
from reference.optimizers import (
    SADDLE,
    VALLEY,
    Rule,
    adabelief,
    adam,
    belief_over_adam,
    descend,
    heavy_ball,
    heavy_ball_paper,
    nesterov,
    rmsprop,
    sgd,
    walk,
)

Make = Callable[[list[Tensor]], torch.optim.Optimizer]


def gradients(steps: int, *shape: int, seed: int = 0) -> Tensor:
    return torch.randn(steps, *shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def by_torch(make: Make, start: Tensor, sequence: Tensor, factors: list[float] | None = None) -> Tensor:
    w = start.clone().requires_grad_()
    optimizer = make([w])
    rate = optimizer.param_groups[0]["lr"]
    path = [start]
    for t, gradient in enumerate(sequence):
        optimizer.param_groups[0]["lr"] = rate * (factors[t] if factors else 1.0)
        w.grad = gradient.clone()
        optimizer.step()
        path.append(w.detach().clone())
    return torch.stack(path)


def test_doctests() -> None:
    results = doctest.testmod(optimizers)
    assert results.attempted >= 9
    assert results.failed == 0


PAIRS = [
    pytest.param(sgd, {}, lambda p: torch.optim.SGD(p, lr=0.1), id="sgd"),
    pytest.param(heavy_ball, {"momentum": 0.8}, lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8), id="heavy ball"),
    pytest.param(
        heavy_ball,
        {"momentum": 0.8, "dampening": 0.3},
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, dampening=0.3),
        id="dampened",
    ),
    pytest.param(
        nesterov, {"momentum": 0.8}, lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True), id="nesterov"
    ),
    pytest.param(rmsprop, {"alpha": 0.9}, lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9), id="rmsprop"),
    pytest.param(
        rmsprop, {"eps": 0.3}, lambda p: torch.optim.RMSprop(p, lr=0.1, eps=0.3), id="rmsprop with a large eps"
    ),
    pytest.param(adam, {}, lambda p: torch.optim.Adam(p, lr=0.1), id="adam"),
    pytest.param(
        adam,
        {"beta1": 0.7, "beta2": 0.95, "eps": 0.2},
        lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.7, 0.95), eps=0.2),
        id="adam with a large eps",
    ),
]


class TestAgainstTorch:
    @pytest.mark.parametrize(("rule", "settings", "make"), PAIRS)
    @pytest.mark.parametrize("shape", [(), (5,), (2, 3)], ids=str)
    def test_at_a_constant_rate(self, rule: Rule, settings: dict[str, float], make: Make, shape: tuple[int]) -> None:
        sequence = gradients(50, *shape)
        start = torch.ones(shape, dtype=torch.float64)
        torch.testing.assert_close(walk(rule, start, sequence, 0.1, **settings), by_torch(make, start, sequence))

    @pytest.mark.parametrize(("rule", "settings", "make"), PAIRS)
    def test_under_a_schedule(self, rule: Rule, settings: dict[str, float], make: Make) -> None:
        sequence, factors = gradients(30, 4, seed=1), [1.0 if t < 10 else 0.1 if t < 20 else 2.0 for t in range(30)]
        path = walk(rule, torch.zeros(4, dtype=torch.float64), sequence, lambda t: 0.1 * factors[t], **settings)
        torch.testing.assert_close(path, by_torch(make, torch.zeros(4, dtype=torch.float64), sequence, factors))

    @pytest.mark.parametrize(("rule", "settings", "make"), PAIRS)
    def test_on_an_objective(self, rule: Rule, settings: dict[str, float], make: Make) -> None:
        w = torch.tensor([1.5, 0.3], dtype=torch.float64, requires_grad=True)
        path = descend(rule, SADDLE.gradient, w, 0.1, 40, **settings)
        optimizer = make([w])
        for expected in path:
            torch.testing.assert_close(w.detach(), expected, rtol=1e-9, atol=1e-9)
            optimizer.zero_grad()
            SADDLE.value(w).backward()
            optimizer.step()

    def test_weight_decay_is_added_to_the_gradient(self) -> None:
        sequence, w, state, path = gradients(20, 3), torch.ones(3, dtype=torch.float64), None, []
        for gradient in sequence:
            state, update = heavy_ball(state, gradient + 0.4 * w, 0.1, 0.9)
            w = w + update
            path.append(w)
        start = torch.ones(3, dtype=torch.float64)
        theirs = by_torch(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.4), start, sequence)
        torch.testing.assert_close(torch.stack(path), theirs[1:])


class TestTwoConventions:
    def test_the_same_at_a_constant_rate(self) -> None:
        sequence = gradients(40, 3)
        ours, papers = (walk(rule, [0.0] * 3, sequence, 0.1, momentum=0.9) for rule in (heavy_ball, heavy_ball_paper))
        torch.testing.assert_close(ours, papers)

    def test_another_one_where_the_rate_falls(self) -> None:
        """Without any gradient after the fall, the paper's ball rolls on at the old speed, torch's at a tenth."""
        sequence = [[1.0], [0.0]]
        paths = [walk(rule, [0.0], sequence, lambda t: 0.1**t, momentum=0.9) for rule in (heavy_ball, heavy_ball_paper)]
        assert paths[0].flatten().tolist() == pytest.approx([0, -1, -1.09])
        assert paths[1].flatten().tolist() == pytest.approx([0, -1, -1.9])

    def test_the_papers_nesterov_at_the_points_ahead(self) -> None:
        """Sutskever's form takes the gradient at w + μ v; torch's iterates are these points."""

        def slope(w: Tensor) -> Tensor:
            return 3 * (w - 1)

        w, v, ahead = torch.zeros(1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64), []
        for _ in range(20):
            ahead.append(w + 0.9 * v)
            v = 0.9 * v - 0.05 * slope(w + 0.9 * v)
            w = w + v
        torch.testing.assert_close(descend(nesterov, slope, [0.0], 0.05, 19, momentum=0.9), torch.stack(ahead))


def adabelief_of_the_paper(
    start: list[float], sequence: list[list[float]], alpha: float, beta1: float, beta2: float, eps: float
) -> list[list[float]]:
    """Algorithm 2 of Zhuang et al. (2020) in floats, one coordinate after the other, every line as it stands there."""
    columns = []
    for theta, gradient in zip(start, zip(*sequence, strict=True), strict=True):
        m = s = 0.0
        column = [theta]
        for t, g in enumerate(gradient, start=1):
            m = beta1 * m + (1 - beta1) * g
            s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
            m_hat = m / (1 - beta1**t)
            s_hat = s / (1 - beta2**t)
            theta = theta - alpha * m_hat / (math.sqrt(s_hat) + eps)
            column.append(theta)
        columns.append(column)
    return [list(row) for row in zip(*columns, strict=True)]


class TestAdaBelief:
    @pytest.mark.parametrize(
        ("beta1", "beta2", "eps"), [(0.9, 0.999, 1e-8), (0.9, 0.999, 1e-16), (0.7, 0.95, 0.2), (0.5, 0.5, 0.0)]
    )
    def test_it_is_the_paper(self, beta1: float, beta2: float, eps: float) -> None:
        sequence, start = gradients(60, 3, seed=2), [1.0, -2.0, 0.5]
        expected = adabelief_of_the_paper(start, sequence.tolist(), 0.05, beta1, beta2, eps)
        path = walk(adabelief, start, sequence, 0.05, beta1=beta1, beta2=beta2, eps=eps)
        torch.testing.assert_close(path, torch.tensor(expected, dtype=torch.float64))

    @pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.6, 0.9), (0.95, 0.9025)])
    def test_the_ratio_is_that_of_the_steps(self, beta1: float, beta2: float) -> None:
        steady = torch.full((40, 1), -3.7, dtype=torch.float64)
        ours, theirs = (
            walk(rule, [0.0], steady, 0.1, beta1=beta1, beta2=beta2, eps=0.0).diff(dim=0) for rule in (adabelief, adam)
        )
        for t in (1, 2, 5, 40):
            ratio = (ours[t - 1] / theirs[t - 1]).item()
            assert belief_over_adam(t, beta1, beta2) == pytest.approx(ratio, rel=1e-9)

    def test_the_ratio_begins_at_one_over_beta1_and_grows(self) -> None:
        ratios = [belief_over_adam(t) for t in range(1, 100)]
        assert ratios[0] == pytest.approx(1 / 0.9)
        assert ratios == sorted(ratios)

    @pytest.mark.parametrize(("steps", "beta1", "beta2"), [(0, 0.9, 0.999), (3, 1.0, 0.9), (3, 0.9, 0.0)])
    def test_refusals(self, steps: int, beta1: float, beta2: float) -> None:
        with pytest.raises(ValueError, match=r"at least one step|must lie between"):
            belief_over_adam(steps, beta1, beta2)


RULES = [sgd, heavy_ball, heavy_ball_paper, nesterov, rmsprop, adam, adabelief]


class TestPurity:
    @pytest.mark.parametrize("rule", RULES)
    def test_nothing_is_changed_and_nothing_shared(self, rule: Rule) -> None:
        first, second = gradients(2, 3)
        state, update = rule(None, first, 0.1)
        update.zero_()
        once = rule(state, second, 0.1)[1].clone()
        again = rule(state, second, 0.1)[1]
        assert torch.equal(once, again)
        assert torch.equal(torch.stack((first, second)), gradients(2, 3))

    @pytest.mark.parametrize("rule", RULES)
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
    def test_dtype_and_shape_stay(self, rule: Rule, dtype: torch.dtype) -> None:
        path = walk(rule, torch.zeros(2, 2, dtype=dtype), gradients(3, 2, 2), 0.1)
        assert (path.dtype, tuple(path.shape)) == (dtype, (4, 2, 2))

    def test_a_batch_is_its_starts_one_by_one(self) -> None:
        starts = torch.tensor([[-1.2, 1.0], [0.5, 0.5]], dtype=torch.float64)
        together = descend(adam, VALLEY.gradient, starts, 0.1, 20)
        for i in range(2):
            torch.testing.assert_close(together[:, i], descend(adam, VALLEY.gradient, starts[i], 0.1, 20))

    def test_refusals(self) -> None:
        with pytest.raises(ValueError, match="steps must not be negative"):
            descend(sgd, torch.ones_like, 0.0, 0.1, -1)
        with pytest.raises(ValueError, match=r"the gradient has shape \(2,\), w has \(1,\)"):
            walk(sgd, [0.0], [[1.0, 2.0]], 0.1)
        with pytest.raises(TypeError, match="floating-point"):
            walk(sgd, torch.tensor([0]), [[1.0]], 0.1)


class TestSurfaces:
    @pytest.mark.parametrize("objective", [VALLEY, SADDLE], ids=lambda objective: objective.name)
    def test_derivatives(self, objective: optimizers.Objective) -> None:
        for point in gradients(5, 2):
            torch.testing.assert_close(objective.gradient(point), torch.func.grad(objective.value)(point))
            torch.testing.assert_close(
                objective.hessian(point), torch.func.jacrev(torch.func.grad(objective.value))(point)
            )

    def test_what_is_said_of_them(self) -> None:
        one = torch.ones(2, dtype=torch.float64)
        assert VALLEY.value(one) == 0
        assert torch.linalg.eigvalsh(VALLEY.hessian(one)).tolist() == pytest.approx([0.394, 101.606], abs=1e-3)
        assert [curvature(SADDLE, place) for place in ((0, 0), (0, 1), (0, -1))] == ["saddle", "minimum", "minimum"]
        assert SADDLE.value(torch.zeros(2)) == 0.25


class TestTheFiguresOfTheCourse:
    def test_momentum_by_hand(self) -> None:
        features = [torch.tensor(x) for x in ([[1.0, 1, -1, 1], [4, 0, 0, 1]], [[0.0, 4, 0, 1], [1, 1, -1, 1]])]
        targets = [torch.tensor([10.0, 13]), torch.tensor([11.0, 4])]
        w, state, seen = torch.tensor([1.0, -1, -1, 1]), None, []
        for x, y in zip(features, targets, strict=True):
            predictions = x @ w
            gradient = x.T @ (predictions - y)
            state, update = heavy_ball(state, gradient, 0.1, 0.9)
            w = w + update
            seen.append(
                [predictions.tolist(), ((y - predictions) ** 2).sum().item() / 2, gradient.tolist(), w.tolist()]
            )
        assert seen[0] == [[2, 5], 64, [-40, -8, 8, -16], pytest.approx([5, -0.2, -1.8, 2.6])]
        assert seen[1][0] == pytest.approx([1.8, 9.2])
        assert seen[1][2] == pytest.approx([5.2, -31.6, -5.2, -4], abs=1e-4)
        assert seen[1][3] == pytest.approx([8.08, 3.68, -2, 4.44])

    def test_the_worked_walks(self) -> None:
        sequence = [[1.0], [1.0], [0.0]]
        ball, ahead = (
            walk(rule, [0.0], sequence, 0.1, momentum=0.9).flatten().tolist() for rule in (heavy_ball, nesterov)
        )
        assert ball == pytest.approx([0, -0.1, -0.29, -0.461])
        assert ahead == pytest.approx([0, -0.19, -0.461, -0.6149])

    @staticmethod
    def race(rule: Rule, lr: float, decay: float = 1.0, **settings: float) -> Tensor:
        return VALLEY.value(descend(rule, VALLEY.gradient, [-1.2, 1.0], lambda t: lr * decay**t, 250, **settings))

    def test_the_worked_races(self) -> None:
        assert self.race(sgd, 0.01)[-1].item() == pytest.approx(0.043, abs=5e-4)
        assert self.race(rmsprop, 0.05, alpha=0.9)[-1].item() == pytest.approx(0.058, abs=5e-4)

    def test_three_arrive_at_a_constant_rate(self) -> None:
        for rule, lr in ((sgd, 0.02), (heavy_ball, 0.006), (adam, 0.3)):
            assert self.race(rule, lr)[-1] < 0.005

    def test_rmsprop_arrives_at_no_constant_rate(self) -> None:
        rates = torch.logspace(-4, 0, 400, dtype=torch.float64)[:, None]
        starts = torch.tensor([-1.2, 1.0], dtype=torch.float64).repeat(400, 1)
        state, w = None, starts
        for _ in range(250):
            state, update = rmsprop(state, VALLEY.gradient(w), rates, alpha=0.9)  # type: ignore[arg-type]
            w = w + update
        assert VALLEY.value(w).min() > 0.006
        assert self.race(rmsprop, 0.15, 0.98, alpha=0.9)[-1] < 0.001

    @pytest.mark.parametrize(
        ("start", "lr", "printed"),
        [
            ((2.0, 1e-4), 0.2, "2.250 0.273 0.250 0.250 0.239 0.064 0.000"),
            ((2.0, 0.5), 1.6, "2.141 0.012 0.092 0.015 0.244 0.068 0.250"),
            ((2.0, 0.5), 0.002, "2.141 2.059 1.981 1.906 1.833 1.763 1.696"),
            ((2.0, 0.5), 0.2, "2.141 0.023 0.000 0.000 0.000 0.000 0.000"),
        ],
        ids=["run A", "run B", "run C", "worked"],
    )
    def test_the_runs_that_are_diagnosed(self, start: tuple[float, float], lr: float, printed: str) -> None:
        losses = SADDLE.value(descend(sgd, SADDLE.gradient, start, lr, 60))[::10]
        assert " ".join(f"{loss:.3f}" for loss in losses.tolist()) == printed

    @pytest.mark.parametrize(("rule", "steps"), [(sgd, 139), (adam, 6)])
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
    def test_leaving_the_saddle(self, rule: Rule, steps: int, dtype: torch.dtype) -> None:
        y = descend(rule, SADDLE.gradient, torch.tensor([0.0, 1e-6], dtype=dtype), 0.1, 200)[:, 1]
        assert int((y > 0.5).nonzero()[0]) == steps
