"""The hidden checks of `quartic`: drawn inputs, the truth from `reference`, the reasons for the choices."""

import functools
from dataclasses import replace

import torch
from checks import (
    APART,
    MOST_STEPS,
    STARTS,
    basin_choice,
    edge_choice,
    ends,
    lowest,
    named_ends,
    quadratic_walk,
    quartic_edge,
    results_choice,
    settings,
    sgd_steps,
    sgd_walk,
    stable_lr,
    walk,
)

from autograder import all_of, check, close, equal, failed, letter, number, numbers, passed, require
from reference.descent import iterates, largest_stable_lr, quadratic_closed_form
from reference.objectives import QUADRATIC, QUARTIC

MINIMA = sorted((point for point in QUARTIC.stationary if point.kind == "minimum"), key=lambda point: point.value)

# The drawn starts are far enough from every stationary point that the first steps can be told from each other;
# the rates keep away from those of the text, and float32 and float64 agree there to 1e-5 all the way.


def on_the_quadratic(probe, most=40):
    def draw(generator):
        w0 = 2 + generator.choice((-1, 1)) * generator.uniform(1, 5)
        lr = generator.uniform(*generator.choice(((0.02, 0.08), (0.12, 0.3))))
        return probe(w0=round(w0, 3), lr=round(lr, 4), steps=generator.randint(5, most))

    return draw


def on_the_quartic(low, high):
    def draw(generator):
        lr = generator.uniform(*generator.choice(((0.004, 0.008), (0.012, 0.016))))
        w0 = round(generator.uniform(low, high), 3)
        return walk(w0=w0, lr=round(lr, 5), steps=generator.randint(5, 50))

    return draw


def long_arrived(generator):
    """Most of this walk is spent where the slope is 0 to all digits of a float32."""
    w0, lr = round(generator.uniform(1.1, 1.8), 3), round(generator.uniform(0.012, 0.016), 5)
    return walk(w0=w0, lr=lr, steps=generator.randint(300, 400))


def far_too_fast(generator):
    """Four leaps, each farther out than the one before, and still within what any float can hold."""
    return walk(w0=round(generator.uniform(1.9, 2.1), 3), lr=round(generator.uniform(0.11, 0.13), 4), steps=4)


def walks_on(objective, seen, function):
    """Every iterate is that of the reference; the usual other walks are named."""
    w0, lr, steps = (seen.inputs[name] for name in ("w0", "lr", "steps"))
    path = numbers(seen.value, (steps + 1,), f"`{function}({w0}, {lr}, {steps})`")
    gradient = objective.gradient
    right = close(path, iterates(gradient, w0, lr, steps), atol=1e-4)
    if right.credit == 1:
        return right
    others = {
        "These are the iterates of gradient ascent.": iterates(gradient, w0, -lr, steps),
        "The loss itself is taken for its slope.": iterates(objective.value, w0, lr, steps),
        "The rate is applied twice.": iterates(gradient, w0, lr**2, steps),
        "The rate that was passed is not used: 0.1 is.": iterates(gradient, w0, 0.1, steps),
        "The rate that was passed is not used: 0.01 is.": iterates(gradient, w0, 0.01, steps),
        "The gradient is that of the start throughout.": w0 - lr * torch.arange(steps + 1) * gradient(torch.tensor(w0)),
        "Every step is summed with those before it: the gradient is not zeroed.": summed(gradient, w0, lr, steps),
    }
    named = (text for text, other in others.items() if close(path, other, atol=1e-4).credit == 1)
    return replace(right, message=next(named, right.message))


def summed(gradient, w0, lr, steps):
    """The iterates where gradients add up because none is cleared."""
    w, total, path = torch.tensor(w0, dtype=torch.float64), 0.0, [w0]
    for _ in range(steps):
        total = total + gradient(w)
        w = w - lr * total
        path.append(w.item())
    return torch.tensor(path)


def chosen(seen, right, reasons):
    """The right letter; for another, the reason why it is not."""
    given = letter(seen.value)
    return passed if given == right else failed(reasons[given], measured=given, allowed=right)


def arrives(walk, function):
    """The end of a walk that goes on for long: nearer to the minimum than a slope that looks like zero."""
    steps = walk.inputs["steps"]
    end = numbers(walk.value, (steps + 1,), f"`{function}`")[-1]
    message = f"After {steps} steps the walk is still on its way: did it stop where it should go on?"
    return close(end, 2.0, rtol=0, atol=2e-5, message=message)


@check("q1", on_the_quadratic(quadratic_walk), quadratic_walk(w0=0.0, lr=0.1, steps=150), weight=2)
def quadratic_from_any_start(*walks):
    """On the quadratic every iterate follows from the one before, for any start, rate and number of steps."""
    near = arrives(walks[-1], "descend_quadratic")
    return all_of(*(walks_on(QUADRATIC, walk, "descend_quadratic") for walk in walks), near)


@check("q2", on_the_quadratic(sgd_walk), sgd_walk(w0=0.0, lr=0.1, steps=150))
def sgd_from_any_start(*walks):
    """The walk of SGD is the walk by hand, for any start, rate and number of steps."""
    near = arrives(walks[-1], "descend_quadratic_sgd")
    return all_of(*(walks_on(QUADRATIC, walk, "descend_quadratic_sgd") for walk in walks), near)


@check("q2", on_the_quadratic(sgd_steps, most=12))  # short: a walk that stops when it has arrived is marked above
def the_optimizer_takes_these_steps(taken):
    """SGD steps at the rate that was passed, without momentum or weight decay, and it is w that it moves."""
    w0, lr, steps = (taken.inputs[name] for name in ("w0", "lr", "steps"))
    if len(taken.value) not in (steps, steps + 1):  # one more, after the last was recorded, is in nobody's way
        return failed("The optimizer stepped another number of times.", measured=len(taken.value), allowed=steps)
    for step in taken.value:
        have = step["settings"]
        verdict = all_of(
            require(abs(have["lr"] - lr) <= 1e-6 * lr, "Another rate is set.", measured=have["lr"], allowed=lr),
            equal(have["momentum"], 0.0, "Momentum is set."),
            equal(have["weight_decay"], 0.0, "Weight decay is set: it pulls w towards 0."),
        )
        if verdict.credit < 1:
            return verdict
    left = numbers([step["w"] for step in taken.value[:steps]], (steps,), "what the optimizer moves")
    right = quadratic_closed_form(w0, lr, steps)[1:]
    return close(left, right, atol=1e-4, message="What the optimizer moves does not take this walk.")


@check(
    "q3",
    on_the_quartic(-3.4, -2.8),
    on_the_quartic(-0.35, -0.2),
    on_the_quartic(1.1, 1.8),
    long_arrived,
    *(walk(w0=0.875, lr=lr, steps=20) for lr in (0.007, 0.014)),  # who remembers walks, remembers their rates
    weight=2,
)
def quartic_from_any_start(*walks):
    """On the quartic every iterate follows from the one before, for any start, rate and number of steps."""
    return all_of(*(walks_on(QUARTIC, walk, "descend") for walk in walks))


@check("q3", far_too_fast)
def quartic_shows_a_divergence(walk):
    """At a rate that is far too large the iterates are still those of the formula, however high they climb."""
    return walks_on(QUARTIC, walk, "descend")


@check("q4", settings(), ends(), weight=2)
def ends_follow_from_the_rate(chosen, ends):
    """Each end is where gradient descent truly ends from that start, at the rate and steps that were chosen."""
    lr, steps = number(chosen.value["lr"], "`my_lr`"), number(chosen.value["steps"], "`my_steps`")
    if not (0 < lr < 100 and 1 <= steps <= MOST_STEPS):
        return failed("A rate and a number of steps that cannot be retraced.", measured=f"{lr:g}, {steps:g}")
    for place, (w0, (name, w)) in enumerate(zip(STARTS, named_ends(ends).items(), strict=True)):
        # Near the edge of stability the two roundings part; most walks need only the one.
        if any(abs(w - true_ends(lr, int(steps), dtype)[place]) <= APART for dtype in (torch.float64, torch.float32)):
            continue
        return failed(
            f"At rate {lr:g} the walk from {w0:g} does not end at `{name}`.",
            measured=w,
            allowed=true_ends(lr, int(steps), torch.float64)[place],
        )
    return passed


@functools.lru_cache(maxsize=64)
def true_ends(lr, steps, dtype):
    """Where the three walks end, taken side by side; a class chooses few rates."""
    return iterates(QUARTIC.gradient, torch.tensor(STARTS, dtype=dtype), lr, steps)[-1].tolist()


@check("q4", lowest())
def lowest_is_the_global_minimum(lowest):
    """`lowest_w` is the lowest of all minima, whether or not the three walks came there."""
    w = number(lowest.value["w"], "`lowest_w`")
    best, other = MINIMA
    message = "This is a minimum, but not the lowest." if abs(w - other.location) <= APART else "No minimum is there."
    return close(w, best.location, rtol=0, atol=APART, message=message)


def bent(low, high):
    return lambda draw: stable_lr(curvature=round(10 ** draw.uniform(low, high), 3))


@check("q5", bent(-1, -0.3), bent(0.4, 2))
def edge_of_any_curvature(*both):
    """For any curvature, the rate is the largest at which descent is stable."""
    return all_of(*map(is_the_edge, both))


def is_the_edge(seen):
    bend = seen.inputs["curvature"]
    rate = number(seen.value, f"`largest_stable_lr({bend})`")
    right = largest_stable_lr(bend)
    half = abs(rate - right / 2) <= 1e-3 * right
    message = "1/curvature is the rate of the fastest descent: stability ends at twice that." if half else ""
    return close(rate, right, rtol=1e-2, atol=0, message=message or "Another rate is the largest stable one.")


@check("q5", quartic_edge())
def edge_of_the_quartic(seen):
    """`stable_lr_quartic` is within 5% of the largest stable rate at the lowest minimum."""
    rate = number(seen.value, "`stable_lr_quartic`")
    low, high = (largest_stable_lr(QUARTIC.hessian(point.tensor()).item()) for point in MINIMA)
    other = abs(rate - high) <= 0.05 * high
    message = "This is the rate of the other, flatter minimum." if other else "The edge of stability lies elsewhere."
    return close(rate, low, rtol=0.05, atol=0, message=message)


@check("q5", edge_choice())
def what_happens_at_the_edge(choice):
    """At exactly the largest stable rate: what the walk on the quadratic does."""
    reasons = {
        "a": "One step suffices where 1 − lr·L″ = 0, which is at half this rate; here the factor is −1.",
        "c": "The error keeps its size: its factor is −1, so it neither shrinks, however slowly, nor grows.",
        "d": "The error grows where |1 − lr·L″| > 1; here it equals 1.",
    }
    return chosen(choice, "b", reasons)


@check("q6", basin_choice(), weight=2)
def why_the_other_basin(choice):
    """Why the walk from 2 at rate 0.05 ends in the other valley."""
    reasons = {
        "a": "Plain gradient descent has no memory: a step knows the slope where it stands, not how fast it came.",
        "b": "It cannot know what is lower elsewhere; from 0, at this same rate, it stays in the higher valley.",
        "d": "That valley's edge of stability is near 0.15; from 0 the walk settles there at 0.05.",
    }
    return chosen(choice, "c", reasons)


@check("q7", results_choice(), weight=2)
def why_the_results_differ(choice):
    """Why three starts end in two places."""
    reasons = {
        "a": "At both ends the slope is zero: further steps change nothing.",
        "b": "Rounding moves an iterate by a ten-millionth, and float64 gives the same ends; the ends are 2.9 apart.",
        "c": "The curve is steeper at 2 than at 0, and yet both walks end in the same, higher valley.",
    }
    return chosen(choice, "d", reasons)
