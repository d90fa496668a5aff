"""Objectives with hand-written gradients and Hessians, and their stationary points.

Shapes follow ``torch.distributions``: an objective has an ``event_shape`` E, ``()`` for a function
of one number and ``(n,)`` for a function of n numbers, and every leading dimension B is batch::

    w: (*B, *E)    value(w): (*B)    gradient(w): (*B, *E)    hessian(w): (*B, *E, *E)

All keep the floating dtype and the device of ``w`` and are differentiable by autograd. They raise
TypeError where ``w`` is no floating-point tensor, ValueError where its shape does not end in E.

>>> [(point.kind, round(point.value, 6)) for point in QUARTIC.stationary]
[('minimum', -6.914097), ('maximum', 0.941377), ('minimum', -1.382749)]
"""

import dataclasses
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

import torch
from torch import Tensor

Kind: TypeAlias = Literal["minimum", "maximum", "saddle"]
TensorMap: TypeAlias = Callable[[Tensor], Tensor]
Start: TypeAlias = float | Sequence[float] | Tensor


class ConvergenceError(RuntimeError):
    """An iteration stopped before it reached a stationary point."""


@dataclasses.dataclass(frozen=True)
class StationaryPoint:
    """A point where the gradient vanishes: a float for E = (), a tuple of n floats for E = (n,)."""

    location: float | tuple[float, ...]
    value: float
    kind: Kind

    def tensor(self, dtype: torch.dtype = torch.float64) -> Tensor:
        """The location as a tensor of shape E."""
        return torch.tensor(self.location, dtype=dtype)


@dataclasses.dataclass(frozen=True)
class Objective:
    """A twice differentiable function, its derivatives, and those stationary points we name."""

    name: str
    event_shape: tuple[int, ...]
    value: TensorMap
    gradient: TensorMap
    hessian: TensorMap
    stationary: tuple[StationaryPoint, ...] = ()


def require_floating(w: object, owner: str) -> Tensor:
    """``w`` itself if it is a floating-point tensor; else a TypeError that names the remedy.

    >>> require_floating(torch.tensor(3), "quartic")
    Traceback (most recent call last):
    TypeError: quartic needs a floating-point tensor, not torch.int64: pass w.to(torch.float64)
    """
    if not isinstance(w, Tensor):
        got, remedy = type(w).__name__, "torch.tensor(w, dtype=torch.float64)"
    elif not w.is_floating_point():
        got, remedy = str(w.dtype), "w.to(torch.float64)"
    else:
        return w
    raise TypeError(f"{owner} needs a floating-point tensor, not {got}: pass {remedy}")


def as_point(objective: Objective, start: Start) -> Tensor:
    """One point, shape E, as a new float64 tensor outside any graph; ValueError for another shape."""
    if isinstance(start, Tensor):
        w = require_floating(start, objective.name).detach().to(torch.float64, copy=True)
    else:
        w = torch.tensor(start, dtype=torch.float64)
    if w.shape != (expected := objective.event_shape):
        raise ValueError(f"{objective.name} needs one point of shape {expected}, got {tuple(w.shape)}")
    return w


def curvature(objective: Objective, w: Start) -> Kind:
    """Classify the stationary point ``w`` (one point, shape E) by the signs of the eigenvalues of H(w).

    All positive: minimum; all negative: maximum; both signs: saddle. That the gradient vanishes at
    ``w`` is not checked. (Nocedal & Wright, Numerical Optimization, 2nd ed., theorem 2.4.)

    Raises: ValueError where H(w) is singular to working precision or not finite: no verdict.

    >>> curvature(QUADRATIC, 2.0)
    'minimum'
    """
    w = as_point(objective, w)
    hessian = objective.hessian(w).reshape(w.numel(), w.numel())
    if not hessian.isfinite().all():
        raise ValueError(f"{objective.name} has no finite Hessian at {w.tolist()}")
    eigenvalues = torch.linalg.eigvalsh(hessian)
    if (sizes := eigenvalues.abs()).min() <= w.numel() * torch.finfo(w.dtype).eps * sizes.max():
        raise ValueError(f"{objective.name} has a singular Hessian at {w.tolist()}: no verdict from it")
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "saddle"


def polish(
    objective: Objective,
    start: Start,
    *,
    tolerance: float = 1e-9,
    max_step: float = 1.0,
    max_iterations: int = 100,
) -> StationaryPoint:
    """Follow damped Newton steps in float64 from ``start`` (one point, shape E) to ∇f = 0.

        w ← w − α H(w)⁻¹ ∇f(w),    α = the first of α₀, α₀/2, α₀/4, … for which ‖∇f‖ decreases,

    where α₀ ≤ 1 caps the step at ``max_step``, so that the iteration settles near its start, though
    not provably at the stationary point that is nearest. Minima, maxima and saddles attract it alike.
    Once ‖∇f‖ ≤ ``tolerance`` one last full step brings a regular point to double precision. (Nocedal &
    Wright, section 11.2: −H⁻¹∇f is a descent direction of ½‖∇f‖², whatever the signs in H.)

    Raises: ConvergenceError where H is singular or not finite on the way, where no α helps, or where
    ``max_iterations`` do not suffice; ValueError where the point found is degenerate.

    >>> point = polish(QUARTIC, 0.5)
    >>> point.kind, round(point.value, 6)
    ('minimum', -1.382749)
    """
    w = as_point(objective, start)

    def failure(reason: str) -> ConvergenceError:
        return ConvergenceError(f"{objective.name}: Newton from {start} stopped at {w.tolist()}: {reason}")

    for _ in range(max_iterations):
        residual = objective.gradient(w).norm()
        if residual <= tolerance:
            last = w + _newton_step(objective, w)
            w = last if objective.gradient(last).norm() <= residual else w
            location = tuple(w.tolist()) if w.ndim else w.item()
            return StationaryPoint(location, objective.value(w).item(), curvature(objective, w))
        step = _newton_step(objective, w)
        if not step.isfinite().all():
            raise failure("the Hessian is singular or not finite")
        step = step * min(1.0, max_step / step.norm().item())
        while not objective.gradient(w + step).norm() < residual:
            step = step / 2
            if torch.equal(w + step, w):
                raise failure("no step along the Newton direction shortens the gradient")
        w = w + step
    raise failure(f"‖∇f‖ = {objective.gradient(w).norm():.3g} after {max_iterations} iterations")


def _newton_step(objective: Objective, w: Tensor) -> Tensor:
    """−H(w)⁻¹ ∇f(w), of shape E; not finite where H(w) is singular."""
    hessian = objective.hessian(w).reshape(w.numel(), w.numel())
    solution, info = torch.linalg.solve_ex(hessian, objective.gradient(w).flatten())
    return torch.full_like(w, math.nan) if info else -solution.reshape(w.shape)


def _located(objective: Objective, starts: Iterable[Start]) -> Objective:
    """``objective`` with the stationary points to which ``starts`` polish, found once, here."""
    return dataclasses.replace(objective, stationary=tuple(polish(objective, start) for start in starts))


def _checked(*event_shape: int) -> Callable[[TensorMap], TensorMap]:
    """Decorate a function of w: (*B, *event_shape) with the checks that the module promises."""
    expected = ", ".join(map(str, event_shape))

    def decorate(function: TensorMap) -> TensorMap:
        @functools.wraps(function)
        def checked(w: Tensor) -> Tensor:
            shape = require_floating(w, function.__name__).shape
            if shape[len(shape) - len(event_shape) :] != event_shape:
                raise ValueError(f"{function.__name__} needs shape (*B, {expected}), got {tuple(shape)}")
            return function(w)

        return checked

    return decorate


@_checked()
def quadratic(w: Tensor) -> Tensor:
    """L(w) = w² − 4w + 8 = (w − 2)² + 4, elementwise.

    >>> quadratic(torch.tensor([0.0, 2.0]))
    tensor([8., 4.])
    """
    return (w - 2) ** 2 + 4


@_checked()
def quadratic_gradient(w: Tensor) -> Tensor:
    """L′(w) = 2w − 4, elementwise."""
    return 2 * w - 4


@_checked()
def quadratic_hessian(w: Tensor) -> Tensor:
    """L″(w) = 2, elementwise."""
    return torch.full_like(w, 2)


# Polynomials in Horner form: besides being cheap it turns ±∞ into the limit, where w⁴ + 3w³ has ∞ − ∞.
@_checked()
def quartic(w: Tensor) -> Tensor:
    """L(w) = w⁴ + 3w³ − w² − 3w = (w + 3)(w + 1) w (w − 1), elementwise.

    >>> quartic(torch.tensor([1.0, 2.0]))
    tensor([ 0., 30.])
    """
    return (((w + 3) * w - 1) * w - 3) * w


@_checked()
def quartic_gradient(w: Tensor) -> Tensor:
    """L′(w) = 4w³ + 9w² − 2w − 3, elementwise."""
    return ((4 * w + 9) * w - 2) * w - 3


@_checked()
def quartic_hessian(w: Tensor) -> Tensor:
    """L″(w) = 12w² + 18w − 2, elementwise."""
    return (12 * w + 18) * w - 2


def _wave(u: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """S(u) = sin √|u| with S′(u) and S″(u), both NaN at the cusp u = 0.

    With s = √|u|: S′ = sgn(u) cos(s) / 2s and S″ = −(s sin s + cos s) / 4s³.
    """
    s = u.abs().sqrt()
    r = torch.where(s == 0, math.nan, s)
    return s.sin(), u.sign() * r.cos() / (2 * r), -(r * r.sin() + r.cos()) / (4 * r**3)


@_checked(2)
def eggholder(w: Tensor) -> Tensor:
    """f(x, y) = −(y + 47) S(a) − x S(b), S(u) = sin √|u|, a = x/2 + y + 47, b = x − (y + 47).

    Shape (*B, 2) to (*B). Continuous on the whole plane; its usual domain is the box |x|, |y| ≤ 512.
    (Jamil & Yang, A literature survey of benchmark functions for global optimisation problems, 2013.)

    >>> eggholder(torch.tensor(EGGHOLDER_BOX_MINIMUM, dtype=torch.float64))
    tensor(-959.6407, dtype=torch.float64)
    """
    x, z = w[..., 0], w[..., 1] + 47
    return -z * _wave(x / 2 + z)[0] - x * _wave(x - z)[0]


@_checked(2)
def eggholder_gradient(w: Tensor) -> Tensor:
    """The gradient of :func:`eggholder`, shape (*B, 2) to (*B, 2); with z = y + 47,

        f_x = −z S′(a)/2 − S(b) − x S′(b),    f_y = −S(a) − z S′(a) + x S′(b).

    On the lines a = 0 and b = 0 S has a cusp and both components are NaN, as they are by autograd.
    (At (0, −47), where the lines cross, ∇f is truly 0; NaN there as well.)
    """
    x, z = w[..., 0], w[..., 1] + 47
    (sa, da, _), (sb, db, _) = _wave(x / 2 + z), _wave(x - z)
    return torch.stack((-z * da / 2 - sb - x * db, -sa - z * da + x * db), dim=-1)


@_checked(2)
def eggholder_hessian(w: Tensor) -> Tensor:
    """The Hessian of :func:`eggholder`, shape (*B, 2) to (*B, 2, 2); with z = y + 47,

        f_xx = −z S″(a)/4 − 2S′(b) − x S″(b),    f_yy = −2S′(a) − z S″(a) − x S″(b),
        f_xy = −S′(a)/2 − z S″(a)/2 + S′(b) + x S″(b).

    NaN throughout where the gradient is.
    """
    x, z = w[..., 0], w[..., 1] + 47
    (_, da, ha), (_, db, hb) = _wave(x / 2 + z), _wave(x - z)
    xx = -z * ha / 4 - 2 * db - x * hb
    xy = -da / 2 - z * ha / 2 + db + x * hb
    yy = -2 * da - z * ha - x * hb
    return torch.stack((xx, xy, xy, yy), dim=-1).reshape(*w.shape, 2)


# The starts below are rough on purpose: polish turns them into stationary points to double precision.
QUADRATIC = _located(Objective("quadratic", (), quadratic, quadratic_gradient, quadratic_hessian), [2.0])

QUARTIC = _located(Objective("quartic", (), quartic, quartic_gradient, quartic_hessian), [-2.3, -0.5, 0.6])

# Four of many minima, lowest first; the first is outside the box |x|, |y| ≤ 512, the second lowest inside.
EGGHOLDER = _located(
    Objective("eggholder", (2,), eggholder, eggholder_gradient, eggholder_hessian),
    [(522.0, 413.0), (482.0, 433.0), (439.0, 454.0), (419.0, 171.0)],
)

# The least value on the box, −959.6407, lies on its edge: f_y = 0 but f_x < 0. (Tables print y = 404.2319.)
EGGHOLDER_BOX_MINIMUM = (512.0, 404.2318051137578)
