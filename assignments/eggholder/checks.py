"""What is looked at in `eggholder`, and the checks that the student may see.

Slopes and curvatures are taken here by differences of the student's own `eggholder`, so that no derivative stands in
this file and a slip in the first question is not marked again in those that follow.
"""

from math import hypot, inf, isfinite, isnan, sqrt

from autograder import all_of, check, close, equal, failed, letter, number, numbers, passed, picture, probe, require

START_A = (450.0, 420.0)
START_B = (400.0, 130.0)
TABLE = ((0.0, 0.0), (450.0, 420.0), (400.0, 130.0), (-300.0, 200.0))
HEIGHTS = (-25.4603, -56.4600, -374.8804, -193.8384)
NEAR = 0.05  # as close to a stationary point as a minimum has to be reported
AWAY = 80.0  # as far from the start as a minimum may be


# The evidence: probes run beside the student's code. ------------------------------------------------------


def along(function, point, direction, h):
    """The values of `function` at five points, h apart in `direction`, the middle one at `point`."""
    import torch

    middle = torch.tensor(point, dtype=torch.float64)
    way = torch.tensor(direction, dtype=torch.float64)
    return [float(function(middle + k * h * way)) for k in (-2, -1, 0, 1, 2)]


def differences(function, point, h):
    """(∂f/∂x, ∂f/∂y) by differences of fourth order."""

    def slope(a, b, _, d, e):
        return (a - 8 * b + 8 * d - e) / (12 * h)

    return [slope(*along(function, point, way, h)) for way in ((1.0, 0.0), (0.0, 1.0))]


@probe
def heights(eggholder, points):
    """One point at a time."""
    import torch

    return [eggholder(torch.tensor(point, dtype=torch.float64)) for point in points]


@probe
def height_of_a_grid(eggholder):
    import torch

    corners = torch.tensor([[[0.0, 0.0], [450.0, 420.0]], [[400.0, 130.0], [-300.0, 200.0]]], dtype=torch.float64)
    grid = torch.stack((corners, corners + 100, corners - 100))
    one_by_one = [[[eggholder(point) for point in row] for row in block] for block in grid]
    return {"grid": eggholder(grid), "one_by_one": one_by_one, "row_of_one": eggholder(grid[0, 0, :1])}


@probe
def graph(eggholder):
    """Whether what comes back hangs on the graph, and for which dtypes it can."""
    import torch

    def hangs(dtype):
        w = torch.tensor([400.0, 130.0], dtype=dtype, requires_grad=True)
        return bool(getattr(eggholder(w), "requires_grad", False))

    return {"float32": hangs(torch.float32), "float64": hangs(torch.float64)}


@probe
def slopes(gradient, eggholder, points):
    """The gradient at each point, at the first in float32, too, and what it ought to be by this same `eggholder`."""
    import torch

    return {
        "gradient": [gradient(torch.tensor(point, dtype=torch.float64)) for point in points],
        "differences": [differences(eggholder, point, 0.1) for point in points],
        "coarser": [differences(eggholder, point, 0.25) for point in points],
        "single": gradient(torch.tensor(points[0], dtype=torch.float32)),
    }


@probe
def twice(gradient):
    """Two calls with one tensor, what the tensor is afterwards, and whether it has come to require a gradient."""
    import torch

    w = torch.tensor([450.0, 420.0], dtype=torch.float64)
    first = gradient(w)
    if isinstance(first, torch.Tensor):
        first = first.detach().clone()  # it may be `w.grad` itself, to which the second call adds
    return {"first": first, "second": gradient(w), "w": w, "requires_grad": w.requires_grad}


@probe
def walk(gd_egg, eggholder, alpha, start, decay, epochs):
    """A walk, and the slopes that this same `eggholder` has along it."""
    import torch

    path = gd_egg(alpha, tuple(start), decay, epochs)
    try:
        points = torch.stack([torch.as_tensor(w, dtype=torch.float64).detach().reshape(2) for w in path]).tolist()
    except (TypeError, ValueError, RuntimeError):
        points = []
    return {
        "path": path,
        "slopes": [differences(eggholder, point, 0.1) for point in points],
        "coarser": [differences(eggholder, point, 0.25) for point in points],
    }


@probe
def view_of_walks(gd_egg, eggholder, start, alpha, epochs, window, cells):
    """Both walks from one start, and this same `eggholder` on a grid around them."""
    import torch

    (left, right), (low, high) = window
    xs, ys = (
        torch.linspace(left, right, cells, dtype=torch.float64),
        torch.linspace(low, high, cells, dtype=torch.float64),
    )
    grid = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), dim=-1)
    return {
        "constant": gd_egg(alpha, tuple(start), False, epochs),
        "decay": gd_egg(alpha, tuple(start), True, epochs),
        "heights": eggholder(grid).detach().reshape(cells, cells),
    }


@probe
def walk_of_ten(gd_egg, start):
    return gd_egg(0.1, tuple(start), True)


@probe
def starts(gd_egg):
    """The same start in other forms, and what has become of those that can be changed."""
    import torch

    tensor = torch.tensor([400.0, 130.0], dtype=torch.float64)
    pair, whole = [400.0, 130.0], torch.tensor([400, 130])
    return {
        "tuple": gd_egg(0.1, (400.0, 130.0), False, 3),
        "ints": gd_egg(0.1, (400, 130), False, 3),
        "tensor": gd_egg(0.1, tensor, False, 3),
        "list": gd_egg(0.1, pair, False, 3),
        "integer tensor": gd_egg(0.1, whole, False, 3),
        "after": [tensor, pair, whole],
    }


@probe
def minima(minimum_a, minimum_b):
    return {"minimum_a": minimum_a, "minimum_b": minimum_b}


@probe
def surroundings(eggholder, minimum_a, minimum_b):
    """Height, slope and curvature of this `eggholder` at both minima and the height of both starts."""
    import torch

    def point_of(w):
        return [float(x) for x in torch.as_tensor(w, dtype=torch.float64).detach().reshape(-1)]

    def bend(point, direction, h=0.2):
        a, b, c, d, e = along(eggholder, point, direction, h)
        return (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h * h)

    def look(w):
        try:
            point = point_of(w)
        except (TypeError, ValueError, RuntimeError):
            return None
        if len(point) != 2:
            return None
        xx, yy, both = (bend(point, way) for way in ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)))
        return {
            "height": along(eggholder, point, (1.0, 0.0), 0.1)[2],
            "slope": differences(eggholder, point, 0.1),
            "hessian": [xx, yy, (both - xx - yy) / 2],
        }

    heights = [float(eggholder(torch.tensor(start, dtype=torch.float64))) for start in (START_A, START_B)]
    return {"minimum_a": look(minimum_a), "minimum_b": look(minimum_b), "heights": heights}


@probe
def clock(total_rate, alpha, epochs):
    return total_rate(alpha, epochs)


@probe
def first_rate(alpha_needed, total, epochs):
    return alpha_needed(total, epochs)


@probe
def there_and_back(total_rate, alpha_needed, total, epochs):
    return total_rate(alpha_needed(total, epochs), epochs)


@probe
def part(covered):
    return covered


@probe
def decayed_end(gd_egg):
    return gd_egg(0.1, START_B, True)[-1]


@probe
def needed(clock_needed):
    return clock_needed


@probe
def rates(warmup_rates, alpha, warmup, epochs):
    return warmup_rates(alpha, warmup, epochs)


@probe
def edge(fold_edge):
    return fold_edge


@probe
def fold_choice(why_not_the_fold):
    return why_not_the_fold


@probe
def stop_choice(why_it_stopped):
    return why_it_stopped


# What several checks need. --------------------------------------------------------------------------------


def has_nan(values):
    return bool((values != values).any())


NAN = "what is the root of a negative number?"


def on_a_cusp(slope, coarser):
    """Whether two differences disagree, so that neither is a slope to judge by."""
    return hypot(*(slope - coarser)) > 0.005 * hypot(*slope) + 0.01


def gradients_agree(seen):
    """At each point the gradient is that of the student's own `eggholder`; the usual others are named."""
    parts = ("gradient", "differences", "coarser")
    judged = 0
    for point, *found in zip(seen.inputs["points"], *(seen.value[name] for name in parts), strict=True):
        where = f"`gradient` at ({point[0]:g}, {point[1]:g})"
        g, right, coarser = (numbers(value, (2,), where) for value in found)
        if has_nan(right):
            return failed(f"{where}: there your own `eggholder` is nan, and has no slope: {NAN}", measured=right)
        if has_nan(g):
            return failed(f"{where} is nan, though your own `eggholder` has a slope there.", measured=g, allowed=right)
        if on_a_cusp(right, coarser):
            continue
        judged += 1
        named = {
            "This is the direction down; the gradient points up, and it is the step that subtracts it.": -right,
            "The two components are swapped: ∂f/∂x comes first.": right[::-1],
            "It is twice as long as it should be: what did the last call leave behind?": 2 * right,
            "It has length 1: that is its direction alone.": right / (hypot(*right) or inf),
        }
        margin = 2e-3 * hypot(*right) + 0.02
        says = (text for text, other in named.items() if hypot(*(g - other)) <= margin)
        message = next(says, "Your own `eggholder` rises in another way there (a step of ±0.1 was tried).")
        if not hypot(*(g - right)) <= margin:
            return failed(f"{where}: {message}", measured=g, allowed=right)
        if judged == 1 and point == seen.inputs["points"][0]:
            single = numbers(seen.value["single"], (2,), where)
            message = f"{where}: of a float32 tensor it is another than of a float64 one."
            if not hypot(*(single - right)) <= margin:
                return failed(message, measured=single, allowed=right)
    return require(
        2 * judged >= len(seen.inputs["points"]), "Your `eggholder` is too rough to have a slope: see question 1."
    )


def path_of(seen):
    """All points of a walk that was asked for: the start, and one after each epoch."""
    alpha, start, decay, epochs = (seen.inputs[name] for name in ("alpha", "start", "decay", "epochs"))
    call = f"`gd_egg({alpha}, {tuple(start)}, {decay}, {epochs})`"
    path = numbers(seen.value["path"], (None, 2), call)
    if len(path) == epochs:
        lost = "what the last step led to" if hypot(*(path[0] - start)) < 1e-3 else "the start itself"
        raise_form = f"{call}: one point is missing, {lost}."
        return call, path, failed(raise_form, measured=epochs, allowed=epochs + 1)
    return call, numbers(seen.value["path"], (epochs + 1, 2), call), passed


PATTERNS = {
    "the rate keeps its first value": lambda t: 1.0,
    "the rate is 0.9ᵗ times alpha": lambda t: 0.9**t,
    "the decay sets in one epoch early: epoch 0 does not use alpha itself": lambda t: 0.9 ** (t + 1),
    "the decay sets in one epoch late: epoch 1 still uses alpha": lambda t: 0.9 ** max(t - 1, 0),
    "each rate is the one before times 0.9ᵗ: the factor is meant for alpha": lambda t: 0.9 ** (t * (t + 1) / 2),
    "the factor is 0.9 times the number of the epoch: what LambdaLR hands over is no rate": lambda t: 0.9 * t,
    "the rate drops to 0.9 of alpha once and stays there": lambda t: 0.9 if t else 1.0,
    "the rate falls by a tenth of alpha each time, not by a tenth of itself": lambda t: 1 - 0.1 * t,
    "the rate falls to a tenth each time, not by a tenth": lambda t: 0.1**t,
    "the rate is divided by 1 + t": lambda t: 1 / (1 + t),
    "the rate is decayed twice an epoch": lambda t: 0.81**t,
    "the rate grows": lambda t: 0.9**-t,
    "the steps go uphill": lambda t: -1.0,
}


def walks_as_asked(seen):
    """Each step is the rate of its epoch times the slope where it starts, by the student's own `eggholder`."""
    call, path, complete = path_of(seen)
    if complete.credit < 1:
        return complete
    if not hypot(*(path[0] - seen.inputs["start"])) <= 1e-3:
        return failed(f"{call} should begin with the start.", measured=path[0], allowed=seen.inputs["start"])
    slopes, coarser = (numbers(seen.value[name], path.shape, "the slopes") for name in ("slopes", "coarser"))
    alpha, epochs = seen.inputs["alpha"], seen.inputs["epochs"]

    def first_off(factor):
        for t in range(epochs):
            step = alpha * factor(t) * slopes[t]
            if (
                not on_a_cusp(slopes[t], coarser[t])
                and not hypot(*(path[t + 1] - path[t] + step)) <= 0.01 * hypot(*step) + 2e-3
            ):
                return t
        return None

    if has_nan(slopes[0]):
        return failed(f"Your `eggholder` is nan where the walk starts: {NAN}", measured=slopes[0])
    if has_nan(path):
        return failed(f"{call}: there is nan in the walk.", measured=path)
    if 2 * sum(on_a_cusp(*pair) for pair in zip(slopes[:-1], coarser[:-1], strict=True)) > epochs:
        return failed("Your `eggholder` is too rough along this walk to have a slope: see question 1.")
    if not hypot(*slopes[0]) > 0.1:
        return failed("Your `eggholder` is flat where the walk starts: no step can be judged.", measured=slopes[0])
    right = PATTERNS["the rate is 0.9ᵗ times alpha" if seen.inputs["decay"] else "the rate keeps its first value"]
    off = first_off(right)
    if off is None:
        return passed
    if hypot(*(path - path[0]).max(axis=0)) == 0 and hypot(*(path - path[0]).min(axis=0)) == 0:
        return failed(f"{call}: all points are the same.", measured=path[-1])
    named = next((text for text, factor in PATTERNS.items() if first_off(factor) is None), None)
    if named:
        return failed(f"{call}: {named}.")
    want = path[off] - alpha * right(off) * slopes[off]
    return failed(f"{call}: the step of epoch {off} leads elsewhere.", measured=path[off + 1], allowed=want)


def two_numbers(seen):
    return {name: numbers(value, (2,), f"`{name}`") for name, value in seen.value.items()}


def near_its_start(w, start, name):
    away = hypot(*(w - start))
    return require(
        away <= AWAY,
        f"`{name}` is too far from ({start[0]:g}, {start[1]:g}).",
        measured=f"{away:.1f} away",
        allowed=f"{AWAY:g}",
    )


def is_flat(around, name):
    """The way to the stationary point, by one Newton step, is at most NEAR."""
    (gx, gy), (xx, yy, xy) = around["slope"], around["hessian"]
    if isnan(gx + gy):
        return failed(f"At `{name}` your own `eggholder` is nan: {NAN}")
    det = xx * yy - xy * xy
    left = hypot((yy * gx - xy * gy) / det, (xx * gy - xy * gx) / det) if isfinite(det) and det else inf
    return require(
        left <= NEAR,
        f"The ground is not flat at `{name}`: did the walk arrive, or did its rate run out?",
        measured=f"slope {hypot(gx, gy):.3g}",
        allowed=f"0 within {NEAR} of `{name}`",
    )


def bends_up(around, name):
    xx, yy, xy = around["hessian"]
    if isnan(xx + yy + xy):
        return failed(f"At `{name}` your own `eggholder` is nan: {NAN}")
    least = (xx + yy) / 2 - sqrt((xx - yy) ** 2 / 4 + xy * xy)
    return require(
        least > 0,
        f"At `{name}` the ground bends down in some direction: no minimum.",
        measured=f"curvature {least:.3g}",
    )


def each_minimum(seen, around, judge):
    two_numbers(seen)  # says what is wrong with their form
    return all_of(*(judge(around.value[name], name) for name in ("minimum_a", "minimum_b")))


# q1: the ground -------------------------------------------------------------------------------------------


@check("q1", heights(points=TABLE), hint="Which letters carry the 47? What does the root do with a negative number?")
def heights_of_the_table(seen):
    """`eggholder` has the heights of the table."""
    for point, value, right in zip(TABLE, seen.value, HEIGHTS, strict=True):
        height = number(value, f"`eggholder` at {point}")
        message = f"At {point} the height is nan: {NAN}" if isnan(height) else f"At {point} the height is another."
        verdict = close(height, right, rtol=1e-5, atol=2e-3, message=message)
        if verdict.credit < 1:
            return verdict
    return passed


@check("q1", height_of_a_grid(), hint="Take the last dimension apart by `w[..., 0]` and `w[..., 1]`.")
def heights_of_a_grid(seen):
    """From points of shape (3, 2, 2, 2) come heights of shape (3, 2, 2), the same as one by one."""
    grid = numbers(seen.value["grid"], (3, 2, 2), "`eggholder` of points of shape (3, 2, 2, 2)")
    have = numbers(seen.value["grid"]).shape  # a column passes for a row elsewhere; here the shape is the question
    if have != (3, 2, 2):
        return failed("The last dimension, of the coordinates, should be gone.", measured=have, allowed=(3, 2, 2))
    singly = numbers(seen.value["one_by_one"], (3, 2, 2), "the heights one by one")
    if has_nan(grid):
        return failed(f"At some points the height is nan: {NAN}")
    row = numbers(seen.value["row_of_one"]).shape
    return all_of(
        close(grid, singly, atol=2e-3, message="In a grid a point has another height than alone."),
        equal(row, (1,), "From one point in a row, shape (1, 2), comes one height in a row, shape (1,)."),
    )


@check("q1", graph(), hint="`.item()`, `.detach()`, `torch.tensor(result)` and all of numpy cut the graph.")
def autograd_can_follow(seen):
    """What comes back from points that require a gradient can be differentiated."""
    cut = [dtype for dtype, hangs in seen.value.items() if not hangs]
    return require(not cut, "The result does not require a gradient: the graph is cut.", measured=", ".join(cut))


# q2: which way is down ------------------------------------------------------------------------------------


@check("q2", slopes(points=[START_B, START_A]), hint="Compare with (eggholder(w + h) − eggholder(w − h)) / 2h.")
def gradient_at_the_starts(seen):
    """At both starts `gradient` is the gradient of your `eggholder`."""
    return gradients_agree(seen)


@check("q2", twice(), hint="What does `backward()` do where a `.grad` already holds something?")
def gradient_leaves_nothing_behind(seen):
    """Called twice with one tensor, `gradient` gives the same twice, and the tensor stays as it was."""
    first, second = (numbers(seen.value[name], (2,), "`gradient(w)`") for name in ("first", "second"))
    stays = close(numbers(seen.value["w"], (2,)), START_A, message="`gradient` has changed the point it was given.")
    return all_of(
        stays,
        require(
            not has_nan(first), f"`gradient` at {START_A} is nan: has your `eggholder` a height there?", measured=first
        ),
        close(second, first, message="The second call gives something else than the first."),
        require(not seen.value["requires_grad"], "The tensor that was passed requires a gradient afterwards."),
    )


# q3: the walk ---------------------------------------------------------------------------------------------


@check("q3", walk_of_ten(start=START_B), hint="What does the history hold before the first epoch?")
def ten_epochs_are_eleven_points(seen):
    """Without `epochs` the walk takes ten: 11 points of two numbers, the start first."""
    path = numbers(seen.value, (None, 2), "`gd_egg(0.1, (400.0, 130.0), True)`")
    if len(path) == 10:
        return failed("One point is missing: the start and ten epochs make 11.", measured=10, allowed=11)
    path = numbers(seen.value, (11, 2), "`gd_egg(0.1, (400.0, 130.0), True)`")
    if (path == path[-1]).all():
        return failed("All points are the same. Were they kept as one tensor that each step changed?")
    return close(path[0], START_B, atol=1e-3, message="The first point should be the start.")


@check("q3", walk(alpha=0.5, start=START_B, decay=False, epochs=6), hint="Which parts of a step change by the epoch?")
def keeps_its_rate(seen):
    """Without decay every step is alpha times the gradient where it starts, against it."""
    return walks_as_asked(seen)


@check(
    "q3", walk(alpha=0.5, start=START_B, decay=True, epochs=6), hint="Print the rates: alpha, 0.9·alpha, 0.81·alpha."
)
def decays_from_the_second_epoch(seen):
    """With decay epoch 0 uses alpha, epoch 1 uses 0.9·alpha, epoch 2 uses 0.81·alpha, and so on."""
    return walks_as_asked(seen)


@check("q3", starts(), hint="Which dtype has a tensor made of ints? And does a step change the caller's tensor?")
def takes_any_honest_start(seen):
    """A tuple, a list and a tensor, of floats or of ints, start the same walk, and are left as they were."""
    others = ("ints", "tensor", "list", "integer tensor")
    paths = {
        name: numbers(seen.value[name], (4, 2), f"the walk from a start given as {name}") for name in ("tuple", *others)
    }
    unchanged = (
        close(numbers(start, (2,)), START_B, message="The caller's start was changed by the walk.")
        for start in seen.value["after"]
    )
    same = (close(paths[name], paths["tuple"], message=f"From {name} another walk.") for name in others)
    return all_of(*unchanged, *same)


WINDOW = ((380.0, 450.0), (115.0, 185.0))


@picture("q3", view_of_walks(start=START_B, alpha=0.1, epochs=100, window=WINDOW, cells=50))
def walks_from_above(axes, seen):
    """Your walks of 100 epochs from (400, 130) at rate 0.1, from above, on your own ground: the darker, the lower."""
    heights = numbers(seen["heights"], (50, 50), "your `eggholder` on a grid")
    axes.imshow(heights, origin="lower", extent=[*WINDOW[0], *WINDOW[1]], cmap="Greys_r", alpha=0.6, aspect="auto")
    for name, label in (("constant", "constant rate"), ("decay", "rate · 0.9ᵗ")):
        path = numbers(seen[name], (None, 2), "`gd_egg`")
        axes.plot(path[:, 0], path[:, 1], ".-", linewidth=0.8, label=label)
    axes.plot([START_B[0]], [START_B[1]], "o", markersize=8, fillstyle="none", color="0.3")
    axes.set(xlabel="x", ylabel="y", xlim=WINDOW[0], ylim=WINDOW[1])
    axes.grid(False)
    axes.legend()


# q4: two valleys ------------------------------------------------------------------------------------------


@check("q4", minima(), hint="Where does `gd_egg(...)[-1]` stand?")
def minima_are_near(seen):
    """`minimum_a` is at most 80 from (450, 420), `minimum_b` at most 80 from (400, 130)."""
    w = two_numbers(seen)
    return all_of(
        near_its_start(w["minimum_a"], START_A, "minimum_a"), near_its_start(w["minimum_b"], START_B, "minimum_b")
    )


@check("q4", minima(), surroundings(), hint="More epochs at a constant rate; then look at `gradient` there.")
def minima_are_flat(seen, around):
    """At both the slope of your `eggholder` is zero, to two decimals of the point."""
    return each_minimum(seen, around, is_flat)


@check("q4", minima(), surroundings(), hint="A pass between two valleys is flat, too. In which direction does it fall?")
def minima_bend_up(seen, around):
    """At both your `eggholder` bends up in every direction."""
    return each_minimum(seen, around, bends_up)


# q5: a clock that stops -----------------------------------------------------------------------------------


@check("q5", clock(alpha=0.1, epochs=0), clock(alpha=0.1, epochs=2), hint="Epoch 0 uses alpha itself.")
def clock_of_two_epochs(none, two):
    """`total_rate(0.1, 2)` is 0.19, and without epochs the clock shows 0."""
    return all_of(
        close(number(two.value, "`total_rate(0.1, 2)`"), 0.19, message="`total_rate(0.1, 2)` should be 0.1 + 0.09."),
        close(number(none.value, "`total_rate(0.1, 0)`"), 0.0, message="No epoch, no rate: `total_rate(0.1, 0)` is 0."),
    )


@check("q5", there_and_back(total=2.5, epochs=7), hint="How does the sum change if alpha is doubled?")
def there_and_back_again(seen):
    """`total_rate(alpha_needed(2.5, 7), 7)` is 2.5 again."""
    return close(number(seen.value, "`total_rate(alpha_needed(2.5, 7), 7)`"), 2.5, message="The sum is another.")


@check("q5", part(), needed(), hint="A part lies between 0 and 1; a clock starts at 0.")
def part_and_clock_are_numbers(part, needed):
    """`covered` is a number between 0 and 1, `clock_needed` a positive one."""
    share, shown = number(part.value, "`covered`"), number(needed.value, "`clock_needed`")
    return all_of(
        require(0 < share < 1, "`covered` should be a part of 1.", measured=share, allowed="0 to 1"),
        require(0 < shown < inf, "`clock_needed` should be positive.", measured=shown),
    )


# q6: warm up, then decay ----------------------------------------------------------------------------------


@check(
    "q6", rates(alpha=1.0, warmup=4, epochs=8), hint="Epoch 3 is the last of the warmup, epoch 4 the first after it."
)
def rates_of_the_worked_list(seen):
    """For alpha 1, 4 epochs of warmup and 8 in all, the rates are those of the worked list."""
    found = numbers(seen.value, (8,), "`warmup_rates(1.0, 4, 8)`")
    right = (0.25, 0.5, 0.75, 1.0, 1.0, 0.9, 0.81, 0.729)
    off = next((t for t in range(8) if not abs(found[t] - right[t]) <= 1e-4), None)
    if off is None:
        return passed
    part = "the warmup" if off < 4 else "the first epoch of the decay" if off == 4 else "the decay"
    return failed(f"Epoch {off}, in {part}, has another rate.", measured=found[off], allowed=right[off])


@check("q6", rates(alpha=0.5, warmup=6, epochs=3), hint="How many numbers are there if the warmup outlasts the epochs?")
def warmup_may_outlast_the_epochs(seen):
    """With 6 epochs of warmup and 3 in all there are 3 rates, and none is the full one."""
    found = numbers(seen.value, (3,), "`warmup_rates(0.5, 6, 3)`")
    return require(found.max() < 0.49, "The full rate comes too early.", measured=found.max(), allowed="below 0.5")


# q7: two whys ---------------------------------------------------------------------------------------------


@check("q7", edge(), fold_choice(), stop_choice(), hint='`why_it_stopped = "a"`, for example.')
def evidence_and_two_letters(edge, fold, stop):
    """`fold_edge` is a positive number, the two answers are letters."""
    rate = number(edge.value, "`fold_edge`")
    letter(fold.value, what="`why_not_the_fold`")
    letter(stop.value, what="`why_it_stopped`")
    return require(0 < rate < inf, "A rate is positive.", measured=rate)
