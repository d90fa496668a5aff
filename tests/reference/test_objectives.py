"""The objectives against autograd, exact arithmetic and independently known figures."""

import doctest
import math
from fractions import Fraction

import pytest
import torch
from torch import Tensor

from reference import objectives
from reference.objectives import (
    EGGHOLDER,
    EGGHOLDER_BOX_MINIMUM,
    QUADRATIC,
    QUARTIC,
    ConvergenceError,
    Objective,
    as_point,
    curvature,
    polish,
)

ALL = pytest.mark.parametrize("objective", [QUADRATIC, QUARTIC, EGGHOLDER], ids=lambda objective: objective.name)
FLOATS = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
SIX_DIGITS = 5.1e-7  # half a unit of the sixth decimal


def random_points(objective: Objective, *batch: int, seed: int = 0) -> Tensor:
    """Points spread over the region we plot: ±4 on the line, the box ±512 in the plane."""
    radius = 512 if objective is EGGHOLDER else 4
    generator = torch.Generator().manual_seed(seed)
    unit = torch.rand((*batch, *objective.event_shape), dtype=torch.float64, generator=generator)
    return radius * (2 * unit - 1)


def saddle() -> Objective:
    """f(x, y) = x² − y², whose only stationary point is the origin."""
    signs = torch.tensor([1.0, -1.0], dtype=torch.float64)
    return Objective(
        "x² − y²",
        (2,),
        lambda w: (signs * w**2).sum(-1),
        lambda w: 2 * signs * w,
        lambda w: (2 * signs).diag().expand(*w.shape, 2),
    )


def power(n: int) -> Objective:
    """f(w) = wⁿ, degenerate at 0 for n > 2."""
    return Objective(f"w^{n}", (), lambda w: w**n, lambda w: n * w ** (n - 1), lambda w: n * (n - 1) * w ** (n - 2))


def test_doctests() -> None:
    results = doctest.testmod(objectives)
    assert results.attempted >= 8
    assert results.failed == 0


class TestValues:
    def test_on_the_line_they_are_the_polynomials(self) -> None:
        w = random_points(QUARTIC, 100)
        torch.testing.assert_close(QUADRATIC.value(w), w**2 - 4 * w + 8)
        torch.testing.assert_close(QUARTIC.value(w), w**4 + 3 * w**3 - w**2 - 3 * w)

    def test_eggholder_is_the_formula(self) -> None:
        for x, y in random_points(EGGHOLDER, 100).tolist():
            expected = -(y + 47) * math.sin(math.sqrt(abs(x / 2 + y + 47)))
            expected -= x * math.sin(math.sqrt(abs(x - (y + 47))))
            assert EGGHOLDER.value(torch.tensor([x, y], dtype=torch.float64)).item() == pytest.approx(expected)

    def test_quartic_grows_to_infinity_on_both_sides(self) -> None:
        ends = torch.tensor([-math.inf, -1e200, 1e200, math.inf], dtype=torch.float64)
        assert QUARTIC.value(ends).tolist() == [math.inf] * 4
        assert QUARTIC.gradient(ends).tolist() == [-math.inf, -math.inf, math.inf, math.inf]


class TestDerivatives:
    @ALL
    def test_gradient_is_that_of_autograd(self, objective: Objective) -> None:
        w = random_points(objective, 1000).requires_grad_()
        (expected,) = torch.autograd.grad(objective.value(w).sum(), w)
        torch.testing.assert_close(objective.gradient(w.detach()), expected, rtol=1e-9, atol=1e-9)

    @ALL
    def test_hessian_is_that_of_autograd(self, objective: Objective) -> None:
        w = random_points(objective, 1000, seed=1)
        expected = torch.func.vmap(torch.func.jacrev(torch.func.grad(objective.value)))(w)
        torch.testing.assert_close(objective.hessian(w), expected, rtol=1e-9, atol=1e-9)

    @ALL
    @FLOATS
    @pytest.mark.parametrize("batch", [(), (1,), (7,), (2, 3), (0,)], ids=str)
    def test_shapes_and_dtypes(self, objective: Objective, dtype: torch.dtype, batch: tuple[int, ...]) -> None:
        w, event = random_points(objective, *batch).to(dtype), objective.event_shape
        for function, shape in (
            (objective.value, batch),
            (objective.gradient, batch + event),
            (objective.hessian, batch + event + event),
        ):
            result = function(w)
            assert (tuple(result.shape), result.dtype) == (shape, dtype)

    @ALL
    def test_a_batch_is_its_points_one_by_one(self, objective: Objective) -> None:
        w = random_points(objective, 2, 3)
        for function in (objective.value, objective.gradient, objective.hessian):
            one_by_one = torch.stack([torch.stack([function(point) for point in row]) for row in w])
            torch.testing.assert_close(function(w), one_by_one)

    @pytest.mark.parametrize("point", [(100.0, 53.0), (-100.0, 3.0), (0.0, -47.0)], ids=["b=0", "a=0", "both"])
    def test_eggholder_at_its_cusps_is_finite_without_derivatives(self, point: tuple[float, float]) -> None:
        w = torch.tensor(point, dtype=torch.float64)
        assert EGGHOLDER.value(w).isfinite()
        assert EGGHOLDER.gradient(w).isnan().all()
        assert EGGHOLDER.hessian(w).isnan().all()

    def test_a_cusp_leaves_the_rest_of_the_batch_alone(self) -> None:
        w = torch.tensor([[100.0, 53.0], [100.0, 54.0]], dtype=torch.float64)
        assert EGGHOLDER.gradient(w).isfinite().all(-1).tolist() == [False, True]


class TestRefusals:
    @ALL
    @pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.complex64], ids=str)
    def test_other_dtypes(self, objective: Objective, dtype: torch.dtype) -> None:
        w = torch.ones(objective.event_shape, dtype=dtype)
        for function in (objective.value, objective.gradient, objective.hessian):
            with pytest.raises(TypeError, match=rf"{objective.name}.* not {dtype}: pass w\.to\(torch\.float64\)"):
                function(w)

    def test_python_numbers(self) -> None:
        with pytest.raises(TypeError, match=r"quartic .* not int: pass torch\.tensor\(w, dtype=torch\.float64\)"):
            QUARTIC.value(2)  # type: ignore[arg-type]

    @pytest.mark.parametrize("shape", [(), (3,), (2, 1)], ids=str)
    def test_other_shapes(self, shape: tuple[int, ...]) -> None:
        for function in (EGGHOLDER.value, EGGHOLDER.gradient, EGGHOLDER.hessian):
            with pytest.raises(ValueError, match=r"eggholder.* needs shape \(\*B, 2\), got"):
                function(torch.zeros(shape))


class TestStationaryPoints:
    @pytest.mark.parametrize(
        ("objective", "expected"),
        [
            (QUADRATIC, [(2.0, 4.0, "minimum")]),
            (
                QUARTIC,
                [
                    (-2.326345, -6.914097, "minimum"),
                    (-0.530907, 0.941377, "maximum"),
                    (0.607252, -1.382749, "minimum"),
                ],
            ),
        ],
        ids=["quadratic", "quartic"],
    )
    def test_on_the_line(self, objective: Objective, expected: list[tuple[float, float, str]]) -> None:
        assert len(objective.stationary) == len(expected)
        for point, (location, value, kind) in zip(objective.stationary, expected, strict=True):
            assert point.location == pytest.approx(location, abs=SIX_DIGITS)
            assert point.value == pytest.approx(value, abs=SIX_DIGITS)
            assert point.kind == kind

    def test_those_of_the_quartic_are_right_to_the_last_digit(self) -> None:
        def sign_of_slope(w: float) -> int:
            x = Fraction(w)  # exact from here on
            slope = 4 * x**3 + 9 * x**2 - 2 * x - 3
            return (slope > 0) - (slope < 0)

        for w in (point.tensor().item() for point in QUARTIC.stationary):
            below, above = math.nextafter(w, -math.inf), math.nextafter(w, math.inf)
            assert sign_of_slope(below) * sign_of_slope(above) == -1

    def test_in_the_plane(self) -> None:
        expected = [
            (522.161, 413.316, -976.911),
            (482.353, 432.879, -956.918),
            (439.481, 453.977, -935.338),
            (418.561, 171.043, -629.634),
        ]
        assert len(EGGHOLDER.stationary) == len(expected)
        for point, (x, y, value) in zip(EGGHOLDER.stationary, expected, strict=True):
            assert point.location == pytest.approx((x, y), abs=5.1e-4)
            assert point.value == pytest.approx(value, abs=5.1e-4)
            assert point.kind == "minimum"

    @ALL
    def test_the_gradient_vanishes_and_the_value_is_the_value_there(self, objective: Objective) -> None:
        for point in objective.stationary:
            assert objective.gradient(point.tensor()).norm() < 1e-12
            assert objective.value(point.tensor()).item() == point.value

    @ALL
    def test_nothing_lower_around_a_minimum_nor_higher_around_a_maximum(self, objective: Objective) -> None:
        nearby = 0.1 * random_points(objective, 200).sign() * torch.rand(200, *objective.event_shape)
        for point in objective.stationary:
            rise = objective.value(point.tensor() + nearby) - point.value
            assert ((rise if point.kind == "minimum" else -rise) >= 0).all()

    def test_the_box_minimum_is_stationary_along_the_edge_only(self) -> None:
        w = torch.tensor(EGGHOLDER_BOX_MINIMUM, dtype=torch.float64)
        assert w.tolist() == pytest.approx((512, 404.2318), abs=5e-5)  # often quoted as 404.2319
        assert EGGHOLDER.value(w).item() == pytest.approx(-959.6407, abs=5e-5)
        across, along = EGGHOLDER.gradient(w).tolist()
        assert across < -3
        assert abs(along) < 1e-11

    def test_nothing_on_a_grid_over_the_box_is_lower(self) -> None:
        axis = torch.linspace(-512, 512, 1025, dtype=torch.float64)
        values = EGGHOLDER.value(torch.cartesian_prod(axis, axis)).reshape(1025, 1025)
        assert values.min().item() == pytest.approx(-959.58, abs=0.005)  # at (512, 404)
        inner = values[1:-1, 1:-1]
        shifts = [(i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
        is_dip = torch.stack([inner < values[i : i + 1023, j : j + 1023] for i, j in shifts]).all(0)
        lowest = is_dip.nonzero()[inner[is_dip].argmin()]
        assert (axis[1:-1][lowest].tolist()) == [482, 433]  # beside the second minimum we name


class TestCurvature:
    def test_line(self) -> None:
        assert [curvature(QUARTIC, w) for w in (-2.3, -0.5, 0.6)] == ["minimum", "maximum", "minimum"]

    def test_plane(self) -> None:
        assert curvature(saddle(), (0.0, 0.0)) == "saddle"
        assert curvature(EGGHOLDER, (439.481, 453.977)) == "minimum"

    @pytest.mark.parametrize("n", [3, 4])
    def test_no_verdict_from_a_singular_hessian(self, n: int) -> None:
        with pytest.raises(ValueError, match=r"singular Hessian at 0\.0"):
            curvature(power(n), 0.0)

    def test_no_verdict_at_a_cusp(self) -> None:
        with pytest.raises(ValueError, match="no finite Hessian"):
            curvature(EGGHOLDER, (100.0, 53.0))

    def test_one_point_at_a_time(self) -> None:
        with pytest.raises(ValueError, match=r"one point of shape \(\), got \(2,\)"):
            curvature(QUARTIC, torch.zeros(2))


class TestPolish:
    @pytest.mark.parametrize(
        ("start", "expected"),
        [(-4.0, -2.326345), (-2.0, -2.326345), (-0.5, -0.530907), (0.5, 0.607252), (2.0, 0.607252)],
    )
    def test_quartic(self, start: float, expected: float) -> None:
        assert polish(QUARTIC, start).location == pytest.approx(expected, abs=SIX_DIGITS)

    def test_newton_solves_the_quadratic_from_anywhere(self) -> None:
        for start in (-30.0, 0.0, 7, torch.tensor(2.5, dtype=torch.float32)):
            assert polish(QUADRATIC, start).location == 2.0

    def test_saddles_attract_it_too(self) -> None:
        point = polish(saddle(), (0.3, 0.4))
        assert point.location == pytest.approx((0, 0), abs=1e-15)
        assert point.kind == "saddle"
        # between two minima of the eggholder
        assert polish(EGGHOLDER, (460.0, 443.0)).kind == "saddle"

    def test_random_starts_reach_stationary_points_or_say_that_they_do_not(self) -> None:
        reached = 0
        for start in random_points(EGGHOLDER, 100):
            try:
                point = polish(EGGHOLDER, start)
            except ConvergenceError:
                continue
            reached += 1
            assert EGGHOLDER.gradient(point.tensor()).norm() < 1e-9
        assert reached > 50

    def test_damping_saves_it_where_the_full_steps_diverge(self) -> None:
        bowl = Objective(
            "∫ arctan",
            (),
            lambda w: w * w.atan() - (1 + w**2).log() / 2,
            torch.atan,
            lambda w: 1 / (1 + w**2),
        )
        assert polish(bowl, 3.0, max_step=math.inf).location == pytest.approx(0, abs=1e-15)

    def test_the_cap_on_its_steps_keeps_it_near(self) -> None:
        # beside the inflection at 0.104 the full step is 39 long; the maximum is the neighbour on that side
        assert polish(QUARTIC, 0.1).kind == "maximum"
        assert polish(QUARTIC, 0.1, max_step=math.inf).kind == "minimum"

    def test_the_start_is_left_alone(self) -> None:
        start = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
        copy = as_point(QUARTIC, start)
        assert not copy.requires_grad
        copy.fill_(7)
        assert start.item() == 0.5

    def test_it_says_when_the_iterations_do_not_suffice(self) -> None:
        with pytest.raises(ConvergenceError, match=r"quartic: Newton from 2\.0 stopped .* after 3 iterations"):
            polish(QUARTIC, 2.0, max_iterations=3)

    def test_it_says_when_there_is_nothing_to_find(self) -> None:
        line = Objective("line", (), lambda w: w, torch.ones_like, torch.zeros_like)
        with pytest.raises(ConvergenceError, match="the Hessian is singular"):
            polish(line, 1.0)
        no_root = Objective("w³/3 + w", (), lambda w: w**3 / 3 + w, lambda w: w**2 + 1, lambda w: 2 * w)
        with pytest.raises(ConvergenceError, match="stopped"):
            polish(no_root, 1.5)

    def test_it_says_when_it_starts_on_a_cusp(self) -> None:
        with pytest.raises(ConvergenceError, match="the Hessian is singular or not finite"):
            polish(EGGHOLDER, (100.0, 53.0))
