"""The hidden checks of `eggholder`: drawn inputs, the truth from `reference`, the reasons for the choices."""

import functools

import torch
from checks import (
    NEAR,
    START_A,
    START_B,
    clock,
    decayed_end,
    edge,
    first_rate,
    fold_choice,
    gradients_agree,
    heights,
    minima,
    near_its_start,
    needed,
    part,
    rates,
    slopes,
    stop_choice,
    two_numbers,
    walk,
    walks_as_asked,
)

from autograder import all_of, check, close, failed, letter, number, numbers, passed
from reference.descent import basin, iterates, largest_stable_lr
from reference.objectives import EGGHOLDER, ConvergenceError, eggholder, polish

# Where small constant rates lead from (400, 130), and from (450, 420).
# Newton goes the last bit of the way.
GOAL = basin(EGGHOLDER, START_B, 0.1, steps=500, tolerance=0.1).tensor()
FOLD = basin(EGGHOLDER, START_A, 0.02, steps=1000, tolerance=1.0).tensor()


def off_the_cusps(points, margin=5.0):
    """Whether all points (*, 2) are so far from both cusps that differences with h = 0.25 are slopes."""
    x, z = points[..., 0], points[..., 1] + 47
    return bool((((x / 2 + z).abs() > margin) & ((x - z).abs() > margin)).all())


def somewhere(generator, side, size=500):
    """A point left (-1) or right (1) of the diagonal fold, where both components of the slope differ in size."""
    while True:
        point = [round(generator.uniform(-size, size), 2) for _ in range(2)]
        w = torch.tensor(point, dtype=torch.float64)
        gx, gy = EGGHOLDER.gradient(w).abs().tolist()
        if off_the_cusps(w) and (w[0] - w[1] - 47) * side > 0 and min(gx, gy) > 0.5 and abs(gx - gy) > 1:
            return point


def on_both_sides(generator, count):
    """Points in turn left and right of the fold: without the absolute value there is nothing on one of them."""
    return [somewhere(generator, (-1) ** k) for k in range(count)]


def on_the_ground(decay, side):
    """A walk in the box with steps long enough to be judged, off the cusps, and the same in float32 and float64."""

    def draw(generator):
        while True:
            start, alpha = somewhere(generator, side, 450), round(generator.uniform(0.05, 0.6), 4)
            epochs = generator.choice((6, 7, 8, 9, 11, 12, 13, 14))  # not the ten that are taken unasked
            schedule = (lambda t, alpha=alpha: alpha * 0.9**t) if decay else alpha
            w = torch.tensor(start, dtype=torch.float64)
            path = iterates(EGGHOLDER.gradient, w, schedule, epochs)
            single = iterates(EGGHOLDER.gradient, w.float(), schedule, epochs)
            steps = path.diff(dim=0).norm(dim=1)
            calm = off_the_cusps(path) and path.abs().max() < 512 and (path - single).abs().max() < 5e-3
            if calm and steps[:4].min() > 0.5 and steps.max() < 30:
                return walk(alpha=alpha, start=start, decay=decay, epochs=epochs)

    return draw


def chosen(seen, right, reasons):
    """The right letter; for another, the reason why it is not."""
    given = letter(seen.value)
    return passed if given == right else failed(reasons[given], measured=given, allowed=right)


@check("q1", lambda draw: heights(points=on_both_sides(draw, 12)), weight=2)
def heights_anywhere(seen):
    """At any points of the box the heights are those of the eggholder."""
    points = torch.tensor(seen.inputs["points"], dtype=torch.float64)
    found = numbers(seen.value, (len(points),), "the heights")
    x, z = points[:, 0], points[:, 1] + 47
    a, b = x / 2 + z, x - z
    first, second = -z * a.abs().sqrt().sin(), -x * b.abs().sqrt().sin()
    others = {
        "The heights are upside down: both terms have a minus.": -first - second,
        "The sign of the second term is wrong.": first - second,
        "The sign of the first term is wrong.": second - first,
        "The 47 is missing in the factor of the first term.": first * (z - 47) / z + second,
        "x and y have changed places.": eggholder(points.flip(-1)),
        "The second root holds the sum of x and y + 47: it is the difference.": first - x * (x + z).abs().sqrt().sin(),
        "The brackets are gone in the second root: it is y + 47 that is subtracted.": first
        - x * (x - z + 94).abs().sqrt().sin(),
        "The half is missing in the first root.": -z * (x + z).abs().sqrt().sin() + second,
        "The half holds for x + y together: it is x alone that is halved.": -z
        * ((x + z - 47) / 2 + 47).abs().sqrt().sin()
        + second,
        "The roots are missing.": -z * a.abs().sin() - x * b.abs().sin(),
    }
    named = (text for text, other in others.items() if close(found, other, rtol=1e-4, atol=5e-3).credit == 1)
    message = next(named, "")
    if not message and (found != found).any():
        message = "There is no height at some points: what is the root of a negative number?"
    return close(found, eggholder(points), rtol=1e-4, atol=5e-3, message=message)


@check("q2", lambda draw: slopes(points=on_both_sides(draw, 6)), weight=2)
def gradient_anywhere(seen):
    """At any points of the box `gradient` is the gradient of your `eggholder`."""
    return gradients_agree(seen)


# From here the ground falls to a place beyond x = 512: the walk leaves the usual box, far from both cusps.
BEYOND_THE_BOX = walk(alpha=0.5, start=(500.0, 100.0), decay=False, epochs=12)


# Here both components of the slope begin beyond 70: who cuts it off shows.
STEEP = (-460.0, -500.0)


@check(
    "q3",
    on_the_ground(False, -1),
    on_the_ground(False, 1),
    BEYOND_THE_BOX,
    walk(alpha=0.05, start=STEEP, decay=False, epochs=6),
)
def keeps_its_rate_anywhere(*walks):
    """Without decay, for any start, rate and number of epochs, each step follows from the one before."""
    return all_of(*map(walks_as_asked, walks))


@check(
    "q3",
    on_the_ground(True, -1),
    on_the_ground(True, 1),
    walk(alpha=0.05, start=STEEP, decay=True, epochs=6),
    weight=2,
)
def decays_anywhere(*walks):
    """With decay, for any start, rate and number of epochs, epoch t uses alpha · 0.9ᵗ."""
    return all_of(*map(walks_as_asked, walks))


@check(
    "q3",
    walk(alpha=0.05, start=START_B, decay=True, epochs=200),
    walk(alpha=1.0, start=START_B, decay=False, epochs=150),
)
def walks_on_where_it_hardly_moves(*walks):
    """A walk has as many epochs as were asked for, also where its steps have become tiny."""
    return all_of(*map(walks_as_asked, walks))


def a_true_minimum(seen, name, start):
    """Any local minimum of the eggholder near the start, lower than it."""
    w = two_numbers(seen)[name]
    try:
        point = polish(EGGHOLDER, w.tolist())
    except (ConvergenceError, ValueError):
        return failed(f"No stationary point can be found close to `{name}`.", measured=w)
    away = float((torch.tensor(w) - point.tensor()).norm())
    if point.kind == "minimum" and away > NEAR:
        return failed(f"The minimum of the eggholder that is closest to `{name}` is {away:.1f} away.", measured=w)
    if away > NEAR or point.kind != "minimum":
        kind = "a pass" if point.kind == "saddle" else f"a {point.kind}"
        return failed(f"`{name}` is {f'close to {kind}' if away > NEAR else kind}, no minimum.", measured=w)
    if not point.value < EGGHOLDER.value(torch.tensor(start, dtype=torch.float64)):
        return failed(f"`{name}` is a minimum, but not below the start.", measured=point.value)
    return near_its_start(w, start, name)


@check("q4", minima())
def minimum_a_is_true(seen):
    """`minimum_a` is a local minimum of the eggholder, near (450, 420) and lower."""
    return a_true_minimum(seen, "minimum_a", START_A)


@check("q4", minima())
def minimum_b_is_true(seen):
    """`minimum_b` is a local minimum of the eggholder, near (400, 130) and lower."""
    return a_true_minimum(seen, "minimum_b", START_B)


@check("q5", lambda draw: clock(alpha=round(draw.uniform(0.02, 4), 3), epochs=draw.randint(3, 40)))
def clock_at_any_time(seen):
    """For any alpha and number of epochs the clock shows the sum of the decayed rates."""
    alpha, epochs = seen.inputs["alpha"], seen.inputs["epochs"]
    shown = number(seen.value, f"`total_rate({alpha}, {epochs})`")
    others = {
        "This is the sum of constant rates.": alpha * epochs,
        "One epoch too many is summed.": sum(alpha * 0.9**t for t in range(epochs + 1)),
        "One epoch too few is summed.": sum(alpha * 0.9**t for t in range(epochs - 1)),
        "This is the rate of the last epoch, not the sum.": alpha * 0.9 ** (epochs - 1),
        "This is the limit, which no finite number of epochs reaches.": 10 * alpha,
    }
    right = sum(alpha * 0.9**t for t in range(epochs))
    named = (text for text, other in others.items() if abs(shown - other) <= 1e-4 * other)
    return close(shown, right, rtol=2e-5, message=next(named, "The clock shows something else."))


@check("q5", lambda draw: first_rate(total=round(draw.uniform(0.5, 40), 2), epochs=draw.randint(2, 30)))
def alpha_for_any_total(seen):
    """For any total and number of epochs, `alpha_needed` is the rate to begin with."""
    total, epochs = seen.inputs["total"], seen.inputs["epochs"]
    alpha = number(seen.value, f"`alpha_needed({total}, {epochs})`")
    return close(alpha, total / sum(0.9**t for t in range(epochs)), message="With this alpha the sum is another.")


@check("q5", part(), decayed_end())
def part_of_the_way(part, end):
    """`covered` is the part of the way to the goal that ten epochs with decay cover."""
    share = number(part.value, "`covered`")
    start = torch.tensor(START_B, dtype=torch.float64)
    true = iterates(EGGHOLDER.gradient, start, lambda t: 0.1 * 0.9**t, 10)[-1]
    own = torch.tensor(numbers(end.value, (2,), "the end of your walk"))

    def covered(w):
        return 1 - float((w - GOAL).norm() / (start - GOAL).norm())

    if abs(share - covered(own)) <= 0.005 and (own - start).norm() > 0.1:
        return passed  # from the student's own walk: a slip in it is marked in q3
    left = abs(share - (1 - covered(true))) <= 0.005
    message = "This is the part that is left." if left else "Another part of the way is covered."
    return close(share, covered(true), rtol=0, atol=0.005, message=message)


def not_one(generator):
    """A rate that cannot be left out unseen."""
    return round(generator.uniform(*generator.choice(((0.05, 0.9), (1.1, 2)))), 3)


@functools.cache
def clock_of_the_goal():
    path = iterates(EGGHOLDER.gradient, torch.tensor(START_B, dtype=torch.float64), 0.02, 3000)
    return 0.02 * int(((path - GOAL).norm(dim=1) > 1).sum())


@check("q5", needed())
def clock_for_the_goal(seen):
    """`clock_needed` is the sum of small constant rates after which the walk is within 1 of the goal."""
    shown, right = number(seen.value, "`clock_needed`"), clock_of_the_goal()
    epochs = next((rate for rate in (0.01, 0.02, 0.05, 0.1) if abs(shown * rate - right) <= 0.03 * right), None)
    message = f"This is a number of epochs at rate {epochs}: how far does each move the hand?" if epochs else ""
    return close(shown, right, rtol=0.05, message=message or "The clock shows something else there.", reveal=False)


@check("q6", lambda draw: rates(alpha=not_one(draw), warmup=draw.randint(3, 9), epochs=25), weight=2)
def rates_of_any_warmup(seen):
    """For any alpha and warmup the rate rises linearly to alpha, then decays from alpha by a clock of its own."""
    alpha, warmup, epochs = (seen.inputs[name] for name in ("alpha", "warmup", "epochs"))
    found = numbers(seen.value, (epochs,), f"`warmup_rates({alpha}, {warmup}, {epochs})`")
    right = [alpha * (t + 1) / warmup if t < warmup else alpha * 0.9 ** (t - warmup) for t in range(epochs)]
    named = {
        "Epoch 0 walks at rate 0: an epoch is lost.": lambda: abs(found[0]) < 1e-9,
        "The warmup is not as asked.": lambda: close(found[:warmup], right[:warmup]).credit < 1,
        "The decay counts from epoch 0 of the run: it should count from the end of the warmup.": lambda: (
            close(found[warmup:], [alpha * 0.9**t for t in range(warmup, epochs)]).credit == 1
        ),
        "The first epoch after the warmup has another rate than alpha.": lambda: close(found[warmup], alpha).credit < 1,
    }
    message = next((text for text, holds in named.items() if holds()), "The decay is another.")
    return close(found, right, message=message)


@check("q6", lambda draw: rates(alpha=not_one(draw), warmup=1, epochs=draw.randint(4, 12)))
def warmup_of_one_epoch(seen):
    """With a warmup of one epoch, epochs 0 and 1 both use alpha, and the decay follows."""
    alpha, epochs = seen.inputs["alpha"], seen.inputs["epochs"]
    found = numbers(seen.value, (epochs,), f"`warmup_rates({alpha}, 1, {epochs})`")
    return close(found, [alpha, *(alpha * 0.9**t for t in range(epochs - 1))])


@check("q7", edge())
def edge_of_the_fold(seen):
    """`fold_edge` is within 5% of the largest stable rate at the fold's minimum."""
    rate = number(seen.value, "`fold_edge`")
    low, high = torch.linalg.eigvalsh(EGGHOLDER.hessian(FOLD)).tolist()
    right = largest_stable_lr(high)
    others = {
        "This is the edge along the fold, where it is flattest: the sharpest direction decides.": 2 / low,
        "1/curvature is the rate of the fastest descent: stability ends at twice that.": right / 2,
        "This is the curvature itself.": high,
    }
    named = (text for text, other in others.items() if abs(rate - other) <= 0.05 * other)
    return close(rate, right, rtol=0.05, atol=0, message=next(named, "The edge of stability lies elsewhere."))


@check("q7", fold_choice())
def why_the_fold_throws_it_out(choice):
    """Why a walk at 0.1 does not come to rest in the fold."""
    reasons = {
        "a": "The fold is the deeper one, −955.3 against −935.3; and descent compares no valleys.",
        "b": "Both eigenvalues of the Hessian are positive there, 0.19 and 97.5: it is a minimum.",
        "d": "Started a hundredth beside its minimum, a walk at 0.1 is 0.7 away after two steps and does not return.",
    }
    return chosen(choice, "c", reasons)


@check("q7", stop_choice())
def why_the_walk_stops(choice):
    """Why the decayed walk from (400, 130) comes to a halt."""
    reasons = {
        "a": "The gradient there is 8 long; at a minimum it is 0.",
        "c": "The gradient there is 8 long, half of what it was at the start: no plateau.",
        "d": "In higher precision it would stop at the same place: all further rates add up to next to nothing.",
    }
    return chosen(choice, "b", reasons)
