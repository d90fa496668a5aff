"""The hidden checks of `schedules`: drawn numbers over 200 steps, the truth from `reference`, the reasons for the choice."""

from checks import (
    ATOL,
    RTOL,
    cosine_rates,
    each,
    factor_rates,
    in_step,
    joined_rates,
    labelled,
    multi_step_rates,
    polynomial_rates,
    rates_used,
    repair_choice,
    report_rates,
    sequential,
    square_root_rates,
    steps_taken,
    training,
    warmup_rates,
)

from autograder import all_of, check, close, failed, letter, number, numbers, passed
from reference.schedules import cosine, factor, join, multi_step, polynomial, square_root, warmup_cosine

STEPS = 200


# The numbers are drawn so that a schedule that is one step off differs visibly within the 200 steps.


def base(draw):
    return round(draw.uniform(0.1, 0.95), 3)


def final(draw):
    return round(draw.uniform(0.001, 0.05), 4)


def for_square_root(draw):
    return [base(draw)]


def for_factor(draw):
    lr, factor = base(draw), round(draw.uniform(0.8, 0.98), 3)
    return [lr, factor, round(lr * factor ** draw.uniform(8, 25), 8)]  # the floor is reached on the way


def for_multi_step(draw):
    return [base(draw), sorted(draw.sample(range(1, STEPS), draw.randint(2, 5))), round(draw.uniform(0.1, 0.8), 2)]


def for_polynomial(draw):
    return [base(draw), final(draw), draw.randint(20, 150), draw.choice((0.5, 1.5, 3))]


def for_line_or_square(draw):
    return [base(draw), final(draw), draw.randint(20, 150), draw.choice((1, 2))]


def for_cosine(draw):
    return [base(draw), final(draw), draw.randint(20, 150)]


def for_warmup(draw):
    warmup = draw.randint(2, 20)
    return [final(draw), base(draw), final(draw), warmup, warmup + draw.randint(10, 150)]


def for_another_climb(draw):
    return [final(draw), base(draw), final(draw), 5, 20]  # the times of the public checks, at other rates


def for_no_warmup(draw):
    return [final(draw), base(draw), final(draw), 0, draw.randint(20, 150)]


def for_the_shortest_warmup(draw):
    return [final(draw), 0.3, final(draw), 1, draw.randint(20, 150)]  # the base rate of the public checks


def in_order(probe, arguments):
    return lambda draw: probe(arguments=arguments(draw), steps=list(range(STEPS)))


def out_of_order(probe, arguments):
    return lambda draw: probe(arguments=arguments(draw), steps=draw.sample(range(STEPS), STEPS))


def is_the(make, *all_seen):
    """In all that was seen, each rate is that of the reference; the usual other rates are named."""
    for seen in all_seen:
        steps, arguments = seen.inputs["steps"], seen.inputs["arguments"]
        schedule = make(*arguments)
        rates = each(seen.value, steps, f"the schedule of {arguments}")
        others = {
            "Every rate comes one step too soon.": [schedule(t + 1) for t in steps],
            "Every rate comes one step too late.": [schedule(max(t - 1, 0)) for t in steps],
        }
        named = (text for text, other in others.items() if close(rates, other, rtol=RTOL, atol=ATOL).credit == 1)
        message = next(named, "") if steps == sorted(steps) else "Asked out of order the rates are others."
        verdict = close(rates, [schedule(t) for t in steps], rtol=RTOL, atol=ATOL, message=message)
        if verdict.credit < 1:
            return verdict
    return passed


@check("q1", in_order(square_root_rates, for_square_root), out_of_order(square_root_rates, for_square_root))
def square_root_over_200_steps(*seen):
    """The square root schedule has the right rate in each of 200 steps, from any base rate, in any order."""
    return is_the(square_root, *seen)


@check("q1", in_order(factor_rates, for_factor), out_of_order(factor_rates, for_factor), weight=2)
def factor_over_200_steps(*seen):
    """The factor schedule has the right rate in each of 200 steps, for any numbers, in any order."""
    return is_the(factor, *seen)


@check(
    "q2",
    in_order(multi_step_rates, for_multi_step),
    out_of_order(multi_step_rates, for_multi_step),
    in_order(multi_step_rates, lambda draw: [0.5, [], 0.5]),  # two numbers of the public checks
    weight=2,
)
def multi_step_over_200_steps(*seen):
    """The multi-step schedule has the right rate in each of 200 steps, for any milestones or none, in any order."""
    return is_the(multi_step, *seen)


@check("q3", in_order(polynomial_rates, for_polynomial), out_of_order(polynomial_rates, for_line_or_square), weight=2)
def polynomial_over_200_steps(*seen):
    """The polynomial schedule has the right rate in each of 200 steps, for any numbers, in any order."""
    return is_the(polynomial, *seen)


@check("q3", in_order(cosine_rates, for_cosine), out_of_order(cosine_rates, for_cosine), weight=2)
def cosine_over_200_steps(*seen):
    """The cosine schedule has the right rate in each of 200 steps, for any numbers, in any order."""
    return is_the(cosine, *seen)


def drawn_boundaries(draw):
    boundaries = sorted(draw.sample(range(2, STEPS, 3), draw.randint(3, 5)))
    return joined_rates(boundaries=boundaries, steps=draw.sample(range(STEPS), STEPS))


@check("q4", drawn_boundaries, weight=2)
def joins_any_number(seen):
    """Four to six schedules are joined, each in its turn and counting from 0, in any order of calls."""
    boundaries, steps = seen.inputs["boundaries"], seen.inputs["steps"]
    schedule = join([labelled(i + 1) for i in range(len(boundaries) + 1)], boundaries)
    return close(each(seen.value, steps, "the joined schedule"), [schedule(t) for t in steps])


@check(
    "q4",
    in_order(warmup_rates, for_warmup),
    out_of_order(warmup_rates, for_warmup),
    out_of_order(warmup_rates, for_another_climb),
    weight=2,
)
def warmup_cosine_over_200_steps(*seen):
    """Warmup then cosine has the right rate in each of 200 steps, for any numbers, in any order."""
    return is_the(warmup_cosine, *seen)


@check("q4", in_order(warmup_rates, for_no_warmup))
def no_warmup_is_the_cosine(seen):
    """A warmup of 0 epochs is no warmup: the cosine from epoch 0 on."""
    return is_the(warmup_cosine, seen)


@check("q4", in_order(warmup_rates, for_the_shortest_warmup))
def one_epoch_is_a_warmup(seen):
    """After a warmup of 1 epoch, epoch 0 has the start rate and the cosine begins in epoch 1."""
    return is_the(warmup_cosine, seen)


# q5: the right rate at the right time ---------------------------------------------------------------------


def drawn_training(momentum):
    def draw_one(draw):
        epochs = draw.randint(4, 7)
        # Rates that are far enough from each other that a shift by one shows, in every epoch.
        rates = [round((i + draw.uniform(0.2, 0.8)) * 0.03, 4) for i in draw.sample(range(epochs + 2), epochs + 2)]
        batches = [round(draw.uniform(-3, 3), 2) for _ in range(draw.randint(2, 5))]
        return training(rates=rates, epochs=epochs, batches=batches, momentum=momentum)

    return draw_one


@check("q5", drawn_training(0.0), drawn_training(0.9), weight=2)
def every_epoch_has_its_rate(*seen):
    """In every epoch, batch and group the rate is the one that the schedule has for that epoch."""
    return all_of(*(rates_in_time(one) for one in seen))


def rates_in_time(seen):
    epochs, rates = steps_taken(seen), seen.inputs["rates"]
    if epochs is None:
        return in_step(seen)
    for t, steps in enumerate(epochs):
        for step in steps:
            for rate in step["rates"]:
                if not close(rate, rates[t], rtol=RTOL, atol=ATOL).credit:
                    late = t > 0 and abs(rate - rates[t - 1]) < ATOL
                    soon = abs(rate - rates[t + 1]) < ATOL
                    why = " (that of the epoch before)" if late else " (that of the next epoch)" if soon else ""
                    return failed(f"In epoch {t} another rate is used{why}.", measured=rate, allowed=rates[t])
    return passed


@check("q5", drawn_training(0.0), drawn_training(0.9))
def weights_end_where_they_should(*seen):
    """The weights at the end are those of this training, with the optimizer's momentum or without."""
    return all_of(
        *(
            close(
                numbers(one.value["weights"], (3,), "the weights"),
                trained(**one.inputs),
                message="The weights end elsewhere: are gradients cleared, batches in order, rates in time?",
            )
            for one in seen
        )
    )


def trained(rates, epochs, batches, momentum):
    """The weights of the probe's training: each is drawn to the batch, the third to its negative."""
    weights, velocity = [1.0, -2.0, 0.5], [0.0, 0.0, 0.0]
    for t in range(epochs):
        for batch in batches:
            for i, goal in enumerate((batch, batch, -batch)):
                velocity[i] = momentum * velocity[i] + (weights[i] - goal)
                weights[i] -= rates[t] * velocity[i]
    return weights


# q6: torch's own ------------------------------------------------------------------------------------------


def drawn_sequential(draw):
    return any_sequential(draw, draw.choice((2, 3, 4, 6, 7, 8, 9, 10)))  # 5 is the default of `LinearLR`


def shortest_sequential(draw):
    return any_sequential(draw, 1)


def any_sequential(draw, warmup):
    horizon = warmup + draw.randint(11, 40)
    return sequential(
        warmup=warmup,
        horizon=horizon,
        start_factor=round(draw.uniform(0.05, 0.9), 2),
        final_lr=final(draw),
        base_lrs=[base(draw), base(draw)],
        epochs=horizon + 1,
    )


@check("q6", drawn_sequential, shortest_sequential, weight=2)
def sequential_is_warmup_cosine(*all_seen):
    """From epoch 0 to the horizon the rates of each group are those of warmup then cosine, for any numbers."""
    return all_of(*(is_warmup_cosine(seen) for seen in all_seen))


def is_warmup_cosine(seen):
    if not seen.value["sequential"]:
        return failed("Not a `SequentialLR`.", measured=seen.value["kind"])
    inputs = seen.inputs
    rates = numbers(seen.value["rates"], (inputs["epochs"], len(inputs["base_lrs"])), "the rates")
    for group, lr in enumerate(inputs["base_lrs"]):
        schedule = warmup_cosine(
            inputs["start_factor"] * lr, lr, inputs["final_lr"], inputs["warmup"], inputs["horizon"]
        )
        right = [schedule(t) for t in range(inputs["epochs"])]
        verdict = close(rates[:, group], right, rtol=RTOL, atol=ATOL)
        if verdict.credit < 1:
            return verdict
    return passed


@check(
    "q6",
    lambda draw: rates_used(
        base_lrs=[base(draw), base(draw)],
        factor=round(draw.uniform(0.3, 0.9), 2),
        every=draw.randint(1, 4),
        epochs=draw.randint(6, 30),
    ),
)
def rates_of_any_scheduler(seen):
    """`rates_of` gives the rates of any scheduler, for any number of epochs."""
    epochs, every = seen.inputs["epochs"], seen.inputs["every"]
    schedule = multi_step(seen.inputs["base_lrs"][0], range(every, epochs + 1, every), seen.inputs["factor"])
    right = [schedule(t) for t in range(epochs)]
    said = numbers(seen.value["said"], (epochs,), f"`rates_of(optimizer, scheduler, {epochs})`")
    return close(said, right, rtol=RTOL, atol=ATOL)


# q7: the run that its own plot spoilt ---------------------------------------------------------------------


@check("q7", report_rates())
def report_trained_at(seen):
    """Both rates are those of a training after the plot."""
    stepped = multi_step(0.5, [15, 30], 0.5)
    names = {"rate_in_epoch_0": 30, "rate_in_epoch_29": 59}
    return all_of(
        *(
            close(number(seen.value[name], f"`{name}`"), stepped(t), message=f"`{name}` is another rate.")
            for name, t in names.items()
        )
    )


@check("q7", repair_choice(), weight=2)
def which_repair_works(choice):
    """Which repair gives the training the rates that the plot shows."""
    reasons = {
        "a": "The counter is back, but the rate in the groups is still 0.125, and it is that rate which is multiplied.",
        "b": "A new scheduler starts from the rate that it finds in the groups: 0.125, halved once in epoch 15.",
        "d": "The rate is back, but the counter is past both milestones: 0.5 in all 30 epochs.",
    }
    given = letter(choice.value)
    return passed if given == "c" else failed(reasons[given], measured=given, allowed="c")
