"""The hidden checks of `beyond`: drawn inputs, the truth from `reference`, and chance with a stated false-fail rate.

What is random in an honest answer is judged by bounds that hold it with a chance of at least 1 − 10⁻⁶ in all: exact
binomial sums for counts, Gaussian and Laurent–Massart bounds for the moments of a chain.
"""

import math

import torch
from checks import (
    chain,
    drawn_numbers,
    exact,
    fall,
    fishers,
    information,
    isolation,
    kept_counts,
    lessons,
    lost,
    mixed,
    mixed_counts,
    mixed_rows,
    network,
    one_step,
    pull_home,
    settled,
    slope_of_u,
    spring,
)

from autograder import all_of, check, close, failed, letter, number, numbers, passed, require
from reference import continual, langevin

FALSE_FAIL = 1e-6
RUNS = 4000


def three_decimals(generator, low, high):
    return round(generator.uniform(low, high), 3)


def named(value, right, others, message, **tolerance):
    """Passed where the value is right; else the first of the other values that it is says what went wrong."""
    verdict = close(value, right, **tolerance)
    if verdict.credit == 1:
        return verdict
    text = next((text for text, other in others.items() if close(value, other, **tolerance).credit == 1), message)
    return close(value, right, message=text, **tolerance)


# q1 -------------------------------------------------------------------------------------------------------


def any_lessons(generator):
    size = generator.randint(4, 5)
    return lessons(table=[[three_decimals(generator, 0, 1) for _ in range(size)] for _ in range(size + 1)])


@check("q1", any_lessons)
def lessons_of_any_number(seen):
    """For any number of tasks, each row holds what can be done at that moment."""
    table = exact(seen.inputs["table"])
    size = len(table) - 1
    matrix = numbers(seen.value["matrix"], (size, size), "`accuracy_matrix(learn, accuracy, tasks)`")
    others = {
        "Rows and columns are exchanged.": table[1:].T,
        "Each row is a task too early: ask after learning.": table[:-1],
        "Every row is that of the end: ask after each task.": table[-1].expand(size, size),
        "Tasks that are yet to come are left out: what the model can do there before is part of the story.": table[
            1:
        ].tril(),
    }
    return named(matrix, table[1:], others, "An accuracy is not that of its moment.", atol=1e-5)


def any_acc(generator):
    """The best is neither in the first row nor on the diagonal for some task; the last task differs from the rest."""
    size = generator.randint(4, 5)
    acc = [[three_decimals(generator, 0.3, 0.7) for _ in range(size)] for _ in range(size)]
    acc[-1] = [three_decimals(generator, 0.05, 0.25) for _ in range(size)]  # nothing was helped by the last task
    acc[1][0] = three_decimals(generator, 0.8, 0.9)
    acc[0][1] = three_decimals(generator, 0.8, 0.9)
    acc[-2][-1], acc[-1][-1] = three_decimals(generator, 0.0, 0.1), three_decimals(generator, 0.9, 0.99)
    return lost(acc=acc)


def helped_acc(generator):
    """The last task has helped the first: the best is in the future."""
    low, middle, high = (three_decimals(generator, *window) for window in ((0.2, 0.3), (0.5, 0.6), (0.8, 0.9)))
    return lost(acc=[[middle, low, low], [low, middle, low], [high, high, middle]])


def forgotten(seen):
    acc = exact(seen.inputs["acc"])
    best, final = acc[:-1].max(dim=0).values, acc[-1]
    each = best - final
    others = {
        "The sign: what is lost counts as positive.": -each[:-1].mean(),
        "The last task is counted, too: nothing came after it.": each.mean(),
        "The best includes the end itself, so that nothing can ever have improved.": (acc.max(0).values - final)[
            :-1
        ].mean(),
        "The sum over the tasks, where the mean is asked for.": each[:-1].sum(),
        "The worst task alone, where the mean is asked for.": each[:-1].max(),
        "Right after its own lesson a task need not have been at its best.": (acc.diagonal() - final)[:-1].mean(),
        "The row before the last need not be the best.": (acc[-2] - final)[:-1].mean(),
    }
    value = number(seen.value, "`forgetting(acc)`")
    return named(value, continual.forgetting(acc).item(), others, "Another number is forgotten.", atol=1e-5)


@check("q1", any_acc)
def forgetting_of_any_matrix(seen):
    """The mean over the earlier tasks of the best before the end, minus the end."""
    return forgotten(seen)


@check("q1", helped_acc)
def forgetting_may_be_negative(seen):
    """Where later tasks have helped, forgetting is negative."""
    return forgotten(seen)


# q2 -------------------------------------------------------------------------------------------------------


def evenly(counts, probability, bins):
    """Every count keeps to the bounds that honest chance breaks once in a million gradings, all bins together."""
    low, high = continual.count_bounds(RUNS, probability, FALSE_FAIL / bins)
    for place, count in enumerate(counts):
        if not low <= count <= high:
            often = "too often" if count > high else "too seldom"
            return failed(
                f"Number {place} of {bins} is kept {often}.",
                measured=f"{count} of {RUNS} runs",
                allowed=f"{low} to {high}, which equal chances leave less than once in a million gradings",
            )
    return passed


def long_stream(generator):
    length, capacity = generator.choice(((8, 3), (9, 3), (9, 4)))
    return kept_counts(length=length, capacity=capacity, seed=generator.randint(1, 10**6), runs=RUNS)


@check("q2", long_stream, weight=3)
def every_example_is_equally_likely(seen):
    """Over 4,000 seeds, every example of the stream is in the memory equally often (up to chance)."""
    length, capacity = seen.inputs["length"], seen.inputs["capacity"]
    return evenly(numbers(seen.value, (length,), "the counts").astype(int), capacity / length, length)


def any_mixed(generator, size, count):
    return mixed(fresh=generator.randint(1, 4), size=size, count=count, seed=generator.randint(1, 10**6))


@check(
    "q2",
    lambda g: any_mixed(g, g.randint(6, 8), 5),
    lambda g: any_mixed(g, 3, g.randint(4, 6)),
    lambda g: any_mixed(g, 0, 2),
)
def memory_rows_are_drawn_once(*runs):
    """Each row of the memory is drawn at most once; where there are fewer than `count`, all are, and of none, none."""
    for seen in runs:
        pair = mixed_rows(seen)
        if pair is None:
            return failed("Two things are asked for: x and y.")
        fresh, size, count = (seen.inputs[name] for name in ("fresh", "size", "count"))
        if not continual.mixed_rows(range(fresh), pair[0], range(100, 100 + size), count):
            drawn = ", ".join(str(row - 100) for row in pair[0][fresh:])
            message = "These are not different rows of the memory, as many as there should be."
            return failed(message, measured=drawn, allowed=f"{min(size, count)} of {size}")
    return passed


@check("q2", lambda g: mixed_counts(size=6, count=2, seed=g.randint(1, 10**6), runs=RUNS))
def memory_rows_are_drawn_evenly(seen):
    """Over 4,000 seeds, every row of the memory is drawn equally often (up to chance)."""
    return evenly(numbers(seen.value, (6,), "the counts").astype(int), 2 / 6, 6)


# q3 -------------------------------------------------------------------------------------------------------


def any_network(sizes):
    def draw(generator):
        x = [[three_decimals(generator, -1.5, 1.5) for _ in range(sizes[0])] for _ in range(5)]
        return information(sizes=sizes, seed=generator.randint(1, 10**6), x=x)

    return draw


def flat_network(sizes, seed):
    """The same network as a function of one vector of parameters and one example."""
    model = network(sizes, seed)
    names, shapes = zip(*((name, p.shape) for name, p in model.named_parameters()), strict=True)
    theta = torch.cat([p.detach().reshape(-1) for p in model.parameters()])

    def logits(vector, example):
        parts = vector.split([shape.numel() for shape in shapes])
        given = {name: part.view(shape) for name, part, shape in zip(names, parts, shapes, strict=True)}
        return torch.func.functional_call(model, given, (example[None],))[0]

    return logits, theta


def scores_of(logits, theta, x):
    """(probabilities (N, C), scores (N, C, P)) for the usual other quantities."""
    p = torch.stack([logits(theta, one).softmax(0) for one in x])
    score = [torch.func.jacrev(lambda t, e=one: logits(t, e).log_softmax(0))(theta) for one in x]
    return p, torch.stack(score)


def fisher_is(seen):
    sizes, x = seen.inputs["sizes"], exact(seen.inputs["x"])
    found = fishers(seen, sizes)
    if found is None:
        return failed("Another number of tensors than parameters.", measured=len(seen.value))
    value = [float(one) for part in found for one in part.reshape(-1)]
    logits, theta = flat_network(sizes, seen.inputs["seed"])
    right = continual.fisher_diagonal(logits, theta, x)
    p, score = scores_of(logits, theta, x)
    top = score[torch.arange(len(x)), p.argmax(1)]
    others = {
        "The sum over the examples, where the mean is asked for.": right * len(x),
        "Positive and negative cancel: square each score first, then take the mean.": torch.zeros_like(right),
        "The label taken is the likeliest one alone: the expectation runs over all labels.": (top**2).mean(0),
        "The square of a mean gradient: square for each example, then take the mean.": top.mean(0) ** 2,
        "The labels are not weighted with their probabilities.": (score**2).sum(1).mean(0),
        "The labels count equally, whatever the model thinks of them.": (score**2).mean(1).mean(0),
        "Sizes, not squares.": torch.einsum("nc,ncp->p", p, score.abs()) / len(x),
        "The gradient of p, where that of log p is asked for.": torch.einsum("nc,ncp->p", p**3, score**2) / len(x),
    }
    return named(value, right, others, "Another quantity.", rtol=1e-3, atol=1e-5, reveal=False)


@check("q3", any_network([3, 4]), weight=2)
def fisher_of_any_linear_model(seen):
    """For softmax regression: the expectation over the model's labels of the squared score, the mean over the examples."""
    return fisher_is(seen)


@check("q3", any_network([2, 3, 4]))
def fisher_of_any_network(seen):
    """The same for a network with a hidden layer."""
    return fisher_is(seen)


def springs(ask):
    def draw(generator):
        seed = generator.randint(1, 10**6)
        theta, anchor, fisher = (
            [drawn_numbers(seed + 10 * n + k, *s) for k, s in enumerate(((2, 3), (4,)))] for n in range(3)
        )
        fisher = [[[abs(f) for f in row] for row in fisher[0]], [abs(f) for f in fisher[1]]]
        return ask(theta=theta, anchor=anchor, fisher=fisher, strength=three_decimals(generator, 2, 9))

    return draw


def flat(parts):
    return torch.cat([exact(part).reshape(-1) for part in parts])


def spring_inputs(seen):
    return (*(flat(seen.inputs[name]) for name in ("theta", "anchor", "fisher")), seen.inputs["strength"])


@check("q3", springs(spring))
def penalty_of_any_spring(seen):
    """½ λ Σ F (θ − θ*)², over all parameters."""
    theta, anchor, fisher, strength = inputs = spring_inputs(seen)
    right = continual.ewc_penalty(*inputs).item()
    d = theta - anchor
    others = {
        "The ½ is missing.": 2 * right,
        "The mean over the parameters, where the sum is asked for.": right / len(d),
        "Every parameter is held equally fast: the Fisher information is missing.": strength / 2 * (d**2).sum().item(),
        "The strength is missing.": right / strength,
        "The distance is not squared.": strength / 2 * (fisher * d.abs()).sum().item(),
        "The Fisher information is squared along with the distance.": strength / 2 * ((fisher * d) ** 2).sum().item(),
    }
    return named(number(seen.value["value"], "`ewc_penalty(...)`"), right, others, "Another penalty.")


def pulls_of(value, seen, what):
    shapes = ((2, 3), (4,))
    if len(value) != len(shapes):
        return None
    return [x for part, shape in zip(value, shapes, strict=True) for x in numbers(part, shape, what).reshape(-1)]


@check("q3", springs(spring))
def penalty_can_be_trained_through(seen):
    """Autograd finds its way through the penalty to every parameter."""
    if len(seen.value["pulls"]) != 2:
        return failed("The penalty is a bare number: autograd finds no way back to the parameters.")
    if any(
        math.prod(exact(part).shape) != len(numbers(pull).reshape(-1))
        for part, pull in zip(seen.inputs["theta"], seen.value["pulls"], strict=True)
    ):
        return failed("A parameter has no part in the penalty.")
    theta, anchor, fisher, strength = spring_inputs(seen)
    pulls = pulls_of(seen.value["pulls"], seen, "the gradient of the penalty")
    return close(
        pulls, continual.ewc_gradient(theta, anchor, fisher, strength), message="It pulls otherwise.", reveal=False
    )


@check("q3", springs(pull_home))
def gradient_of_any_spring(seen):
    """λ F (θ − θ*), one tensor for each parameter."""
    theta, anchor, fisher, strength = inputs = spring_inputs(seen)
    pulls = pulls_of(seen.value, seen, "`ewc_gradient(...)`")
    if pulls is None:
        return failed("One tensor for each parameter is asked for.", measured=len(seen.value), allowed=2)
    right = continual.ewc_gradient(*inputs)
    others = {
        "Half of it: the ½ has gone into differentiating the square.": right / 2,
        "Twice of it: the square's 2 has met the ½.": 2 * right,
        "The pull goes away from the anchor.": -right,
        "Every parameter is held equally fast: the Fisher information is missing.": strength * (theta - anchor),
        "The anchor is missing: this pulls to zero.": strength * fisher * theta,
    }
    return named(pulls, right, others, "Another gradient.", reveal=False)


# q4 -------------------------------------------------------------------------------------------------------

DECAYING = (
    ("SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.05, "weight_decay": 0.2}),
)


def any_isolation(which):
    def draw(generator):
        kind, settings = DECAYING[which]
        return isolation(
            kind=kind, settings=settings, seed=generator.randint(1, 10**6), warm=generator.randint(1, 3), steps=4
        )

    return draw


@check("q4", any_isolation(0), any_isolation(1))
def frozen_stays_under_any_optimizer(*runs):
    """With momentum, weight decay and Adam, frozen entries stay what they were, to the bit."""
    for seen in runs:
        moved = abs(numbers(seen.value["frozen"]) - numbers(seen.value["frozen_before"])).max()
        if moved != 0:
            return failed(f"A frozen entry has moved under {seen.inputs['kind']}.", measured=moved, allowed=0)
    return passed


@check("q4", any_isolation(0), any_isolation(1))
def free_moves_under_any_optimizer(*runs):
    """Free entries move as the optimizer would have moved them."""
    return all_of(
        *(
            close(
                numbers(seen.value["free"]),
                numbers(seen.value["free_twin"]),
                message=f"Free entries move otherwise than under {seen.inputs['kind']} alone.",
                reveal=False,
            )
            for seen in runs
        )
    )


@check("q4", fall())
def why_accuracy_falls(choice):
    """Why accuracy on A falls though all that computes its scores is frozen."""
    reasons = {
        "a": "Momentum and weight decay act on frozen entries as well, but the step puts them back, to the bit.",
        "b": "The hidden layer is frozen, too: its features are what they were when A had been learnt.",
        "d": "Told that it is one of A's five, the network is as good as before: nothing of A was overwritten.",
    }
    given = letter(choice.value, what="`why_a_falls`")
    return passed if given == "c" else failed(reasons[given], measured=given, allowed="c")


# q5 -------------------------------------------------------------------------------------------------------


def any_batch(generator):
    """A batch far smaller than the data, so that each slip shows; variances away from 1."""
    batch = [[three_decimals(generator, -2, 2) for _ in range(2)] for _ in range(generator.randint(3, 6))]
    return slope_of_u(
        theta=[three_decimals(generator, 0.5, 2), three_decimals(generator, -2, -0.5)],
        batch=batch,
        total=generator.randint(20, 60),
        prior_precision=three_decimals(generator, 1.5, 4),
        noise_variance=[three_decimals(generator, 0.3, 0.7), three_decimals(generator, 1.5, 3)],
    )


@check("q5", any_batch, weight=2)
def gradient_of_any_batch(seen):
    """For any batch: the prior once, the likelihood scaled up to all the data."""
    theta, batch, variance = (exact(seen.inputs[name]) for name in ("theta", "batch", "noise_variance"))
    total, precision = seen.inputs["total"], seen.inputs["prior_precision"]
    right = langevin.potential_gradient(theta, batch, total, precision, variance)
    own = (theta - batch).sum(0) / variance
    data = total / len(batch) * own
    others = {
        "The batch is not scaled up: it stands for all the data.": precision * theta + own,
        "The prior is forgotten.": data,
        "The prior is scaled up as well: it counts once, however small the batch.": total
        / len(batch)
        * (precision * theta + own),
        "This is the gradient of log p, uphill; U is its negative.": -right,
        "The batch's mean, where the sum over all the data is asked for.": precision * theta + own / len(batch),
        "The sum over the batch is scaled by N instead of N/n.": precision * theta + total * own,
        "The noise is divided by its standard deviation, not its variance.": precision * theta + data * variance.sqrt(),
        "The prior's precision is taken for its variance.": theta / precision + data,
        "The prior pulls away from its centre.": data - precision * theta,
    }
    value = numbers(seen.value, (2,), "`posterior_gradient(...)`")
    return named(value, right, others, "Another gradient.", atol=1e-4)


def any_step(generator):
    return one_step(
        theta=[three_decimals(generator, -2, 2) for _ in range(3)],
        gradient=[three_decimals(generator, 1, 3) for _ in range(3)],
        step_size=three_decimals(generator, 0.05, 0.4),
        noise=[generator.choice((-1, 1)) * three_decimals(generator, 0.5, 2) for _ in range(3)],
    )


@check("q5", any_step, weight=2)
def step_from_anywhere(seen):
    """θ − (ε/2) ∇U + √ε · noise, for any ε and any noise."""
    theta, gradient, noise = (exact(seen.inputs[name]) for name in ("theta", "gradient", "noise"))
    eps = seen.inputs["step_size"]
    drift, kick = eps / 2 * gradient, math.sqrt(eps) * noise
    others = {
        "The noise is scaled by ε, where √ε is asked for.": theta - drift + eps * noise,
        "The ½ is missing.": theta - 2 * drift + kick,
        "The noise is missing.": theta - drift,
        "The step goes uphill.": theta + drift + kick,
        "The noise is scaled by √(2ε): that is the convention of a whole ε in front of the gradient.": theta
        - drift
        + math.sqrt(2) * kick,
        "The noise is not scaled.": theta - drift + noise,
        "The noise is halved, too.": theta - drift + kick / 2,
    }
    value = numbers(seen.value, (3,), "`langevin_step(...)`")
    return named(value, langevin.step(theta, gradient, eps, noise), others, "The step leads elsewhere.", atol=1e-5)


# q6 -------------------------------------------------------------------------------------------------------

STEPS, DROPPED = 3000, 100


def any_chain(generator):
    """Two coordinates of a Gaussian; εΛ from 0.5 to 1.3, so that 100 steps forget the start to 10⁻¹⁰ and less."""
    eps = three_decimals(generator, 0.1, 0.3)
    return chain(
        mean=[three_decimals(generator, 1, 3), three_decimals(generator, -3, -1)],
        precision=[
            round(three_decimals(generator, 0.5, 0.7) / eps, 3),
            round(three_decimals(generator, 1.1, 1.3) / eps, 3),
        ],
        start=[three_decimals(generator, 4, 6), three_decimals(generator, 4, 6)],
        step_size=eps,
        steps=STEPS,
        seed=generator.randint(1, 10**6),
    )


@check("q6", any_chain, weight=2)
def chain_has_the_moments_of_the_posterior(seen):
    """Mean and variance of a long chain are those that a Langevin chain settles at (up to chance)."""
    path = numbers(seen.value, (STEPS + 1, 2), "`langevin_chain(...)`")[DROPPED + 1 :]
    eps = seen.inputs["step_size"]
    if not (abs(path) < 1e6).all():
        return failed("The chain runs away.", measured=float(path[-1, 0]))
    for place, (m, precision) in enumerate(zip(seen.inputs["mean"], seen.inputs["precision"], strict=True)):
        args = (precision, eps, len(path), FALSE_FAIL / 4)
        x = path[:, place]
        spread, right = float(((x - m) ** 2).mean()), langevin.settled_variance(precision, eps)
        verdict = all_of(
            close(float(x.mean()), m, rtol=0, atol=langevin.mean_tolerance(*args), message="The chain's mean is off."),
            close(
                spread, right, rtol=0, atol=langevin.variance_tolerance(*args), message="The chain's variance is off."
            ),
        )
        if verdict.credit < 1:
            return verdict
    return passed


@check("q6", any_chain)
def chain_is_driven_by_white_noise(seen):
    """The noise that drives the chain has no memory, and differs between coordinates (up to chance)."""
    path = exact(numbers(seen.value, (STEPS + 1, 2), "`langevin_chain(...)`").tolist())
    eps, mean, precision = seen.inputs["step_size"], exact(seen.inputs["mean"]), exact(seen.inputs["precision"])
    noise = (path[1:] - path[:-1] + eps / 2 * precision * (path[:-1] - mean)) / math.sqrt(eps)
    margin = langevin.correlation_tolerance(STEPS - 1, FALSE_FAIL / 3)
    within = (noise[1:] * noise[:-1]).mean(0).abs().max().item()
    across = (noise[:, 0] * noise[:, 1]).mean().abs().item()
    return all_of(
        require(
            within <= margin, "One step's noise tells of the next one's.", measured=within, allowed=f"0 ± {margin:.2g}"
        ),
        require(across <= margin, "The coordinates share their noise.", measured=across, allowed=f"0 ± {margin:.2g}"),
    )


def any_bias(generator):
    precision = three_decimals(generator, 0.5, 5)
    return settled(precision=precision, step_size=round(generator.uniform(0.6, 3) / precision, 4))


@check("q6", any_bias, any_bias)
def variance_at_any_step_size(*runs):
    """The variance at which the chain settles, for any precision and any stable ε."""
    verdicts = []
    for seen in runs:
        precision, eps = seen.inputs["precision"], seen.inputs["step_size"]
        others = {
            "This is the posterior's own variance: the chain's is larger.": 1 / precision,
            "This is with a = 1 − εΛ: the gradient has ε/2 before it.": eps / (1 - (1 - eps * precision) ** 2),
            "This is with a in place of a².": eps / (eps * precision / 2),
            "The variance of the noise is ε, not ε².": eps**2 / (1 - (1 - eps * precision / 2) ** 2),
            "This is the standard deviation.": math.sqrt(langevin.settled_variance(precision, eps)),
        }
        value = number(seen.value, "`settled_variance(...)`")
        right = langevin.settled_variance(precision, eps)
        verdicts.append(named(value, right, others, "It settles elsewhere.", reveal=False))
    return all_of(*verdicts)
