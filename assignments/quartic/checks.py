"""What is looked at in `quartic`, and the checks that the student may see.

Slopes and curvatures are taken here by differences of the loss, so that no derivative stands in this file.
"""

import math

from autograder import (
    WrongForm,
    all_of,
    check,
    close,
    equal,
    failed,
    letter,
    number,
    numbers,
    passed,
    picture,
    probe,
    require,
)

STARTS = (0.0, 2.0, -4.0)
MOST_STEPS = 10_000
NEAR = 1e-3  # as close to a stationary point as an end has to be
APART = 2e-3  # as far as two roundings of the same end may be


# The evidence: probes run beside the student's code. ------------------------------------------------------


@probe
def quadratic_walk(descend_quadratic, w0, lr, steps):
    return descend_quadratic(w0, lr, steps)


@probe
def sgd_walk(descend_quadratic_sgd, w0, lr, steps):
    return descend_quadratic_sgd(w0, lr, steps)


@probe
def sgd_steps(descend_quadratic_sgd, w0, lr, steps):
    """What every optimizer that steps meanwhile is, how it is set, and what it leaves behind."""
    from torch.optim import SGD
    from torch.optim.optimizer import register_optimizer_step_post_hook

    def record(optimizer, args, kwargs):
        group = optimizer.param_groups[0]
        taken.append(
            {
                "kind": type(optimizer).__name__,
                "is_sgd": isinstance(optimizer, SGD),
                "settings": {name: float(group.get(name, 0)) for name in ("lr", "momentum", "weight_decay")},
                "w": [float(x) for p in group["params"] for x in p.detach().reshape(-1)],
            }
        )

    taken = []
    getattr(descend_quadratic_sgd, "cache_clear", int)()  # steps that `functools` remembers are not taken again
    hook = register_optimizer_step_post_hook(record)
    try:
        descend_quadratic_sgd(w0, lr, steps)
    finally:
        hook.remove()
    return taken


@probe
def walk(descend, w0, lr, steps):
    return descend(w0, lr, steps)


@probe
def settings(my_lr, my_steps):
    return {"lr": my_lr, "steps": my_steps}


@probe
def own_ends(descend, my_lr, my_steps):
    """Where the student's own `descend` ends at their own rate; floats of Python overflow with an error."""

    def end(w0):
        try:
            return descend(w0, my_lr, my_steps)[-1]
        except OverflowError:
            return float("inf")

    return [end(0.0), end(2.0), end(-4.0)]


@probe
def ends(end_from_0, end_from_2, end_from_minus_4):
    return [end_from_0, end_from_2, end_from_minus_4]


@probe
def hilltop(hilltop_w):
    return hilltop_w


@probe
def lowest(lowest_w, lowest_loss):
    return {"w": lowest_w, "loss": lowest_loss}


@probe
def stable_lr(largest_stable_lr, curvature):
    return largest_stable_lr(curvature)


@probe
def quartic_edge(stable_lr_quartic):
    return stable_lr_quartic


@probe
def edge_choice(at_the_edge):
    return at_the_edge


@probe
def first_step(after_first_step):
    return after_first_step


@probe
def basin_choice(why_other_basin):
    return why_other_basin


@probe
def sides(end_left, end_right):
    return {"end_left": end_left, "end_right": end_right}


@probe
def results_choice(why_results_differ):
    return why_results_differ


# What several checks need. --------------------------------------------------------------------------------


# Products, not powers: where a walk diverged they go to infinity, and a power would raise.
def quadratic(w):
    return w * w - 4 * w + 8


QUARTIC_TERMS = {
    "w⁴": lambda w: w * w * w * w,
    "3w³": lambda w: 3 * w * w * w,
    "−w²": lambda w: -w * w,
    "−3w": lambda w: -3 * w,
}


def quartic(w):
    return sum(term(w) for term in QUARTIC_TERMS.values())


# Of each loss, the terms that have a slope.
TERMS = {quadratic: {"w²": lambda w: w * w, "−4w": lambda w: -4 * w}, quartic: QUARTIC_TERMS}


def slope(loss, w, h=1e-3):
    return (loss(w + h) - loss(w - h)) / (2 * h)


def curvature(loss, w, h=1e-3):
    return (loss(w + h) - 2 * loss(w) + loss(w - h)) / h**2


def every_iterate(seen, function):
    """The start and all that follow it are there, each as it was."""
    w0, lr, steps = (seen.inputs[name] for name in ("w0", "lr", "steps"))
    call = f"`{function}({w0}, {lr}, {steps})`"
    path = numbers(seen.value, (None,), call)
    if len(path) == steps:
        lost = "what the last step led to" if path[0] == w0 else "the start itself"
        return failed(f"{call}: one number is missing, {lost}.", measured=steps, allowed=steps + 1)
    path = numbers(seen.value, (steps + 1,), call)
    if path[0] != w0 and (path == path[-1]).all():
        return failed(
            f"{call}: all numbers are the last iterate. Were they read from one tensor that every step changed?",
            measured=path,
        )
    return close(path[0], w0, message=f"{call} should begin with the start, before any step.")


def misread_lengths(loss, w0, lr):
    """The usual other lengths of a step from w0, each by what it comes from."""
    right = slope(loss, w0)
    lengths = {
        "The first step goes uphill: is the gradient added?": -right,
        "The first step is as long as the loss is high: it is the slope that should count.": loss(w0),
        "The first step is too short by the factor lr: is the rate in there twice?": lr * right,
    }
    for name, term in TERMS[loss].items():
        part = slope(term, w0)
        lengths[f"What comes from the term {name} has the wrong sign in your gradient."] = right - 2 * part
        lengths[f"What comes from the term {name} is missing in your gradient."] = right - part
    return lengths


def first_step_is_right(seen, function, loss, elsewhere=None):
    """The first step goes by −lr·slope; the usual other lengths are named, where one from elsewhere says the same."""
    w0, lr, steps = (seen.inputs[name] for name in ("w0", "lr", "steps"))
    path = numbers(seen.value, (steps + 1,), f"`{function}({w0}, {lr}, {steps})`")
    walks = [(seen, path)] + [(other, numbers(other.value, (None,), f"`{function}`")) for other in elsewhere or ()]
    fitting = []
    for one, iterates in walks:
        start, rate = one.inputs["w0"], one.inputs["lr"]
        by, right = (start - float(iterates[1])) / rate if len(iterates) > 1 else math.nan, slope(loss, start)
        lengths = misread_lengths(loss, start, rate)
        fitting.append([sentence for sentence, length in lengths.items() if abs(by - length) <= 1e-3 * abs(right)])
    named = [sentence for sentence in fitting[0] if all(sentence in others for others in fitting)]
    message = named[-1] if named else f"From {w0} at rate {lr} the first step leads elsewhere."
    return close(path[1], w0 - lr * slope(loss, w0), atol=1e-5, message=message)


def same_from_an_integer(from_integer, from_float, function):
    w0, steps = from_integer.inputs["w0"], from_integer.inputs["steps"]
    a, b = (numbers(seen.value, (steps + 1,), f"`{function}`") for seen in (from_integer, from_float))
    return close(a, b, message=f"Started at the integer {w0}, `{function}` walks otherwise than from {float(w0)}.")


def is_flat(w, name):
    """A Newton step from w to the stationary point is at most NEAR long."""
    bend = curvature(quartic, w)
    left = abs(slope(quartic, w) / bend) if bend else float("inf")
    message = f"The curve is not flat at `{name}` = {w:.6g}: has the walk arrived, and are three decimals given?"
    return require(
        left <= NEAR, message, measured=f"slope {slope(quartic, w):.3g}", allowed=f"0 within {NEAR} of `{name}`"
    )


def is_valley(w, name):
    bend = curvature(quartic, w)
    return require(
        bend > 0, f"At `{name}` = {w:.6g} the curve bends down: no valley floor.", measured=f"curvature {bend:.3g}"
    )


def place(value, name):
    """A number that lies on the axis; nan is neither here nor there, so that no comparison says anything of it."""
    w = number(value, f"`{name}`")
    if not math.isfinite(w):
        raise WrongForm(f"`{name}` is {w}, no place on the curve: look for a walk that has overflowed")
    return w


def named_ends(seen):
    names = ("end_from_0", "end_from_2", "end_from_minus_4")
    return {name: place(value, name) for name, value in zip(names, seen.value, strict=True)}


# q1: a quadratic, by hand ---------------------------------------------------------------------------------


@check("q1", quadratic_walk(w0=-1.0, lr=0.1, steps=5), hint="What should the list hold before any step is taken?")
def quadratic_keeps_every_iterate(walk):
    """`descend_quadratic` returns steps + 1 numbers, the start first."""
    return every_iterate(walk, "descend_quadratic")


@check(
    "q1",
    quadratic_walk(w0=0.0, lr=0.1, steps=1),
    quadratic_walk(w0=-1.0, lr=0.1, steps=5),
    hint="Set your formula beside the worked step.",
)
def quadratic_takes_the_worked_step(walk, elsewhere):
    """One step from 0 at rate 0.1 leads to 0.4."""
    return first_step_is_right(walk, "descend_quadratic", quadratic, [elsewhere])


@check(
    "q1",
    quadratic_walk(w0=0.0, lr=0.1, steps=100),
    hint="“After epoch t” has t + 1 steps behind it, for epochs are counted from 0.",
)
def quadratic_agrees_with_the_table(walk):
    """After the epochs 0, 10, 20 and 99 the walk stands at 0.400, 1.828, 1.982 and 2.000."""
    path = numbers(walk.value, (101,), "`descend_quadratic(0.0, 0.1, 100)`")
    return close(path[[1, 11, 21, 100]], [0.4, 1.828, 1.982, 2.0], rtol=0, atol=6e-4, message="Another walk.")


# q2: the same walk with torch.optim.SGD -------------------------------------------------------------------


@check(
    "q2",
    sgd_walk(w0=-1.0, lr=0.1, steps=5),
    hint="`optimizer.step()` changes w in place. What does a list hold that has appended w itself?",
)
def sgd_keeps_every_iterate(walk):
    """`descend_quadratic_sgd` returns steps + 1 numbers, the start first."""
    return every_iterate(walk, "descend_quadratic_sgd")


@check("q2", sgd_walk(w0=0.0, lr=0.1, steps=3), hint="What does `backward()` do where `w.grad` already holds a number?")
def sgd_forgets_the_last_gradient(walk):
    """Each step goes by this step's gradient alone: 0, 0.4, 0.72, 0.976."""
    path = numbers(walk.value, (4,), "`descend_quadratic_sgd(0.0, 0.1, 3)`")
    summed = abs(path[1] - 0.4) < 1e-4 and abs(path[2] - 1.12) < 1e-4
    message = "The second step goes by the sum of two gradients: the old one was not cleared." if summed else ""
    return close(path, [0.0, 0.4, 0.72, 0.976], atol=1e-5, message=message)


@check("q2", sgd_walk(w0=5, lr=0.1, steps=3), sgd_walk(w0=5.0, lr=0.1, steps=3), hint="Which dtypes have a gradient?")
def sgd_takes_an_integer_start(from_integer, from_float):
    """The walk from the integer 5 is the walk from 5.0."""
    return same_from_an_integer(from_integer, from_float, "descend_quadratic_sgd")


@check("q2", sgd_steps(w0=4.25, lr=0.1, steps=4), hint="Who changes w in your loop?")
def the_optimizer_steps(taken):
    """A `torch.optim.SGD` takes the steps, once for each."""
    if not taken.value:
        return failed("No optimizer took a step.", measured=0, allowed=4)
    others = [step["kind"] for step in taken.value if not step["is_sgd"]]
    if others:
        return failed("Another optimizer took the steps.", measured=others[0], allowed="SGD")
    if len(taken.value) == 5:
        return passed  # one more, after the last was recorded, is in nobody's way
    return equal(len(taken.value), 4, "The optimizer stepped another number of times.")


# q3: the quartic from any start ---------------------------------------------------------------------------


@check("q3", walk(w0=0.5, lr=0.01, steps=6), hint="It is the same loop as before: only the slope is another.")
def quartic_keeps_every_iterate(walk):
    """`descend` returns steps + 1 numbers, the start first."""
    return every_iterate(walk, "descend")


@check("q3", walk(w0=1.25, lr=0.01, steps=2), hint="Differentiate term by term; or let autograd do it and compare.")
def quartic_takes_the_first_step(walk):
    """The first step from 1.25 goes against the slope of the quartic there."""
    return first_step_is_right(walk, "descend", quartic)


@check("q3", walk(w0=-4, lr=0.01, steps=4), walk(w0=-4.0, lr=0.01, steps=4), hint="Which dtype does the history have?")
def quartic_takes_an_integer_start(from_integer, from_float):
    """The walk from the integer −4 is the walk from −4.0."""
    return same_from_an_integer(from_integer, from_float, "descend")


@picture("q3", *(walk(w0=w0, lr=0.01, steps=60) for w0 in STARTS))
def walks_on_the_curve(axes, *walks):
    """Your walks of 60 steps at rate 0.01, from 0, 2 and −4, on the curve: rings are starts, dots iterates."""
    grid = [i / 50 - 4.1 for i in range(313)]
    axes.plot(grid, [quartic(w) for w in grid], color="0.6", linewidth=1)
    for w0, path in zip(STARTS, walks, strict=True):
        draw_walk(axes, numbers(path, (None,), "`descend`"), f"from {w0:g}".replace("-", "−"))
    axes.set(xlabel="w", ylabel="L(w)", xlim=(-4.1, 2.1), ylim=(-10, 66))
    axes.legend()


def draw_walk(axes, path, label):
    heights = [quartic(w) for w in path]
    [line] = axes.plot(path, heights, ".-", linewidth=0.6, label=label)
    axes.plot(path[:1], heights[:1], "o", markersize=7, fillstyle="none", color=line.get_color())


# q4: three starts, three ends -----------------------------------------------------------------------------


@picture("q4", ends(), hilltop())
def ends_on_the_curve(axes, ends, top):
    """The three ends and the hilltop that you report, on the curve."""
    grid = [i / 50 - 3.2 for i in range(216)]
    axes.plot(grid, [quartic(w) for w in grid], color="0.6", linewidth=1)
    for w0, value, marker in zip(STARTS, ends, "ovs", strict=True):
        w = number(value, f"the end from {w0:g}")
        axes.plot([w], [quartic(w)], marker, markersize=7, fillstyle="none", label=f"from {w0:g}".replace("-", "−"))
    w = number(top, "`hilltop_w`")
    axes.plot([w], [quartic(w)], "^", markersize=7, label="hilltop")
    axes.set(xlabel="w", ylabel="L(w)", xlim=(-3.2, 1.1), ylim=(-8, 4))
    axes.legend()


@check("q4", settings(), own_ends(), hint="Where one start runs away, the rate is too large for its slope.")
def my_rate_suits_all_three(chosen, own):
    """At `my_lr` no start runs away, and `my_steps` is at most 10,000."""
    lr, steps = number(chosen.value["lr"], "`my_lr`"), number(chosen.value["steps"], "`my_steps`")
    if not (lr > 0 and 1 <= steps <= MOST_STEPS and steps == int(steps)):
        return failed(
            f"A rate above 0 and 1 to {MOST_STEPS:,} whole steps.", measured=f"my_lr {lr:g}, my_steps {steps:g}"
        )
    for w0, end in zip(STARTS, own.value, strict=True):
        if not abs(number(end, f"the end from {w0:g}")) < 100:
            return failed(f"At rate {lr:g} your walk from {w0:g} diverges: no end to report.", measured=f"my_lr {lr:g}")
    return passed


@check("q4", ends(), hint="More steps, or a larger rate; and look at where the walk stands, not at where it was.")
def ends_are_flat(ends):
    """At each of the three ends the slope is zero."""
    return all_of(*(is_flat(w, name) for name, w in named_ends(ends).items()))


@check("q4", ends(), hint="Zero slope is not enough: what does the curve do to the left and right?")
def ends_are_valley_floors(ends):
    """At each of the three ends the curve bends up."""
    return all_of(*(is_valley(w, name) for name, w in named_ends(ends).items()))


@check("q4", ends(), own_ends(), hint="`descend(2.0, my_lr, my_steps)[-1]`: the rate decides, too.")
def ends_are_those_of_your_walks(ends, own):
    """Each end is where your `descend` ends from that start, at `my_lr` after `my_steps` steps."""
    verdicts = []
    for (name, w), value in zip(named_ends(ends).items(), own.value, strict=True):
        end = number(value, f"your walk's last point for `{name}`")
        if not math.isfinite(end):
            return failed(f"Your own walk for `{name}` overflows: no end to report.", measured=end)
        apart = abs(w - end)
        verdicts.append(
            require(
                apart <= APART, f"Your own walk ends elsewhere than `{name}` says.", measured=f"{w:.6g}", allowed=end
            )
        )
    return all_of(*verdicts)


@check("q4", hilltop(), hint="Descent flees it. What would a walk do that goes up?")
def hilltop_is_a_hilltop(seen):
    """At `hilltop_w` the slope is zero and the curve bends down."""
    w = place(seen.value, "hilltop_w")
    bend = curvature(quartic, w)
    down = require(bend < 0, f"At `hilltop_w` = {w:.6g} the curve bends up.", measured=f"curvature {bend:.3g}")
    return all_of(is_flat(w, "hilltop_w"), down)


@check("q4", lowest(), hint="`quartic(lowest_w)`.")
def lowest_loss_belongs_to_lowest_w(lowest):
    """`lowest_loss` is the loss at `lowest_w`."""
    w, value = place(lowest.value["w"], "lowest_w"), number(lowest.value["loss"], "`lowest_loss`")
    return close(value, quartic(w), rtol=0, atol=APART, message=f"The loss at {w:.6g} is another.", reveal=False)


# q5: the largest stable learning rate ---------------------------------------------------------------------


@check("q5", stable_lr(curvature=2.0), hint="Try 0.9 of your rate and 1.1 of it with `descend_quadratic`, from 2.5.")
def edge_of_the_quadratic(seen):
    """A little below `largest_stable_lr(2.0)` the walk on the quadratic comes home, a little above it does not."""
    rate = number(seen.value, "`largest_stable_lr(2.0)`")

    def error_after(steps, lr):
        w = 2.5
        for _ in range(steps):
            w -= lr * slope(quadratic, w)
        return abs(w - 2)

    below = require(
        rate > 0 and error_after(50, 0.95 * rate) < 0.5,
        "Just below this rate the walk does not come home.",
        measured=rate,
    )
    above = require(error_after(50, 1.05 * rate) > 0.5, "Larger rates than this still come home.", measured=rate)
    return all_of(below, above)


@check("q5", quartic_edge(), edge_choice(), hint="What does your function say of the curvature at `lowest_w`?")
def edge_is_reported(edge, choice):
    """`stable_lr_quartic` is a rate; the answer about the edge is a letter."""
    rate = number(edge.value, "`stable_lr_quartic`")
    letter(choice.value, what="`at_the_edge`")
    return require(rate > 0, "A rate is above 0.", measured=rate)


# q6 and q7: why -------------------------------------------------------------------------------------------


@check("q6", first_step(), basin_choice(), hint="`descend(2.0, 0.05, 1)[-1]`. And where is the hilltop?")
def first_step_from_2(step, choice):
    """`after_first_step` is where one step of rate 0.05 leads from 2; the answer is a letter."""
    w = number(step.value, "`after_first_step`")
    right = 2 - 0.05 * slope(quartic, 2.0)
    there = close(w, right, rtol=0, atol=NEAR, message="One step leads elsewhere.", reveal=False)
    letter(choice.value, what="`why_other_basin`")
    return there


@check(
    "q7", sides(), results_choice(), hint="Enough steps? On a hilltop the slope is small and the walk slow to leave."
)
def starts_a_hair_apart(sides, choice):
    """From −0.54 the walk goes left to a valley floor, from −0.52 right; the answer is a letter."""
    w = {name: place(value, name) for name, value in sides.value.items()}
    letter(choice.value, what="`why_results_differ`")
    return all_of(
        require(w["end_left"] < -0.54, "From −0.54 the walk should go left.", measured=w["end_left"]),
        require(w["end_right"] > -0.52, "From −0.52 the walk should go right.", measured=w["end_right"]),
        *(is_flat(end, name) for name, end in w.items()),
    )
