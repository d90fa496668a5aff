"""The hidden checks of `sgd_step`: drawn data, the truth from `reference`, the reasons for the choice."""

import math

import torch
from checks import (
    CLOSE,
    batch_mean,
    eight_means,
    flat_step,
    goes_on,
    likelihood_slope,
    likelihood_slopes,
    many_batches,
    no_step,
    of_regression,
    of_the_data,
    one_full_step,
    paid_for,
    picture_counts,
    race,
    reason,
    regression,
    repeated_batches,
    sgd_steps,
    stopwatch,
    three,
    zeros,
)

from autograder import all_of, check, close, equal, failed, letter, number, numbers, passed, require
from reference import softmax

COSTS = torch.tensor([0.2, 0.5, 0.9, 1.3, 1.8, 2.4, 3.1, 3.8], dtype=torch.float64)
SLOPES = torch.tensor([-0.4, 0.7, -0.2, 0.9, 1.4, -0.6, 1.8, 2.0], dtype=torch.float64)
PAIRS = [[COSTS[batch].mean().item(), SLOPES[batch].mean().item()] for batch in softmax.batches(8, 2)]


def some(draw, *shape, scale=1.0):
    """Nested lists of drawn numbers, three digits each."""
    if not shape:
        return round(draw.gauss(0, scale), 3)
    return [some(draw, *shape[1:], scale=scale) for _ in range(shape[0])]


def problem(draw, n, scale=1.0):
    """A small problem of three classes and two features; the first three examples have a class each."""
    return {
        "weight": some(draw, 3, 2, scale=scale),
        "bias": some(draw, 3, scale=scale),
        "x": some(draw, n, 2),
        "y": [0, 1, 2, *(draw.randrange(3) for _ in range(n - 3))],
    }


def tensors(inputs):
    numbers_ = (torch.tensor(inputs[name], dtype=torch.float64) for name in ("weight", "bias", "x"))
    return (*numbers_, torch.tensor(inputs["y"]))


def flat(pair):
    return torch.cat([part.reshape(-1) for part in pair])


# Each of 40 examples is expected 480 times, with a standard deviation of 20: to be below ¾ or above 5/4 of that by chance
# is 6 deviations off, which happens to one honest submission in twenty million. Two given examples are expected together 86
# times, with a deviation of 9: below a quarter or above twice of that is 7 deviations off.
@check("q1", lambda draw: many_batches(count=40, size=8, draws=2400, seed=draw.randrange(10**6)), weight=1.5)
def everybody_is_equally_likely(many):
    """Over many minibatches every example is drawn about equally often, and in any company."""
    seen = many.value
    wrong_size = seen["sizes"] != [8] and seen["sizes"] != (8,)
    verdict = all_of(
        require(not wrong_size, "The minibatch has another size than was asked for.", measured=str(seen["sizes"])),
        require(seen["rarest"] > 0, "Some examples are never drawn.", measured="0"),
        require(
            seen["rarest"] == 1 == seen["commonest"],
            "Some examples are drawn more often than others.",
            measured=f"about {seen['rarest']} to {seen['commonest']} times the fair share",
            allowed="1",
        ),
        require(
            seen["odd_pairs"] == 0,
            "Some examples are never in a minibatch together, or far more often than others.",
            measured=f"{seen['odd_pairs']} of {40 * 39 // 2} pairs",
            allowed="none",
        ),
        require(
            seen["as_before"] == 1,
            "A minibatch avoids or repeats the examples of the one before: each call draws from all data anew.",
            measured=f"about {seen['as_before']} times as many of them as by chance",
            allowed="1",
        ),
    )
    return of_the_data(many, verdict)


@check("q1", lambda draw: repeated_batches(count=60, size=10, seed=draw.randrange(10**6)))
def chance_comes_from_the_generator(seen):
    """The same seed gives the same minibatches, and torch's own generator is left alone."""
    return all_of(
        require(seen.value["again"], "Two generators with the same seed give other minibatches."),
        require(seen.value["untouched"], "torch's own generator was set or drawn from."),
    )


def without_the_last_class(draw):
    return regression(**problem(draw, 5, scale=2) | {"y": [1, 0, 1, draw.randrange(2), 0]})


@check("q2", lambda draw: regression(**problem(draw, 6)), without_the_last_class, weight=2)
def regression_of_any_data(*all_seen):
    """For any parameters and data, cost and gradient are those of softmax regression."""
    for seen in all_seen:
        found, verdict = of_regression(seen)
        if found is None:
            return verdict
        data = tensors(seen.inputs)
        slope, lift = softmax.gradient(*data)
        verdict = all_of(
            close(found[0], softmax.loss(*data).item(), **CLOSE, message="The cost is another."),
            close(found[1], slope, **CLOSE, message="∂C/∂W is another."),
            close(found[2], lift, **CLOSE, message="∂C/∂b is another."),
        )
        if verdict.credit < 1:
            return verdict
    return passed


def large_for_all(draw):
    return regression(**problem(draw, 4) | {"bias": [1000.0, some(draw), -1200.0]})


def large_for_some(draw):
    """Scores of a thousand in the first and third example, and small ones in the others."""
    problem_ = problem(draw, 4)
    weight = [[large, row[1]] for large, row in zip((1000.0, some(draw), -1200.0), problem_["weight"], strict=True)]
    x = [[large, row[1]] for large, row in zip((1.0, 0.0, 1.0, 0.0), problem_["x"], strict=True)]
    return regression(**problem_ | {"weight": weight, "x": x})


@check("q2", large_for_all, large_for_some)
def large_scores_are_safe(*both):
    """Scores of a thousand, in all examples or in some, give neither infinity nor nan."""
    verdicts = []
    for seen in both:
        found, verdict = of_regression(seen)
        if found is None:
            return verdict
        data = tensors(seen.inputs)
        right = softmax.gradient(*data)[0]
        verdicts += [
            close(found[0], softmax.loss(*data).item(), rtol=1e-3, message="Large scores spoil the cost."),
            close(found[1], right, rtol=1e-3, atol=1e-4, message="Large scores spoil the gradient."),
        ]
    return all_of(*verdicts)


def own_gradients(seen, length):
    """What the student's own `loss_and_gradient` gave, a row for each batch; none where the rows are of another length."""
    own = numbers(seen.value["own"])
    return own.reshape(-1, length) if own.size % length == 0 else []


@check("q3", lambda draw: one_full_step(**problem(draw, 7), lr=round(draw.uniform(0.1, 0.9), 3)))
def full_step_on_any_data(seen):
    """From any parameters, the full step goes by the gradient of the cost of all data."""
    after, verdict = flat_step(seen.value["after"], seen.inputs, "`full_step`")
    if after is None:
        return verdict
    start, lr = flat(tensors(seen.inputs)[:2]), seen.inputs["lr"]
    by = flat(softmax.gradient(*tensors(seen.inputs)))
    for own in own_gradients(seen, len(by)):
        if close(after, start - lr * torch.tensor(own), **CLOSE).credit == 1:
            return passed  # a slip in loss_and_gradient has been marked there
    return close(after, start - lr * by, **CLOSE, message="The step leads elsewhere.")


def drawn_sgd(draw):
    lr = round(draw.uniform(0.1, 0.9), 3)
    # 140 draws of 10 batches: one of them stays away in 4 of a million submissions.
    return sgd_steps(**problem(draw, 5), lr=lr, size=2, steps=140, batches=list(softmax.batches(5, 2)))


def lands(seen, size):
    """For each batch, whether some step went by it; None where a step went by none of them."""
    *start, x, y = tensors(seen.inputs)
    lr, origin = seen.inputs["lr"], flat(start)
    ends = numbers(seen.value["ends"], (None, len(origin)), "where `sgd_step` leads")
    true = [flat(softmax.gradient(*start, x[batch], y[batch])) for batch in softmax.batches(len(y), size)]
    own = [torch.tensor(row) for row in own_gradients(seen, len(origin))]
    for gradients in (true, own):  # a slip in loss_and_gradient has been marked there
        places = [origin - lr * gradient for gradient in gradients]
        if all(any(close(end, place, **CLOSE).credit for place in places) for end in ends):
            return [any(close(end, place, **CLOSE).credit for end in ends) for place in places]
    return None


@check("q3", drawn_sgd)
def sgd_step_on_any_data(seen):
    """From any parameters, SGD steps are those of the minibatches of the asked size, and each of them turns up."""
    found = lands(seen, 2)
    if found is None:
        return failed("A step leads where no minibatch of this size does.")
    return require(all(found), "Some minibatches never turn up.", measured=f"{found.count(False)} of 10 missing")


def seventeen(draw):
    """One more than the sixteen of a minibatch: there are 17 of them, one without each example."""
    return sgd_steps(**problem(draw, 17), lr=0.9, size=None, steps=3, batches=list(softmax.batches(17, 16)))


@check("q3", seventeen, weight=0.5)
def sixteen_by_default(seen):
    """Where no size is said, SGD steps by minibatches of 16."""
    return require(lands(seen, 16) is not None, "Without a size, the step is not that of a minibatch of 16.")


def restless(draw):
    """Seven pairs on a machine that has moods and grows hot; the first rounds are slow."""
    slow, moods = [40.0, 25.0, 12.0], [round(draw.choice((1, 1, 1.6, 3)) * draw.uniform(0.9, 1.1), 3) for _ in range(7)]
    of = round(draw.uniform(3, 60), 2)
    return stopwatch(
        a=[*slow, *moods],
        b=[*(3 * of * s for s in slow), *(round(of * m * draw.uniform(0.7, 1.4), 4) for m in moods)],
        repeats=7,
        warmup=3,
        loading=round(draw.uniform(0.2, 5), 2),
        heat=0.02,
    )


@check("q4", restless, weight=2)
def ratio_on_a_restless_machine(seen):
    """On a machine that has moods and grows hot, the three numbers are those of the ratios within the pairs."""
    inputs, times, counts = seen.inputs, {"a": [], "b": []}, {"a": 0, "b": 0}
    for place, name in enumerate(seen.value["order"]):
        series = inputs[name]
        times[name].append(series[min(counts[name], len(series) - 1)] * (1 + inputs["heat"] * place))
        counts[name] += 1
    if min(counts.values()) < inputs["repeats"]:
        return failed("Fewer steps were taken than `repeats` asks for.", measured=str(counts))
    ratios = sorted(b / a for a, b in zip(times["a"][-7:], times["b"][-7:], strict=True))
    found = three(seen)
    return all_of(
        close(found[1], ratios[3], rtol=1e-3, message="The middle is not the median of the ratios within the pairs."),
        close(found[0], ratios[0], rtol=1e-3, message="The first is not the smallest of the ratios."),
        close(found[2], ratios[6], rtol=1e-3, message="The last is not the largest of the ratios."),
    )


def likely(draw):
    count = draw.randint(3, 12)
    return likelihood_slope(cost=round(draw.uniform(0.1, 1.5), 4), slope=some(draw, 2, 3), count=count)


@check("q5", likely, likely, weight=1.5)
def likelihood_slope_anywhere(*all_seen):
    """At drawn places, ∂L/∂w is what the chain rule gives."""
    for seen in all_seen:
        cost, slope, count = (seen.inputs[name] for name in ("cost", "slope", "count"))
        found = numbers(seen.value, (2, 3), "`likelihood_gradient`")
        right = softmax.likelihood_gradient(cost, torch.tensor(slope, dtype=torch.float64), count)
        verdict = close(found, right, rtol=1e-3, atol=0.0, message="The slope of the likelihood is another.")
        if verdict.credit < 1:
            return verdict
    return passed


@check("q5", zeros())
def zeros_of_the_exponential(seen):
    """`zero_32` and `zero_64` are, within 1%, where exp(−value) becomes exactly 0."""
    verdicts = []
    for name, dtype in (("zero_32", torch.float32), ("zero_64", torch.float64)):
        found, edge, normal = (
            number(seen.value[name], f"`{name}`"),
            softmax.underflow(dtype),
            -math.log(torch.finfo(dtype).tiny),
        )
        early = abs(found - normal) <= 0.01 * normal
        message = f"`{name}`: there the numbers only begin to lose digits." if early else f"`{name}` lies elsewhere."
        verdicts.append(close(found, edge, rtol=0.01, atol=0.0, message=message))
    return all_of(*verdicts)


@check("q5", picture_counts())
def pictures_until_zero(seen):
    """`images_32` and `images_64` are the largest numbers of pictures with a likelihood that is not 0."""
    verdicts = []
    for name, dtype in (("images_32", torch.float32), ("images_64", torch.float64)):
        right = math.floor(softmax.underflow(dtype) / math.log(10))
        message = f"`{name}`: so many are too many, or one more would still do."
        verdicts.append(equal(number(seen.value[name], f"`{name}`"), float(right), message))
    return all_of(*verdicts)


def grouped(draw):
    return batch_mean(values=some(draw, 6, 2), size=3, scale=-2.0)


@check("q6", grouped, lambda draw: batch_mean(values=some(draw, 5, 2), size=2, scale=0), weight=1.5)
def mean_of_any_estimate(*all_seen):
    """For any estimate, of one number or several, the mean over all minibatches is right."""
    for seen in all_seen:
        rows, size, scale = (
            torch.tensor(seen.inputs["values"], dtype=torch.float64),
            seen.inputs["size"],
            seen.inputs["scale"],
        )

        def estimate(batch, rows=rows, scale=scale):
            mean = rows[batch].mean(0)
            return (scale * mean).exp() if scale else mean

        found = numbers(seen.value, (2,), "`mean_over_batches`")
        verdict = close(found, softmax.mean_over_batches(estimate, len(rows), size), **CLOSE, message="Another mean.")
        if verdict.credit < 1:
            return verdict
    return passed


@check("q6", eight_means(), likelihood_slopes(pairs=PAIRS, count=8))
def means_of_the_eight(seen, own):
    """`mean_slope` and `mean_likelihood_slope` are the means over all minibatches of two out of the eight."""
    slope, found = (number(seen.value[name], f"`{name}`") for name in ("mean_slope", "mean_likelihood_slope"))
    right = sum(softmax.likelihood_gradient(cost, torch.tensor(by), 8).item() for cost, by in PAIRS) / len(PAIRS)
    mine = numbers(own.value)
    if len(mine) and close(found, mine.mean(), rtol=0.01, atol=0.0).credit == 1:
        right = found  # a slip in likelihood_gradient has been marked there
    whole = softmax.likelihood_gradient(COSTS.mean().item(), SLOPES.mean(), 8).item()
    true = abs(found - whole) <= 0.01 * abs(whole)
    message = (
        "This is the true ∂L/∂w, not the mean of its estimates." if true else "`mean_likelihood_slope` is another."
    )
    return all_of(
        close(slope, SLOPES.mean().item(), rtol=0.01, atol=0.0, message="`mean_slope` is another."),
        close(found, right, rtol=0.01, atol=0.0, message=message),
    )


@check("q6", reason())
def why_the_likelihood_fails(seen):
    """Why minibatches estimate ∂C/∂w without bias and ∂L/∂w badly."""
    given = letter(seen.value, what="`why_not_likelihood`")
    reasons = {
        "a": "Both gradients are those of means and #Data is 8 already; no one factor mends every size (try 1, 2, 4).",
        "b": "All 28 minibatches were averaged: there is no other to add. The mean itself is off.",
        "d": "In float64 all these numbers have fifteen good digits; the mean is off by a factor of hundreds.",
    }
    return passed if given == "c" else failed(reasons[given], measured=given, allowed="c")


# q7: a race at equal cost ---------------------------------------------------------------------------------


def drawn_race(draw):
    count = draw.randint(20, 40)
    return race(count=count, size=draw.randint(2, 9), lr=round(draw.uniform(0.05, 0.9), 3), looks=draw.randint(60, 90))


def drawn_full_race(draw):
    count = draw.randint(20, 40)
    return race(count=count, size=count, lr=round(draw.uniform(0.05, 0.9), 3), looks=draw.randint(90, 160))


def drawn_race_to_the_last_look(draw):
    count, size = draw.randint(20, 40), draw.randint(2, 9)
    return race(count=count, size=size, lr=round(draw.uniform(0.05, 0.9), 3), looks=size * draw.randint(5, 9))


@check("q7", drawn_race, drawn_race_to_the_last_look, drawn_full_race, weight=2)
def any_budget_and_any_size(*all_three):
    """For any budget, size and rate, by minibatches and by full steps, the steps are those that are paid for."""
    verdicts = []
    for seen in all_three:
        rates = [step["lr"] for step in seen.value["taken"]]
        verdicts += [paid_for(seen), goes_on(seen)]
        verdicts.append(close(rates, [seen.inputs["lr"]] * len(rates), **CLOSE, message="A step has another rate."))
    return all_of(*verdicts)


@check("q7", drawn_race)
def one_generator_for_all_steps(seen):
    """Every minibatch is drawn from the generator that was given."""
    taken = seen.value["taken"]
    drawn = [step["drawn"] for step in taken if step["kind"] == "sgd"]
    return all_of(
        require(bool(taken), no_step(seen)),
        require(all(step["handed_on"] for step in taken), "A minibatch is drawn from another generator."),
        require(
            len(set(drawn)) == len(drawn),
            "The generator is set back between two steps: both get the same minibatch.",
        ),
    )
