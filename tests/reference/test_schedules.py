"""The schedules against torch's own schedulers, over 200 steps and ranges of parameters."""

import doctest
import math
import random
from collections.abc import Callable

import pytest
import torch
from torch.optim import SGD, Optimizer
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    LRScheduler,
    MultiStepLR,
    PolynomialLR,
    SequentialLR,
)

from reference import schedules
from reference.schedules import (
    Schedule,
    constant,
    cosine,
    exponential,
    factor,
    join,
    linear,
    multi_step,
    polynomial,
    square_root,
    warmup_cosine,
)

STEPS = 200
BASES = (1e-3, 0.1, 0.3, 1.0)
HORIZONS = (1, 2, 7, 20, 199, 200, 350)

EVERY_KIND: dict[str, Schedule] = {
    "constant": constant(0.1),
    "square_root": square_root(0.3),
    "factor": factor(0.3, 0.9, 0.01),
    "exponential": exponential(0.3),
    "multi_step": multi_step(0.5, [15, 30], 0.5),
    "linear": linear(0.1, 0.3, 10),
    "polynomial": polynomial(0.3, 0.01, 30, 2),
    "cosine": cosine(0.3, 0.01, 30),
    "join": join([linear(0.1, 0.3, 5), constant(0.3), cosine(0.3, 0.0, 10)], [5, 20]),
    "warmup_cosine": warmup_cosine(0.1, 0.3, 0.01, 5, 30),
}
every_kind = pytest.mark.parametrize("schedule", EVERY_KIND.values(), ids=EVERY_KIND.keys())


def rates(schedule: Schedule, steps: int = STEPS) -> list[float]:
    return [schedule(t) for t in range(steps)]


def torch_rates(make: Callable[[Optimizer], LRScheduler], base: float, steps: int = STEPS) -> list[float]:
    """The rate that is set while step t is taken, for each t."""
    optimizer = SGD([torch.nn.Parameter(torch.zeros(()))], lr=base)
    scheduler = make(optimizer)
    used = []
    for _ in range(steps):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return used


def assert_same(ours: list[float], theirs: list[float]) -> None:
    assert ours == pytest.approx(theirs, rel=0, abs=1e-12)


def test_doctests() -> None:
    results = doctest.testmod(schedules)
    assert results.attempted >= 12
    assert results.failed == 0


class TestAgainstTorch:
    @pytest.mark.parametrize("base", BASES)
    def test_constant(self, base: float) -> None:
        assert_same(rates(constant(base)), torch_rates(lambda o: LambdaLR(o, lambda t: 1.0), base))

    @pytest.mark.parametrize("base", BASES)
    def test_square_root(self, base: float) -> None:
        assert_same(rates(square_root(base)), torch_rates(lambda o: LambdaLR(o, lambda t: (t + 1) ** -0.5), base))

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("shrink", [0.5, 0.9, 0.99, 1.0])
    @pytest.mark.parametrize("floor", [0.0, 1e-4, 1e-3])
    def test_factor(self, base: float, shrink: float, floor: float) -> None:
        theirs = torch_rates(lambda o: LambdaLR(o, lambda t: max(floor / base, shrink**t)), base)
        assert_same(rates(factor(base, shrink, floor)), theirs)

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("gamma", [0.5, 0.9, 0.99, 1.0])
    def test_exponential(self, base: float, gamma: float) -> None:
        assert_same(rates(exponential(base, gamma)), torch_rates(lambda o: ExponentialLR(o, gamma), base))
        assert rates(exponential(base, gamma)) == rates(factor(base, gamma))

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("milestones", [[], [1], [15, 30], [1, 2, 3, 150, 199], [400]])
    @pytest.mark.parametrize("shrink", [0.1, 0.5, 1.0])
    def test_multi_step(self, base: float, milestones: list[int], shrink: float) -> None:
        theirs = torch_rates(lambda o: MultiStepLR(o, milestones, gamma=shrink), base)
        assert_same(rates(multi_step(base, milestones, shrink)), theirs)

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("horizon", HORIZONS)
    @pytest.mark.parametrize("fraction", [0.01, 1 / 3, 0.9])
    def test_linear(self, base: float, horizon: int, fraction: float) -> None:
        theirs = torch_rates(lambda o: LinearLR(o, start_factor=fraction, total_iters=horizon), base)
        assert_same(rates(linear(fraction * base, base, horizon)), theirs)

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("horizon", HORIZONS)
    @pytest.mark.parametrize("power", [0.5, 1, 2, 3])
    def test_polynomial(self, base: float, horizon: int, power: float) -> None:
        theirs = torch_rates(lambda o: PolynomialLR(o, total_iters=horizon, power=power), base)
        assert_same(rates(polynomial(base, 0.0, horizon, power)), theirs)

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("horizon", HORIZONS)
    @pytest.mark.parametrize("final", [0.0, 1e-4, 1e-3])
    def test_cosine_up_to_its_horizon(self, base: float, horizon: int, final: float) -> None:
        steps = min(horizon + 1, STEPS)
        theirs = torch_rates(lambda o: CosineAnnealingLR(o, T_max=horizon, eta_min=final), base, steps)
        assert_same(rates(cosine(base, final, horizon), steps), theirs)

    @pytest.mark.parametrize("base", BASES)
    @pytest.mark.parametrize("final", [0.0, 1e-3])
    @pytest.mark.parametrize(("warmup", "horizon"), [(1, 2), (5, 20), (10, 199), (100, 250)])
    def test_warmup_cosine_is_sequential(self, base: float, final: float, warmup: int, horizon: int) -> None:
        def make(optimizer: Optimizer) -> LRScheduler:
            up = LinearLR(optimizer, start_factor=0.2, total_iters=warmup)
            down = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final)
            return SequentialLR(optimizer, [up, down], milestones=[warmup])

        steps = min(horizon + 1, STEPS)
        ours = rates(warmup_cosine(0.2 * base, base, final, warmup, horizon), steps)
        assert_same(ours, torch_rates(make, base, steps))

    def test_three_joined_are_sequential(self) -> None:
        def make(optimizer: Optimizer) -> LRScheduler:
            up = LinearLR(optimizer, start_factor=0.1, total_iters=10)
            parts = [up, MultiStepLR(optimizer, [20, 40], gamma=0.5), PolynomialLR(optimizer, total_iters=50, power=2)]
            return SequentialLR(optimizer, parts, milestones=[10, 70])

        ours = join([linear(0.03, 0.3, 10), multi_step(0.3, [20, 40], 0.5), polynomial(0.3, 0.0, 50, 2)], [10, 70])
        assert_same(rates(ours), torch_rates(make, 0.3))


class TestEverySchedule:
    @every_kind
    def test_any_order_any_number_of_calls(self, schedule: Schedule) -> None:
        in_order = rates(schedule)
        steps = [*range(STEPS), *range(STEPS)]
        random.Random(0).shuffle(steps)
        assert [schedule(t) for t in steps] == [in_order[t] for t in steps]

    @every_kind
    def test_a_float_that_is_finite_and_not_negative(self, schedule: Schedule) -> None:
        assert all(type(rate) is float and 0 <= rate < math.inf for rate in rates(schedule))

    @every_kind
    def test_steps_are_counted_from_0(self, schedule: Schedule) -> None:
        with pytest.raises(ValueError, match="counted from 0"):
            schedule(-1)

    @every_kind
    def test_steps_are_integers(self, schedule: Schedule) -> None:
        with pytest.raises(TypeError):
            schedule(0.5)  # type: ignore[arg-type]


class TestInTime:
    """What is off by one most easily, by name."""

    @pytest.mark.parametrize("kind", ["square_root", "factor", "exponential", "polynomial", "cosine"])
    def test_step_0_has_the_base_rate(self, kind: str) -> None:
        assert EVERY_KIND[kind](0) == pytest.approx(0.3, abs=1e-15)

    def test_a_milestone_already_has_the_lower_rate(self) -> None:
        assert (EVERY_KIND["multi_step"](14), EVERY_KIND["multi_step"](15)) == (0.5, 0.25)

    def test_the_first_step_after_the_warmup_has_the_base_rate(self) -> None:
        schedule = EVERY_KIND["warmup_cosine"]
        assert schedule(0) == 0.1
        assert schedule(4) == pytest.approx(0.26)
        assert schedule(5) == 0.3
        assert schedule(6) < 0.3

    @pytest.mark.parametrize("kind", ["polynomial", "cosine", "warmup_cosine"])
    def test_at_the_horizon_and_after_the_end(self, kind: str) -> None:
        schedule = EVERY_KIND[kind]
        assert schedule(29) > 0.01
        assert {schedule(t) for t in (30, 31, 60, 10_000)} == {0.01}

    def test_the_floor_is_reached_and_kept(self) -> None:
        schedule = EVERY_KIND["factor"]
        assert schedule(32) > 0.01
        assert {schedule(t) for t in (33, 34, 10_000)} == {0.01}

    def test_no_warmup_is_the_cosine(self) -> None:
        assert rates(warmup_cosine(0.1, 0.3, 0.01, 0, 30)) == rates(cosine(0.3, 0.01, 30))

    def test_each_piece_counts_from_its_boundary(self) -> None:
        joined = join([float, lambda t: 100.0 + t, lambda t: 200.0 + t], [3, 5])
        assert rates(joined, 8) == [0, 1, 2, 100, 101, 200, 201, 202]

    def test_one_piece_is_itself(self) -> None:
        assert rates(join([square_root(0.3)], [])) == rates(square_root(0.3))

    def test_the_exponential_can_go_ten_base_rates_far(self) -> None:
        assert sum(rates(exponential(0.1), 1000)) == pytest.approx(1.0, abs=1e-12)


class TestErrors:
    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: constant(math.nan), "rate must be finite"),
            (lambda: square_root(math.inf), "base must be finite"),
            (lambda: factor(0.3, 0.0), "factor must be in"),
            (lambda: factor(0.3, 1.1), "factor must be in"),
            (lambda: factor(0.3, 0.9, floor=0.4), "above the base rate"),
            (lambda: exponential(0.3, -0.9), "gamma must be in"),
            (lambda: multi_step(0.3, [30, 15], 0.5), "milestones must increase"),
            (lambda: multi_step(0.3, [0, 15], 0.5), "milestones must increase"),
            (lambda: linear(0.1, 0.3, 0), "horizon must be 1 or more"),
            (lambda: polynomial(0.3, 0.0, 0, 1), "horizon must be 1 or more"),
            (lambda: polynomial(0.3, 0.0, 5, 0), "power must be positive"),
            (lambda: cosine(0.3, 0.0, -5), "horizon must be 1 or more"),
            (lambda: join([constant(0.1)], [5]), "1 schedules have 0 boundaries"),
            (lambda: join([], []), "no schedule to join"),
            (lambda: join([constant(0.1)] * 3, [5, 5]), "boundaries must increase"),
            (lambda: warmup_cosine(0.1, 0.3, 0.0, -1, 5), "warmup must not be negative"),
            (lambda: warmup_cosine(0.1, 0.3, 0.0, 5, 5), "beyond the warmup"),
        ],
    )
    def test_values(self, make: Callable[[], Schedule], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            make()

    @pytest.mark.parametrize(
        "make",
        [
            lambda: cosine(0.3, 0.0, 5.5),  # type: ignore[arg-type]
            lambda: multi_step(0.3, [1.5], 0.5),  # type: ignore[list-item]
            lambda: warmup_cosine(0.1, 0.3, 0.0, 1.5, 5),  # type: ignore[arg-type]
        ],
    )
    def test_types(self, make: Callable[[], Schedule]) -> None:
        with pytest.raises(TypeError):
            make()
