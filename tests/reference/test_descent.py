"""Gradient descent against torch.optim.SGD, the closed form and the figures of the course."""

import doctest
import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from reference import descent
from reference.descent import basin, iterates, largest_stable_lr, quadratic_closed_form
from reference.objectives import EGGHOLDER, QUADRATIC, QUARTIC, Objective

GLOBAL, MAXIMUM, LOCAL = QUARTIC.stationary
SIX_DIGITS = 5.1e-7  # half a unit of the sixth decimal


def uniform(low: float, high: float, *shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(*shape, dtype=torch.float64, generator=generator)


def test_doctests() -> None:
    results = doctest.testmod(descent)
    assert results.attempted >= 6
    assert results.failed == 0


class TestIterates:
    @pytest.mark.parametrize(("epoch", "printed"), [(0, "0.400"), (10, "1.828"), (20, "1.982")])
    def test_the_loop_of_the_course(self, epoch: int, printed: str) -> None:
        path = iterates(QUADRATIC.gradient, 0.0, 0.1, 21)
        assert f"{path[epoch + 1].item():.3f}" == printed  # the epoch is counted from 0: one step is done

    @pytest.mark.parametrize("lr", [1e-3, 0.01, 0.05])
    def test_it_is_torch_sgd(self, lr: float) -> None:
        start = uniform(-2.5, 1.5, 50)
        parameter = start.clone().requires_grad_()
        optimizer = torch.optim.SGD([parameter], lr=lr)
        path = iterates(QUARTIC.gradient, start, lr, 40)
        for expected in path:
            torch.testing.assert_close(parameter.detach(), expected, rtol=1e-11, atol=1e-11)
            (parameter.grad,) = torch.autograd.grad(QUARTIC.value(parameter).sum(), parameter)
            optimizer.step()

    def test_a_schedule_is_that_of_torch(self) -> None:
        parameter = torch.tensor([440.0, 450.0], dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([parameter], lr=0.5)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
        path = iterates(EGGHOLDER.gradient, parameter, lambda t: 0.5 * 0.5 ** (t // 3), 10)
        for expected in path:
            torch.testing.assert_close(parameter.detach(), expected, rtol=1e-12, atol=0)
            (parameter.grad,) = torch.autograd.grad(EGGHOLDER.value(parameter), parameter)
            optimizer.step()
            scheduler.step()

    def test_the_schedule_is_asked_for_each_step_once_and_in_order(self) -> None:
        asked: list[int] = []

        def schedule(t: int) -> float:
            asked.append(t)
            return 0.1

        iterates(QUADRATIC.gradient, 0.0, schedule, 4)
        assert asked == [0, 1, 2, 3]

    def test_the_rate_at_t_moves_the_iterate_from_t_to_the_next(self) -> None:
        path = iterates(torch.ones_like, 0.0, lambda t: 10.0**t, 4)
        assert (-path.diff()).tolist() == [1, 10, 100, 1000]

    @pytest.mark.parametrize("shift", [0, 1, 7, 20])
    def test_time_shift(self, shift: int) -> None:
        start = uniform(-2.5, 1.5, 6)
        whole = iterates(QUARTIC.gradient, start, lambda t: 0.05 / (1 + t), 20)
        rest = iterates(QUARTIC.gradient, whole[shift], lambda t: 0.05 / (1 + t + shift), 20 - shift)
        assert torch.equal(rest, whole[shift:])

    def test_a_batch_is_its_starts_one_by_one(self) -> None:
        starts = uniform(-2.5, 1.5, 2, 3)
        path = iterates(QUARTIC.gradient, starts, 0.05, 30)
        for i, j in torch.cartesian_prod(torch.arange(2), torch.arange(3)).tolist():
            alone = iterates(QUARTIC.gradient, starts[i, j].item(), 0.05, 30)
            torch.testing.assert_close(path[:, i, j], alone, rtol=1e-12, atol=1e-12)

    def test_below_the_bound_on_the_curvature_the_value_never_rises(self) -> None:
        starts = uniform(-2.5, 1.0, 200)  # L″ ≤ 28 on [−2.5, 1], which descent at 1/28 does not leave
        values = QUARTIC.value(iterates(QUARTIC.gradient, starts, 1 / 28, 100))
        assert (values.diff(dim=0) <= 1e-14).all()

    @pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64], ids=str)
    @pytest.mark.parametrize("shape", [(), (3,), (2, 2), (0,)], ids=str)
    def test_shape_and_dtype(self, dtype: torch.dtype, shape: tuple[int, ...]) -> None:
        path = iterates(QUADRATIC.gradient, torch.ones(shape, dtype=dtype), 0.1, 5)
        assert (tuple(path.shape), path.dtype) == ((6, *shape), dtype)

    @pytest.mark.parametrize("start", [1, 1.0])
    def test_python_numbers_are_float64(self, start: float) -> None:
        path = iterates(QUADRATIC.gradient, start, 0.1, 0)
        assert (path.tolist(), path.dtype) == ([1.0], torch.float64)

    def test_no_graph_and_no_aliasing(self) -> None:
        start = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        scale = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
        path = iterates(lambda w: scale * (w - 2), start, 0.1, 3)
        assert not path.requires_grad
        path.fill_(7)
        assert start.tolist() == [0, 0]

    def test_the_gradient_may_use_autograd(self) -> None:
        def by_autograd(w: Tensor) -> Tensor:
            w.requires_grad_()
            (slope,) = torch.autograd.grad(QUARTIC.value(w).sum(), w)
            return slope

        path = iterates(by_autograd, 2.0, 0.01, 50)
        torch.testing.assert_close(path, iterates(QUARTIC.gradient, 2.0, 0.01, 50))
        torch.testing.assert_close(path, iterates(torch.func.grad(QUARTIC.value), 2.0, 0.01, 50))

    def test_a_gradient_that_works_in_place_does_no_harm(self) -> None:
        path = iterates(lambda w: w.mul_(2).sub_(4), 0.0, 0.1, 10)
        assert torch.equal(path, iterates(QUADRATIC.gradient, 0.0, 0.1, 10))

    @pytest.mark.parametrize("start", [2.0, -4.0])
    def test_divergence_is_a_result(self, start: float) -> None:
        path = iterates(QUARTIC.gradient, start, 0.1, 20)
        finite = path.isfinite()
        assert finite[:5].all()
        assert path[finite].abs().max() > 1e30
        assert not finite[-1]
        assert path.isinf().any()

    def test_a_negative_rate_ascends(self) -> None:
        path = iterates(QUARTIC.gradient, -0.4, -0.05, 200)
        assert path[-1].item() == pytest.approx(MAXIMUM.location, abs=1e-12)

    @pytest.mark.parametrize("lr", [math.nan, math.inf, -math.inf])
    def test_rates_must_be_finite(self, lr: float) -> None:
        with pytest.raises(ValueError, match="learning rate must be finite"):
            iterates(QUADRATIC.gradient, 0.0, lr, 0)
        with pytest.raises(ValueError, match=r"learning rate must be finite, .* at step 2"):
            iterates(QUADRATIC.gradient, 0.0, lambda t: lr if t == 2 else 0.1, 5)

    def test_steps_must_be_a_count(self) -> None:
        with pytest.raises(ValueError, match="steps must not be negative, got -1"):
            iterates(QUADRATIC.gradient, 0.0, 0.1, -1)
        with pytest.raises(TypeError):
            iterates(QUADRATIC.gradient, 0.0, 0.1, 2.0)  # type: ignore[arg-type]

    @pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.complex64], ids=str)
    def test_starts_must_be_floating(self, dtype: torch.dtype) -> None:
        with pytest.raises(TypeError, match=rf"iterates .* not {dtype}: pass w\.to\(torch\.float64\)"):
            iterates(torch.ones_like, torch.ones(2, dtype=dtype), 0.1, 0)

    @pytest.mark.parametrize(
        ("gradient", "error", "message"),
        [
            (lambda w: w[None], ValueError, r"shape \(1, 2\), w has \(2,\)"),
            (lambda w: w.sum(), ValueError, r"shape \(\), w has \(2,\)"),
            (lambda w: w.float(), TypeError, "dtype torch.float32, w has torch.float64"),
        ],
        ids=["wider", "narrower", "dtype"],
    )
    def test_gradients_must_fit(
        self, gradient: Callable[[Tensor], Tensor], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            iterates(gradient, torch.ones(2, dtype=torch.float64), 0.1, 1)


class TestClosedForm:
    def test_from_zero_at_a_tenth(self) -> None:
        expected = [2 - 2 * 0.8**t for t in range(30)]
        assert quadratic_closed_form(0.0, 0.1, 29).tolist() == pytest.approx(expected, rel=1e-14)

    @pytest.mark.parametrize("lr", [0.0, 0.01, 0.1, 0.5, 0.7, 0.99, 1.0, 1.1, -0.1])
    def test_it_is_the_loop(self, lr: float) -> None:
        start = uniform(-10, 10, 4, 5)
        loop = iterates(QUADRATIC.gradient, start, lr, 60)
        torch.testing.assert_close(quadratic_closed_form(start, lr, 60), loop, rtol=1e-11, atol=1e-11)

    def test_at_a_half_one_step_suffices(self) -> None:
        assert quadratic_closed_form(-3.0, 0.5, 3).tolist() == [-3, 2, 2, 2]

    def test_float32_stays(self) -> None:
        path = quadratic_closed_form(torch.zeros(3), 0.1, 4)
        assert (tuple(path.shape), path.dtype) == ((5, 3), torch.float32)

    def test_refusals(self) -> None:
        with pytest.raises(ValueError, match="steps"):
            quadratic_closed_form(0.0, 0.1, -1)
        with pytest.raises(ValueError, match="finite"):
            quadratic_closed_form(0.0, math.nan, 1)
        with pytest.raises(TypeError, match="not torch.int64"):
            quadratic_closed_form(torch.tensor(0), 0.1, 1)


class TestLargestStableRate:
    @pytest.mark.parametrize(
        ("objective", "index", "bound"),
        [(QUADRATIC, 0, 1.0), (QUARTIC, 0, 0.094929), (QUARTIC, 2, 0.149750)],
        ids=["quadratic", "quartic global", "quartic local"],
    )
    def test_it_parts_attraction_from_repulsion(self, objective: Objective, index: int, bound: float) -> None:
        minimum = objective.stationary[index].tensor()
        lr = largest_stable_lr(objective.hessian(minimum).item())
        assert lr == pytest.approx(bound, abs=5.1e-7)
        below = iterates(objective.gradient, minimum + 1e-6, 0.98 * lr, 100) - minimum
        above = iterates(objective.gradient, minimum + 1e-6, 1.02 * lr, 100) - minimum
        assert below[-1].abs() < 1e-7
        assert above[-1].abs() > 1e-5

    def test_in_the_plane_the_largest_eigenvalue_decides(self) -> None:
        minimum = EGGHOLDER.stationary[2].tensor()
        lr = largest_stable_lr(torch.linalg.eigvalsh(EGGHOLDER.hessian(minimum))[-1].item())
        for factor, attracted in ((0.98, True), (1.02, False)):
            path = iterates(EGGHOLDER.gradient, minimum + 1e-5, factor * lr, 300)
            assert bool((path[-1] - minimum).norm() < 1e-6) is attracted

    @pytest.mark.parametrize("curvature", [0.0, -8.0, math.inf, math.nan])
    def test_refusals(self, curvature: float) -> None:
        with pytest.raises(ValueError, match="positive finite curvature"):
            largest_stable_lr(curvature)


class TestBasin:
    @pytest.mark.parametrize(
        ("lr", "start", "expected"),
        [
            (0.01, 0.0, LOCAL),
            (0.01, 2.0, LOCAL),
            (0.01, -4.0, GLOBAL),
            (0.05, 0.0, LOCAL),
            (0.05, 2.0, GLOBAL),  # overshoots the maximum: its first step is to −1.05
            (0.05, -4.0, LOCAL),  # and this one to 1.35
            (0.1, 0.0, LOCAL),
            (0.1, 2.0, None),
            (0.1, -4.0, None),
        ],
    )
    def test_the_figures_of_the_course(self, lr: float, start: float, expected: object) -> None:
        assert basin(QUARTIC, start, lr) == expected

    def test_small_rates_never_cross_the_maximum(self) -> None:
        for start in uniform(-3, 1.5, 20).tolist():
            assert basin(QUARTIC, start, 0.01) == (GLOBAL if start < -0.530907 else LOCAL)

    def test_a_cycle_is_no_basin(self) -> None:
        # 0.1 > 2/L″ at the global minimum, which it circles for ever without diverging
        path = iterates(QUARTIC.gradient, -2.3, 0.1, 2000)
        torch.testing.assert_close(path[-1], path[-3])
        assert path[-2:].sort().values.tolist() == pytest.approx([-2.483002, -2.104991], abs=SIX_DIGITS)
        assert basin(QUARTIC, -2.3, 0.1) is None

    def test_too_few_steps_are_no_basin(self) -> None:
        assert basin(QUARTIC, 2.0, 0.01, steps=10) is None
        assert basin(QUARTIC, 2.0, 0.01, steps=10, tolerance=0.2) is LOCAL

    def test_a_vanishing_schedule_stops_short(self) -> None:
        assert basin(QUARTIC, 2.0, lambda t: 0.01 * 0.5**t) is None

    def test_points_that_the_objective_does_not_name_are_found(self) -> None:
        point = basin(EGGHOLDER, (100.0, 100.0), 0.1)
        assert point is not None
        assert point not in EGGHOLDER.stationary
        assert point.kind == "minimum"
        assert point.location == pytest.approx((97.273350, 111.099570), abs=SIX_DIGITS)

    def test_points_that_it_names_are_returned_as_they_are(self) -> None:
        assert basin(EGGHOLDER, torch.tensor([430.0, 460.0]), 0.1) is EGGHOLDER.stationary[2]

    def test_on_the_maximum_it_stays_for_a_while(self) -> None:
        assert basin(QUARTIC, MAXIMUM.tensor(), 0.01, steps=50) is MAXIMUM

    def test_one_start_at_a_time(self) -> None:
        with pytest.raises(ValueError, match=r"one point of shape \(\), got \(2,\)"):
            basin(QUARTIC, torch.zeros(2), 0.01)
