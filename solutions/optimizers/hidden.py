"""The hidden checks of `optimizers`: drawn gradients and settings, the truth from `reference`, reasons for the choices."""

import torch
from checks import (
    BATCH_1,
    BATCH_2,
    BY_HAND,
    CLOSE,
    RACERS,
    START,
    STEPS,
    TARGET,
    adabelief_steps,
    adam_steps,
    coasting,
    conventions,
    descending,
    follows,
    gradients_after,
    leaving,
    long_steps,
    looking_ahead,
    parts_from,
    predict,
    race_arrivals,
    race_settings,
    ratio,
    ratio_by_default,
    rmsprop_steps,
    second_gradient,
    second_parameters,
    second_predictions,
    second_training,
    settings_of,
    slopes,
    symptoms,
    the_steps,
    the_walk,
    training,
    who_needs_decay,
    why_leaving,
)

from autograder import Verdict, all_of, check, close, failed, letter, number, numbers, passed, require
from reference.optimizers import (
    SADDLE,
    VALLEY,
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

# Gradients are drawn to three decimals and away from zero, so that float32 and float64 agree to the tolerance and
# each slip shows far beyond it.


def vector(draw, n, scale=1.0):
    return [round(scale * draw.choice((-1, 1)) * draw.uniform(0.3, 2), 3) for _ in range(n)]


def along(probe, **ranges):
    """An ask that walks along drawn gradients; `ranges` are those of the other inputs."""

    def draw(generator):
        n = generator.randint(2, 4)
        gradients = [vector(generator, n) for _ in range(generator.randint(6, 12))]
        drawn = {name: round(generator.uniform(*ends), 4) for name, ends in ranges.items()}
        return probe(w0=vector(generator, n), gradients=gradients, **drawn)

    return draw


def stepping(probe, **ranges):
    """The same for a step function, whose hyperparameters come as one dict."""

    def draw(generator):
        n = generator.randint(2, 4)
        gradients = [vector(generator, n) for _ in range(generator.randint(6, 12))]
        settings = {name: round(generator.uniform(*ends), 4) for name, ends in ranges.items()}
        return probe(w0=vector(generator, n), gradients=gradients, settings=settings)

    return draw


def by_default(probe, scale):
    """The same from 0 and with a rate alone. The gradients are so small that ε shows, and so many that a long memory does."""

    def draw(generator):
        n = generator.randint(2, 3)
        gradients = [[scale * x for x in vector(generator, n)] for _ in range(generator.randint(24, 30))]
        return probe(w0=[0.0] * n, gradients=gradients, settings={"lr": round(generator.uniform(0.05, 0.1), 4)})

    return draw


def repeated(value, expected):
    """The factor by which `value` is a multiple of `expected`, where it is one: the same slip, made evenly."""
    value, expected = (torch.as_tensor(x, dtype=torch.float64) for x in (value, expected))
    size = (expected @ expected).item()
    factor = (value @ expected).item() / size if size else 0.0
    even = close(value, factor * expected, **BY_HAND).credit == 1
    return factor if even and 0.04 < abs(factor) < 25 else 1.0


def chosen(seen, right, reasons):
    """The right letter; for another, the reason why it is not."""
    given = letter(seen.value)
    return passed if given == right else failed(reasons[given], measured=given, allowed=right)


# q1 -------------------------------------------------------------------------------------------------------


@check("q1", second_predictions())
def predicts_batch_2(seen):
    """`predictions_2` follows from your `parameters_1`."""
    own, given = numbers(seen.value[0], (4,), "`parameters_1`"), numbers(seen.value[1], (2,), "`predictions_2`")
    return follows(given, [predict(own, x) for x, _ in BATCH_2], "predictions_2", "`parameters_1`")


@check("q1", second_gradient())
def differentiates_batch_2(seen):
    """`gradient_2` follows from your `predictions_2`; a factor that was wrong in `gradient_1` is not charged again."""
    shapes = (("predictions_1", 2), ("gradient_1", 4), ("predictions_2", 2), ("gradient_2", 4))
    before, first, own, given = (
        numbers(value, (n,), f"`{name}`") for value, (name, n) in zip(seen.value, shapes, strict=True)
    )
    factor = repeated(first, slopes(before, BATCH_1))
    right = torch.tensor(slopes(own, BATCH_2))
    if factor != 1 and close(given, factor * right, **BY_HAND).credit == 1:
        return Verdict(1.0, "The slip of `gradient_1` made once more: it has been charged there.")
    return follows(given, right, "gradient_2", "`predictions_2`")


@check("q1", second_parameters())
def steps_from_batch_2(seen):
    """`parameters_2` follows from your gradients and `parameters_1`, with momentum."""
    names = ("gradient_1", "parameters_1", "gradient_2", "parameters_2")
    first, here, second, given = (
        torch.tensor(numbers(value, (4,), f"`{name}`")) for value, name in zip(seen.value, names, strict=True)
    )
    start = torch.tensor(START, dtype=torch.float64)
    _, fresh = heavy_ball(first, second, lr=0.1, momentum=0.9)
    # The velocity may as well be read off the way that the parameters went in the first step.
    _, travelled = heavy_ball((start - here) / 0.1, second, lr=0.1, momentum=0.9)
    if close(given, here + travelled, **BY_HAND).credit == 1:
        return passed
    factor = repeated(here - start, -0.1 * first)
    if factor != 1 and close(given, here + factor * fresh, **BY_HAND).credit == 1:
        return Verdict(1.0, "The slip of `parameters_1` made once more: it has been charged there.")
    without = close(given, here - 0.1 * second, **BY_HAND).credit == 1
    if without:
        return failed("This is a step of plain descent: the velocity of the first batch is lost.")
    return follows(given, here + fresh, "parameters_2", "gradients and `parameters_1`")


# q2 -------------------------------------------------------------------------------------------------------


def along_the_reference(seen, function, rule, others):
    verdict, path = the_walk(seen, function)
    if verdict.credit < 1:
        return verdict
    inputs = seen.inputs
    lr, momentum = inputs["lr"], inputs["momentum"]
    verdict = close(path, walk(rule, inputs["w0"], inputs["gradients"], lr, momentum=momentum), **CLOSE)
    if verdict.credit == 1:
        return verdict
    for sentence, other in others(inputs["w0"], inputs["gradients"], lr, momentum).items():
        if close(path, other, **CLOSE).credit == 1:
            return failed(sentence)
    return verdict


@check("q2", along(gradients_after, lr=(0.02, 0.2), momentum=(0.6, 0.88)))
def walks_leave_their_arguments_alone(seen):
    """Both walks leave the start and the gradients as they were given."""
    w0, gradients = seen.inputs["w0"], seen.inputs["gradients"]
    for name, (start, given) in zip(("momentum_walk", "nesterov_walk"), seen.value, strict=True):
        verdict = all_of(
            close(numbers(start), w0, message=f"`{name}` changes the start that it is given."),
            close(numbers(given), gradients, message=f"`{name}` changes the gradients that it is given."),
        )
        if verdict.credit < 1:
            return verdict
    return passed


# The momentum that is drawn stays away from 0.9, which a wrong answer may have for good.


@check("q2", along(coasting, lr=(0.02, 0.2), momentum=(0.6, 0.88)), weight=2)
def momentum_along_any_gradients(seen):
    """Along any gradients the iterates of `momentum_walk` are those of `torch.optim.SGD` with momentum."""

    def others(w0, gradients, lr, momentum):
        return {
            "These are the iterates of plain descent.": walk(sgd, w0, gradients, lr),
            "These are the iterates of Nesterov's method, not of heavy-ball momentum.": walk(
                nesterov, w0, gradients, lr, momentum=momentum
            ),
            "The gradient enters by 1 − μ only: a mean of gradients, not their discounted sum.": walk(
                heavy_ball_paper, w0, gradients, lr * (1 - momentum), momentum=momentum
            ),
            "The momentum that was passed is not used: 0.9 is.": walk(heavy_ball, w0, gradients, lr, momentum=0.9),
        }

    return along_the_reference(seen, "momentum_walk", heavy_ball, others)


@check("q2", along(looking_ahead, lr=(0.02, 0.2), momentum=(0.6, 0.88)), weight=2)
def nesterov_along_any_gradients(seen):
    """Along any gradients the iterates of `nesterov_walk` are those of `torch.optim.SGD` with `nesterov=True`."""

    def others(w0, gradients, lr, momentum):
        return {
            "These are the iterates of heavy-ball momentum: nothing looks ahead.": walk(
                heavy_ball, w0, gradients, lr, momentum=momentum
            ),
            "These are the iterates of plain descent.": walk(sgd, w0, gradients, lr),
        }

    return along_the_reference(seen, "nesterov_walk", nesterov, others)


@check("q2", conventions())
def when_the_conventions_agree(choice):
    """When the two conventions for the rate give the same iterates."""
    reasons = {
        "a": "Let the rate fall to a tenth: outside, the whole old velocity shrinks at once; inside, it coasts on.",
        "c": "At momentum 0 they agree, but not only there: multiply v by −lr and follow it through a constant rate.",
        "d": "Both have a velocity of 1/(1 − μ) gradients in the end; neither takes a mean.",
    }
    return chosen(choice, "b", reasons)


# q3 and q4 ------------------------------------------------------------------------------------------------


def steps_as(rule, seen, function):
    verdict, path = the_steps(seen, function)
    if path is None:
        return verdict
    settings = dict(seen.inputs["settings"])
    right = walk(rule, seen.inputs["w0"], seen.inputs["gradients"], settings.pop("lr"), **settings)
    return close(path, right, **CLOSE)


RATES = {"lr": (0.01, 0.1)}
ADAM_RANGES = {**RATES, "beta1": (0.5, 0.85), "beta2": (0.9, 0.98)}


@check("q3", stepping(rmsprop_steps, **RATES, alpha=(0.7, 0.97)))
def rmsprop_along_any_gradients(seen):
    """Along any gradients RMSProp steps as `torch.optim.RMSprop` does."""
    return steps_as(rmsprop, seen, "rmsprop_step")


@check("q3", stepping(rmsprop_steps, **RATES, alpha=(0.7, 0.97), eps=(0.1, 0.3)))
def rmsprop_adds_eps_outside(seen):
    """With a large ε, too: it is added to the root and not under it."""
    return steps_as(rmsprop, seen, "rmsprop_step")


@check("q3", stepping(adam_steps, **ADAM_RANGES))
def adam_along_any_gradients(seen):
    """Along any gradients Adam steps as `torch.optim.Adam` does."""
    return steps_as(adam, seen, "adam_step")


@check("q3", stepping(adam_steps, **ADAM_RANGES, eps=(0.1, 0.3)))
def adam_adds_eps_outside(seen):
    """With a large ε, too: it is added to the root and not under it."""
    return steps_as(adam, seen, "adam_step")


@check("q3", by_default(rmsprop_steps, 1e-8), by_default(adam_steps, 1e-8))
def adaptive_steps_by_default(rms, adaptive):
    """With a rate alone α, β₁, β₂ and ε are those of the signature."""
    return all_of(steps_as(rmsprop, rms, "rmsprop_step"), steps_as(adam, adaptive, "adam_step"))


@check("q4", stepping(adabelief_steps, **ADAM_RANGES), weight=2)
def adabelief_along_any_gradients(seen):
    """Along any gradients AdaBelief steps as in its paper."""
    return steps_as(adabelief, seen, "adabelief_step")


@check("q4", stepping(adabelief_steps, **ADAM_RANGES, eps=(0.1, 0.3)))
def adabelief_adds_eps_twice(seen):
    """With a large ε, too: it is added to s in every step, and to the root."""
    return steps_as(adabelief, seen, "adabelief_step")


@check("q4", by_default(adabelief_steps, 1e-3), lambda draw: ratio_by_default(t=draw.randint(3, 30)))
def belief_by_default(steps, ratio):
    """Without a word on them β₁, β₂ and ε are those of the signatures."""
    t = ratio.inputs["t"]
    return all_of(
        steps_as(adabelief, steps, "adabelief_step"),
        close(number(ratio.value, f"`belief_over_adam({t})`"), belief_over_adam(t), rtol=1e-3),
    )


def any_ratio(generator):
    beta1, beta2 = round(generator.uniform(0.6, 0.95), 3), round(generator.uniform(0.9, 0.999), 3)
    return ratio(t=generator.randint(3, 30), beta1=beta1, beta2=beta2)


@check("q4", any_ratio, any_ratio, weight=2)
def ratio_at_any_time(*seen):
    """After any number of equal gradients and for any β₁, β₂, the ratio is that of the two steps."""

    def one(seen):
        t, beta1, beta2 = (seen.inputs[name] for name in ("t", "beta1", "beta2"))
        call = f"`belief_over_adam({t}, {beta1}, {beta2})`"
        right = belief_over_adam(t, beta1, beta2)
        given = number(seen.value, call)
        upside_down = close(given, 1 / right, rtol=1e-3).credit == 1
        message = "This is Adam's step over AdaBelief's." if upside_down else f"{call} is another ratio."
        return close(given, right, rtol=1e-3, message=message)

    return all_of(*(one(item) for item in seen))


@check("q4", long_steps())
def when_adabelief_strides(choice):
    """Where AdaBelief takes far longer steps than Adam."""
    reasons = {
        "b": "Noise is what AdaBelief distrusts: (g − m)² is large there, and about as large as g².",
        "c": "A gradient that flips its sign is as far from its mean as can be: the steps are short, as Adam's are.",
        "d": "Both divide one mean by the root of another: a common factor cancels in each of them.",
    }
    return chosen(choice, "a", reasons)


# q5 -------------------------------------------------------------------------------------------------------


def sgd_in_groups(seen):
    """The parameters after each step, every parameter by the reference on its own: shape (steps, all numbers)."""
    inputs = seen.inputs
    factors = inputs.get("factors") or [1.0] * len(inputs["gradients"])
    columns, index = [], 0
    for group in inputs["groups"]:
        options = {"momentum": 0.9, "weight_decay": 0.0, **inputs["settings"], **group}
        for start in group["params"]:
            w, velocity, path = torch.tensor(start, dtype=torch.float64), None, []
            for factor, row in zip(factors, inputs["gradients"], strict=False):  # one rate more than there are steps
                if row[index] is not None:
                    gradient = torch.tensor(row[index], dtype=torch.float64) + options["weight_decay"] * w
                    velocity, update = heavy_ball(velocity, gradient, factor * options["lr"], options["momentum"])
                    w = w + update
                path.append(w)
            columns.append(torch.stack(path))
            index += 1
    return torch.cat(columns, dim=1)


def trains_as_reference(seen, message="", event=0):
    right = sgd_in_groups(seen)
    return parts_from(event, numbers(seen.value["values"], tuple(right.shape), "the parameters"), right, message)


def drawn_gradients(generator, groups, steps):
    sizes = [len(vector) for group in groups for vector in group["params"]]
    return [[vector(generator, n) for n in sizes] for _ in range(steps)]


def drawn_settings(generator):
    return {"lr": round(generator.uniform(0.02, 0.2), 4), "momentum": round(generator.uniform(0.5, 0.85), 3)}


def one_group(probe, steps, weight_decay=False, **inputs):
    def draw(generator):
        groups = [{"params": [vector(generator, 2), vector(generator, 2), vector(generator, 3)]}]
        settings = drawn_settings(generator)
        if weight_decay:
            settings["weight_decay"] = round(generator.uniform(0.2, 0.8), 3)
        gradients = drawn_gradients(generator, groups, generator.randint(*steps))
        return probe(groups=groups, gradients=gradients, settings=settings, **inputs)

    return draw


def many_groups(generator, weight_decay=0.0, **inputs):
    groups = [
        {"params": [vector(generator, 2), vector(generator, 2)]},
        {"params": [vector(generator, 2)], "lr": 0.3, "weight_decay": weight_decay},
        {"params": [vector(generator, 2), vector(generator, 3)], "momentum": 0.3, "lr": 0.01},
    ]
    gradients = drawn_gradients(generator, groups, 7)
    settings = {"lr": round(generator.uniform(0.05, 0.15), 4), "momentum": round(generator.uniform(0.7, 0.85), 3)}
    return training(groups=groups, gradients=gradients, settings=settings, **inputs)


def in_groups(generator):
    return many_groups(generator, weight_decay=0.4, factors=None)


FACTORS = [1.0, 1.0, 0.5, 0.1, 0.1, 0.05, 1.0, 1.0]


def scheduled(generator):
    """The rate falls, and at last rises again."""
    return many_groups(generator, factors=FACTORS)


def with_gaps(generator):
    groups = [{"params": [vector(generator, 2), vector(generator, 2)]}]
    gradients = drawn_gradients(generator, groups, 8)
    gradients[0][0] = None
    for t in generator.sample(range(2, 7), 2):
        gradients[t][generator.randint(0, 1)] = None
    settings = {**drawn_settings(generator), "weight_decay": 0.3}
    return training(groups=groups, gradients=gradients, settings=settings, factors=None)


def rate_alone(generator):
    groups = [{"params": [vector(generator, 2), vector(generator, 3)]}]
    settings = {"lr": round(generator.uniform(0.02, 0.2), 4)}
    return training(groups=groups, gradients=drawn_gradients(generator, groups, 4), settings=settings, factors=None)


@check("q5", rate_alone)
def class_by_default(seen):
    """With a rate alone, the momentum is 0.9, and no weight decays."""
    return trains_as_reference(seen, "With a rate alone the walk is another.")


@check("q5", one_group(training, (9, 14), factors=None), weight=2)
def class_over_many_steps(seen):
    """Over many steps and for any rate and momentum, the parameters go where the reference takes them."""
    return trains_as_reference(seen)


@check("q5", in_groups)
def class_in_groups(seen):
    """Each parameter group goes by its own lr, momentum and weight decay."""
    return trains_as_reference(seen, "The parameters of one of the groups go elsewhere.")


@check("q5", scheduled)
def class_under_a_schedule(seen):
    """A scheduler that changes the rate of every group is obeyed in the very next step."""
    changed = next(t for t, factor in enumerate(FACTORS) if factor != 1)
    return trains_as_reference(seen, "Once the scheduler has changed the rates, the walk is another.", changed)


@check("q5", one_group(training, (5, 9), weight_decay=True, factors=None))
def class_decays_weights(seen):
    """Weight decay adds λw to the gradient, before the velocity takes it up."""
    return trains_as_reference(seen, "With weight decay the walk is another.")


def with_zeros(generator):
    groups = [{"params": [vector(generator, 2), vector(generator, 2)]}]
    gradients = drawn_gradients(generator, groups, 8)
    for t in generator.sample(range(2, 7), 3):
        gradients[t][generator.randint(0, 1)] = [0.0, 0.0]
    return training(groups=groups, gradients=gradients, settings=drawn_settings(generator), factors=None)


@check("q5", with_zeros)
def class_coasts_on_a_gradient_of_zeros(seen):
    """A gradient of zeros is a gradient: the velocity shrinks, and the parameter coasts on."""
    zeros = next(t for t, row in enumerate(seen.inputs["gradients"]) if [0.0, 0.0] in row)
    return trains_as_reference(seen, "A parameter whose gradient is all zeros does not coast on.", zeros)


@check("q5", with_gaps)
def class_pauses_without_gradient(seen):
    """A parameter without a gradient pauses: no coasting, no weight decay, and its velocity waits."""
    gap = next(t for t, row in enumerate(seen.inputs["gradients"]) if t and None in row)  # the first step has one, too
    message = "The walk is another from where a `.grad` is None: the parameter should pause, and its velocity wait."
    return trains_as_reference(seen, message, gap)


@check("q5", one_group(training, (3, 4), factors=None))
def class_moves_in_place(seen):
    """The parameters are changed in place: whoever holds their memory, the model, sees them move."""
    return require(seen.value["in_place"], "The parameter was given new memory instead of new values.")


@check("q5", one_group(second_training, (3, 4)))
def optimizers_do_not_share(seen):
    """A second optimizer in the same program begins without any velocity."""
    return trains_as_reference(seen, "The second optimizer takes another walk than it should.")


def in_a_loop(clear):
    def draw(generator):
        return descending(start=vector(generator, 3), clear=clear, **drawn_settings(generator))

    return draw


@check("q5", in_a_loop("none"), in_a_loop("zeros"))
def class_in_a_training_loop(*seen):
    """In a training loop it descends, whether `zero_grad` sets gradients to None or fills them with zeros."""

    def one(seen):
        settings = {name: seen.inputs[name] for name in ("lr", "momentum")}
        right = descend(heavy_ball, lambda w: 2 * w, seen.inputs["start"], steps=6, **settings)[1:]
        path = numbers(seen.value, tuple(right.shape), "the parameters")
        message = f"`zero_grad` made {seen.inputs['clear']} of the gradients, and the walk is another."
        return close(path, right, **CLOSE, message=message)

    return all_of(*(one(item) for item in seen))


# q6 -------------------------------------------------------------------------------------------------------

RULES = {
    "gd": (sgd, {}),
    "momentum": (heavy_ball, {"momentum": 0.9}),
    "rmsprop": (rmsprop, {"alpha": 0.9}),
    "adam": (adam, {}),
}


def race(name, lr, decay):
    """The losses of a racer, recomputed from starts that differ by no more than rounding does: (STEPS + 1, 33).

    RMSProp bounces between the walls, and a bounce magnifies rounding errors: two honest computations of one race may
    part visibly. What is claimed has to be within what this bundle of races shows.
    """
    rule, settings = RULES[name]
    generator = torch.Generator().manual_seed(0)
    starts = torch.tensor([-1.2, 1.0], dtype=torch.float64).repeat(33, 1)
    scales = torch.tensor([[1e-15], [1e-13]], dtype=torch.float64).repeat(16, 1)
    starts[1:] *= 1 + scales * torch.randn(32, 2, generator=generator, dtype=torch.float64)
    path = descend(rule, VALLEY.gradient, starts, lambda t: lr * decay**t, STEPS, **settings)
    return VALLEY.value(path).nan_to_num(nan=float("inf"))


@check("q6", race_settings())
def arrivals_are_true(chosen):
    """Raced again by the grader, the four come down to the target at your settings."""
    for name, value in zip(RACERS, chosen.value, strict=True):
        verdict, lr, decay = settings_of(value, name)
        if verdict.credit < 1:
            return verdict
        loss = race(name, lr, decay)[-1].min().item()
        if not loss <= 1.01 * TARGET:
            return failed(f"{name} at lr {lr:g}, decay {decay:g} ends too high.", measured=loss, allowed=TARGET)
    return passed


@check("q6", race_arrivals())
def arrivals_belong_to_the_settings(seen):
    """`arrivals` says for each, at your settings, after how many steps the loss is first at or below the target."""
    if not isinstance(seen.value[1], dict) or set(seen.value[1]) != set(RACERS):
        return failed("`arrivals` should be a dict with the four names for keys.")
    for name, value in zip(RACERS, seen.value[0], strict=True):
        verdict, lr, decay = settings_of(value, name)
        if verdict.credit < 1:
            return verdict
        given = number(seen.value[1][name], f"`arrivals['{name}']`")
        there = race(name, lr, decay) <= TARGET
        if not there.any(dim=0).all():
            return failed(f"{name} does not arrive at lr {lr:g}, decay {decay:g}.", measured=given)
        first = there.int().argmax(dim=0)
        low, high = int(first.min()), int(first.max())
        slack = 0 if low == high else 2
        if not low - slack <= given <= high + slack:
            return failed(f"{name} is first at or below the target after another number of steps.", measured=given)
    return passed


@check("q6", who_needs_decay())
def who_cannot_do_without_decay(choice):
    """Which racer settles below the target at no constant rate at all."""
    reasons = {
        "a": "Gradient descent settles at a constant 0.019: its steps shrink by themselves, as the gradient does.",
        "b": "Momentum arrives at a constant 0.006, with time to spare.",
        "d": "Adam arrives at a constant 0.3: its mean of gradients, unlike a lone gradient, dies away at the bottom.",
    }
    return chosen(choice, "c", reasons)


# q7 -------------------------------------------------------------------------------------------------------


@check("q7", symptoms(), weight=2)
def runs_are_diagnosed(seen):
    """What ails each of the three runs."""
    reasons = {
        "run_a": {
            "a": "It falls without a bounce: a rate that is too large would not stand so still.",
            "b": "It fell fast at first and falls fast at last: the rate is fine, the ground between is flat.",
            "d": "It had not arrived: 20 steps later it falls once more.",
        },
        "run_b": {
            "b": "It moves a great deal, only not down: smaller, not larger.",
            "c": "Near a saddle the loss stands still; this one jumps.",
            "d": "Whoever has arrived stays.",
        },
        "run_c": {
            "a": "It never rises: nothing overshoots.",
            "c": "It has no plateau: it falls by much the same in every ten steps, and very little.",
            "d": "It still falls at the last line.",
        },
    }
    rights = (("run_a", "c"), ("run_b", "a"), ("run_c", "b"))
    for (name, right), value in zip(rights, seen.value, strict=True):
        given = letter(value, what=f"`{name}`")
        if given != right:
            return failed(f"`{name}`: {reasons[name][given]}", measured=given, allowed=right)
    return passed


@check("q7", leaving())
def steps_off_the_saddle(seen):
    """After how many steps |y| is first above ½, for both optimizers."""
    names = ("gd_leaves_after", "adam_leaves_after")
    for name, rule, value in zip(names, (sgd, adam), seen.value, strict=True):
        y = descend(rule, SADDLE.gradient, [0.0, 1e-6], 0.1, 400)[:, 1].abs()
        right = int((y > 0.5).nonzero()[0])
        given = number(value, f"`{name}`")
        off = " It is one step off: the start has taken none." if given == right + 1 else ""
        if given != right:
            return failed(f"`{name}` is another number of steps.{off}", measured=given, allowed=right)
    return passed


@check("q7", why_leaving())
def why_adam_is_faster(choice):
    """Why Adam leaves the saddle so much sooner."""
    reasons = {
        "a": "Adam never sees a second derivative: it knows gradients and their squares.",
        "c": "Before the first step there is nothing in its means: it starts from rest.",
        "d": "Nothing here is random: run it twice.",
    }
    return chosen(choice, "b", reasons)
