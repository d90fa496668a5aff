"""What is looked at in `schedules`, and the checks that the student may see.

No formula stands in this file: what is checked here are the ends of the schedules, the worked examples of the text, and
that a schedule agrees with itself.
"""

import copy

from autograder import all_of, check, close, equal, failed, letter, number, numbers, passed, picture, probe, require

RTOL, ATOL = 2e-5, 1e-6  # float32 all the way, through 200 multiplications, stays within
SHUFFLED = [25, 3, 3, 0, 12, 40, 25, 7]


# The evidence: probes run beside the student's code. ------------------------------------------------------


def asked(make, arguments, steps):
    """The rates of one schedule at these steps; where they increase, all steps before are asked for, too, as in a training."""
    schedule = make(*arguments)
    if not callable(schedule):
        kind = type(schedule).__name__
        raise TypeError(f"what comes back should be a schedule, to be called with a step; got {kind}")
    if steps == sorted(set(steps)):
        rates = [schedule(t) for t in range(max(steps) + 1)]
        return [rates[t] for t in steps]
    return [schedule(t) for t in steps]


def both_orders(make, arguments, others, steps):
    """One schedule asked in order; another like it asked for `steps`, while one with other numbers is in use as well."""
    in_order = asked(make, copy.deepcopy(arguments), list(range(max(steps) + 1)))
    schedule, other = make(*copy.deepcopy(arguments)), make(*copy.deepcopy(others))
    shuffled = []
    for t in steps:
        try:
            shuffled.append(schedule(t))
            other(t + 1)
        except NotImplementedError:
            raise
        except Exception as error:
            shuffled.append(f"{type(error).__name__}: {error}"[:200])
            break
    return {"in_order": in_order, "shuffled": shuffled}


@probe
def square_root_rates(square_root, arguments, steps):
    return asked(square_root, arguments, steps)


@probe
def square_root_orders(square_root, arguments, others, steps):
    return both_orders(square_root, arguments, others, steps)


@probe
def factor_rates(factor_decay, arguments, steps):
    return asked(factor_decay, arguments, steps)


@probe
def factor_orders(factor_decay, arguments, others, steps):
    return both_orders(factor_decay, arguments, others, steps)


@probe
def multi_step_rates(multi_step, arguments, steps):
    return asked(multi_step, arguments, steps)


@probe
def multi_step_orders(multi_step, arguments, others, steps):
    return both_orders(multi_step, arguments, others, steps)


@probe
def polynomial_rates(polynomial, arguments, steps):
    return asked(polynomial, arguments, steps)


@probe
def polynomial_orders(polynomial, arguments, others, steps):
    return both_orders(polynomial, arguments, others, steps)


@probe
def cosine_rates(cosine, arguments, steps):
    return asked(cosine, arguments, steps)


@probe
def cosine_orders(cosine, arguments, others, steps):
    return both_orders(cosine, arguments, others, steps)


@probe
def warmup_rates(warmup_cosine, arguments, steps):
    return asked(warmup_cosine, arguments, steps)


@probe
def warmup_orders(warmup_cosine, arguments, others, steps):
    return both_orders(warmup_cosine, arguments, others, steps)


def labelled(number):
    """A schedule whose rates say whose they are and with which step it was asked: 300 + t for the third. It begins with 0."""

    def rate(t):
        if t < 0:
            raise ValueError(f"schedule number {number} is asked for its step {t}, and its turn begins with step 0")
        return 100.0 * number + t

    return rate


@probe
def joined_rates(join, boundaries, steps):
    """From schedules whose rates say whose they are."""
    return asked(lambda: join([labelled(i + 1) for i in range(len(boundaries) + 1)], list(boundaries)), [], steps)


@probe
def joined_twice(join, boundaries, steps):
    """The rates of two schedules that were joined from the same two lists, and whether the lists are what they were."""
    schedules, ends = [labelled(i + 1) for i in range(len(boundaries) + 1)], list(boundaries)
    given = list(schedules)
    joined = [join(schedules, ends) for _ in range(2)]
    rates = [[schedule(t) for t in steps] for schedule in joined]
    return {"rates": rates, "kept": schedules == given and ends == list(boundaries)}


@probe
def joined_orders(join, boundaries, others, steps):
    def make(ends):
        return join([labelled(i + 1) for i in range(len(ends) + 1)], list(ends))

    return both_orders(make, [boundaries], [others], steps)


@probe
def training(train, rates, epochs, batches, momentum):
    """Every step that is taken: by the optimizer that was passed or by another, and at which rates; the weights at last."""
    import torch
    from torch.optim.optimizer import register_optimizer_step_pre_hook

    w = torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
    b = torch.nn.Parameter(torch.tensor(0.5, dtype=torch.float64))
    optimizer = torch.optim.SGD([{"params": [w], "lr": 0.7}, {"params": [b], "lr": 0.9}], momentum=momentum)
    taken, last = [], []

    def schedule(t):
        if t < 0:
            raise ValueError(f"there is no epoch {t}")
        return rates[min(int(t), len(rates) - 1)]

    def loss_of(batch):
        return 0.5 * ((w - batch) ** 2).sum() + 0.5 * (b + batch) ** 2

    def record(stepping, args, kwargs):
        taken.append({"own": stepping is optimizer, "rates": [float(g["lr"]) for g in stepping.param_groups]})

    def record_last(stepping, args, kwargs):
        # Hooks for all optimizers run before an optimizer's own, and one of those may write the rate: look after them.
        for hook in last:
            hook.remove()
        last[:] = [stepping.register_step_pre_hook(record)]

    hook = register_optimizer_step_pre_hook(record_last)
    try:
        train(optimizer, loss_of, list(batches), epochs, schedule)
    finally:
        for each_hook in (hook, *last):
            each_hook.remove()
    return {"taken": taken, "weights": [*w.detach().tolist(), b.item()]}


@probe
def sequential(warmup_then_cosine, warmup, horizon, start_factor, final_lr, base_lrs, epochs):
    """What kind of scheduler it is, and the rates of every group that it yields, used in the right order."""
    import warnings

    import torch

    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in base_lrs]
    optimizer = torch.optim.SGD(groups)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scheduler = warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr)
        kind = type(scheduler).__name__
        if not isinstance(scheduler, torch.optim.lr_scheduler.SequentialLR):
            return {"kind": kind, "sequential": False, "rates": []}
        rates = []
        for _ in range(epochs):
            rates.append([float(group["lr"]) for group in optimizer.param_groups])
            optimizer.step()
            scheduler.step()
    return {"kind": kind, "sequential": True, "rates": rates}


@probe
def rates_used(rates_of, base_lrs, factor, every, epochs):
    """What `rates_of` says of a scheduler, and the rates at which the first group was stepped meanwhile."""
    import warnings

    import torch

    optimizer = torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in base_lrs])
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=every, gamma=factor)
    used = []
    optimizer.register_step_pre_hook(lambda *_: used.append(float(optimizer.param_groups[0]["lr"])))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = rates_of(optimizer, scheduler, epochs)
    return {"said": said, "used": used}


@probe
def report_rates(rate_in_epoch_0, rate_in_epoch_29):
    return {"rate_in_epoch_0": rate_in_epoch_0, "rate_in_epoch_29": rate_in_epoch_29}


@probe
def repair_choice(which_repair):
    return which_repair


# What several checks need. --------------------------------------------------------------------------------


def called(name, inputs):
    return f"`{name}({', '.join(f'{x:g}' if isinstance(x, float) else str(x) for x in inputs['arguments'])})`"


def each(rates, steps, call):
    """What came for each step as a float; a step whose rate is no number is named."""
    return [number(rate, f"the rate that {call} gives for step {t}") for t, rate in zip(steps, rates, strict=True)]


def at(seen, name, expected, said):
    """At each asked step the rate is the expected one; else what `said` says of that step."""
    steps = seen.inputs["steps"]
    call = called(name, seen.inputs)
    rates = each(seen.value, steps, call)
    return all_of(
        *(
            close(rate, right, rtol=RTOL, atol=ATOL, message=said(t, call))
            for t, rate, right in zip(steps, rates, expected, strict=True)
        )
    )


def in_any_order(seen, name):
    """The same step has the same rate, whatever was asked before."""
    steps = seen.inputs["steps"]
    in_order = each(seen.value["in_order"], range(max(steps) + 1), f"`{name}`")
    before = "first of all"
    for t, rate in zip(steps, seen.value["shuffled"], strict=False):
        if isinstance(rate, str):
            return failed(
                f"A schedule of `{name}`, asked for step {t} {before}, stops with {rate}. It needs calls that came "
                "earlier; a rate has to follow from the step alone.",
            )
        verdict = close(
            number(rate, f"the rate of step {t}"),
            in_order[t],
            rtol=RTOL,
            atol=ATOL,
            message=f"A schedule of `{name}` keeps something between its calls: asked {before}, step {t} has another rate "
            "than in order. The rate has to follow from the step alone.",
        )
        if verdict.credit < 1:
            return verdict
        before = f"after step {t}"
    return passed


def starts_at_base(t, call):
    return f"{call} does not begin with its base rate: step {t} comes before any decay."


# q1: square root and factor -------------------------------------------------------------------------------


@check(
    "q1",
    square_root_rates(arguments=[0.3], steps=[0]),
    factor_rates(arguments=[0.3, 0.9, 0.03], steps=[0]),
    hint="What is √(t + 1) for t = 0, and what is αᵗ?",
)
def decay_begins_with_the_base_rate(root, factor):
    """Epoch 0 has the base rate, in both schedules."""
    return all_of(
        at(root, "square_root", root.inputs["arguments"][:1], starts_at_base),
        at(factor, "factor_decay", factor.inputs["arguments"][:1], starts_at_base),
    )


@check(
    "q1",
    square_root_rates(arguments=[0.3], steps=[0, 3, 8, 24, 99]),
    factor_rates(arguments=[0.3, 0.9, 0.03], steps=[0, 3, 8, 24, 99]),
    hint="Set your formulas beside the worked step.",
)
def decay_agrees_with_the_table(root, factor):
    """The epochs 0, 3, 8, 24 and 99 have the rates of the table."""
    table = {
        "square_root": (root, [0.3, 0.15, 0.1, 0.06, 0.03]),
        "factor_decay": (factor, [0.3, 0.2187, 0.1291, 0.03, 0.03]),
    }
    verdicts = []
    for name, (seen, expected) in table.items():
        call = called(name, seen.inputs)
        steps = seen.inputs["steps"]
        for t, rate, right in zip(steps, each(seen.value, steps, call), expected, strict=True):
            verdicts.append(close(rate, right, rtol=0, atol=6e-5, message=f"{call} has another rate in epoch {t}."))
    return all_of(*verdicts)


@check(
    "q1",
    factor_rates(arguments=[0.3, 0.5, 0.06], steps=[2, 3, 4, 50]),  # the base rate of the table, and not its factor
    hint="The larger of two numbers, in every step.",
)
def factor_stops_at_the_floor(seen):
    """A rate that would fall below the floor is the floor, and stays there; above it, the floor does nothing."""
    rates = each(seen.value, seen.inputs["steps"], called("factor_decay", seen.inputs))
    floor = seen.inputs["arguments"][2]
    return all_of(
        require(rates[0] > floor * 1.1, "The floor is there before the rate has come down to it.", measured=rates[0]),
        close(rates[1:], [floor] * 3, rtol=RTOL, atol=ATOL, message="Below the floor the rate should be the floor."),
    )


@check(
    "q1",
    square_root_orders(arguments=[0.3], others=[0.7], steps=SHUFFLED),
    factor_orders(arguments=[0.3, 0.9, 0.03], others=[0.7, 0.8, 0.1], steps=SHUFFLED),
    hint="Does your schedule change anything when it is called? Then the next call sees it.",
)
def decay_in_any_order(root, factor):
    """Asked in any order, and again, each step has the same rate."""
    return all_of(in_any_order(root, "square_root"), in_any_order(factor, "factor_decay"))


# q2: multi-step -------------------------------------------------------------------------------------------


@check(
    "q2",
    multi_step_rates(arguments=[0.5, [15, 30], 0.5], steps=[0, 14, 15, 16, 29, 30, 31]),
    hint="Which milestones have come by epoch 15, and which by epoch 14?",
)
def milestones_drop_in_time(seen):
    """The rate drops in the epoch whose number is a milestone, and keeps its new value."""

    def said(t, call):
        where = {0: "before any milestone", 14: "the last before the first milestone", 15: "the first milestone itself"}
        where |= {29: "the last before the second milestone", 30: "the second milestone itself"}
        return f"{call} has another rate in epoch {t}, {where.get(t, 'right after a milestone')}."

    return at(seen, "multi_step", [0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125], said)


@check(
    "q2",
    multi_step_orders(arguments=[0.5, [5, 10, 20], 0.5], others=[0.7, [3], 0.1], steps=SHUFFLED),
    hint="If your schedule cuts a rate that it keeps, then asking twice for a milestone cuts twice. Count instead.",
)
def multi_step_in_any_order(seen):
    """Asked in any order, and again, each step has the same rate."""
    return in_any_order(seen, "multi_step")


# q3: polynomial and cosine --------------------------------------------------------------------------------


@check(
    "q3",
    polynomial_rates(arguments=[0.3, 0.01, 20, 2], steps=[0]),
    cosine_rates(arguments=[0.3, 0.01, 20], steps=[0]),
    hint="Put t = 0 into your formula: the whole way is left.",
)
def arrivals_begin_with_the_base_rate(polynomial, cosine):
    """Epoch 0 has the base rate, in both schedules."""
    return all_of(
        at(polynomial, "polynomial", polynomial.inputs["arguments"][:1], starts_at_base),
        at(cosine, "cosine", cosine.inputs["arguments"][:1], starts_at_base),
    )


@check(
    "q3",
    polynomial_rates(arguments=[0.3, 0.01, 20, 2], steps=[10, 20]),
    cosine_rates(arguments=[0.3, 0.01, 20], steps=[10, 20]),
    hint="Set your formulas beside the worked step. Both ends count: it is their difference that is scaled.",
)
def arrivals_agree_with_the_worked_step(polynomial, cosine):
    """Half-way and at the horizon the rates are those of the worked step."""

    def said(t, call):
        return f"{call} has another rate {'half-way' if t == 10 else 'at the horizon'}, in epoch {t}."

    return all_of(at(polynomial, "polynomial", [0.0825, 0.01], said), at(cosine, "cosine", [0.155, 0.01], said))


@check(
    "q3",
    polynomial_rates(arguments=[0.3, 0.02, 15, 2], steps=[16, 20, 30, 100]),
    cosine_rates(arguments=[0.3, 0.02, 15], steps=[16, 20, 30, 100]),
    hint="After the end every step is treated as if it were the horizon.",
)
def arrivals_stay_after_the_end(polynomial, cosine):
    """After the end the rate stays at the final one, the first epoch after it included."""

    def said(t, call):
        return f"{call} does not keep its final rate after the end: epoch {t} has another."

    return all_of(
        at(polynomial, "polynomial", [polynomial.inputs["arguments"][1]] * 4, said),
        at(cosine, "cosine", [cosine.inputs["arguments"][1]] * 4, said),
    )


@check(
    "q3",
    polynomial_orders(arguments=[0.3, 0.01, 20, 2], others=[0.7, 0.1, 9, 1], steps=SHUFFLED),
    cosine_orders(arguments=[0.3, 0.01, 20], others=[0.7, 0.1, 9], steps=SHUFFLED),
    hint="Does your schedule change anything when it is called? What does it give for a step beyond the horizon?",
)
def arrivals_in_any_order(polynomial, cosine):
    """Asked in any order, and again, each step has the same rate."""
    return all_of(in_any_order(polynomial, "polynomial"), in_any_order(cosine, "cosine"))


@picture(
    "q3",
    polynomial_rates(arguments=[0.3, 0.01, 30, 0.9], steps=list(range(41))),
    cosine_rates(arguments=[0.3, 0.01, 30], steps=list(range(41))),
)
def two_that_arrive(axes, polynomial, cosine):
    """The rates of your `polynomial` and `cosine`, from 0.3 to 0.01 in 30 epochs, and ten epochs on."""
    axes.plot(numbers(polynomial, (41,), "`polynomial`"), ".-", linewidth=0.8, label="polynomial")
    axes.plot(numbers(cosine, (41,), "`cosine`"), ".-", linewidth=0.8, label="cosine")
    axes.set(xlabel="epoch", ylabel="rate")
    axes.legend()


# q4: joining, and warmup then cosine ----------------------------------------------------------------------


@check(
    "q4",
    joined_rates(boundaries=[4], steps=[0, 3, 4, 5, 9]),
    hint="At step 4 it is the second one's turn, and it is asked for its step 0.",
)
def joins_two(seen):
    """With one boundary: the first up to it, from it on the second, which counts from 0."""
    rates = each(seen.value, seen.inputs["steps"], "the joined schedule")
    message = ""
    if rates[2] < 200:
        message = "The step whose number is the boundary already belongs to the second schedule."
    elif rates[2] == 204:
        message = "The second schedule is asked for the step of the whole training: it should count from 0."
    return close(rates, [100, 103, 200, 201, 205], message=message)


@check(
    "q4",
    joined_rates(boundaries=[2, 5], steps=[0, 1, 2, 3, 4, 5, 6]),
    joined_rates(boundaries=[], steps=[0, 6]),
    hint="Functions made in a loop look its variables up when they are called. Which values have these by then?",
)
def joins_three_or_one(three, one):
    """Three schedules are joined as in the table; a single one is itself."""
    rates = each(three.value, three.inputs["steps"], "the joined schedule")
    alone = each(one.value, one.inputs["steps"], "a schedule joined with no other")
    return all_of(
        close(rates, [100, 101, 200, 201, 202, 300, 301], message="Three joined schedules differ from the table."),
        close(alone, [100, 106], message="One alone should be itself."),
    )


@check(
    "q4",
    joined_twice(boundaries=[4], steps=[0, 3, 4, 6]),
    hint="`append`, `insert` and `pop` change the list of whoever called you; `[0, *boundaries]` is a new one.",
)
def join_leaves_its_lists(seen):
    """The two lists are left as they are: joined from them once more, it is the same schedule."""
    first, second = (each(rates, seen.inputs["steps"], "the joined schedule") for rates in seen.value["rates"])
    message = "Joined from the same lists again, the schedule is another."
    return all_of(
        require(seen.value["kept"], "`join` changes the lists that it is given."), close(second, first, message=message)
    )


WARMUP = [0.1, 0.3, 0.01, 5, 20]


@check("q4", warmup_rates(arguments=WARMUP, steps=[0, 1, 4]), hint="In epoch 0 nothing has been climbed yet.")
def warmup_begins_in_epoch_0(seen):
    """Epoch 0 has the start rate, and the epochs of the warmup climb in equal steps from there."""

    def said(t, call):
        return f"{call} has another rate in epoch {t}" + (": it should be the start rate." if t == 0 else ".")

    return at(seen, "warmup_cosine", [0.1, 0.14, 0.26], said)


@check(
    "q4",
    warmup_rates(arguments=WARMUP, steps=[5, 6]),
    hint="The cosine counts from 0 when its turn comes. And for how many epochs does its turn last?",
)
def first_epoch_after_the_warmup(seen):
    """The first epoch after the warmup has the base rate; in the next the cosine has begun."""
    rates = each(seen.value, seen.inputs["steps"], called("warmup_cosine", seen.inputs))
    full = close(rates[0], 0.3, rtol=RTOL, atol=ATOL, message="The first epoch after the warmup has another rate.")
    return all_of(full, close(rates[1], 0.2968, rtol=0, atol=6e-5, message="The epoch after that has another rate."))


@check(
    "q4",
    warmup_rates(arguments=WARMUP, steps=[19, 20, 21, 35, 60]),
    hint="When is the cosine through its wave? And if `cosine` fails its own checks, mend it first.",
)
def warmup_cosine_after_the_end(seen):
    """The horizon, warmup included, has the final rate, and so has every epoch after the end, but not the one before."""
    rates = each(seen.value, seen.inputs["steps"], called("warmup_cosine", seen.inputs))
    before = close(rates[0], 0.0132, rtol=0, atol=6e-5, message="The last epoch before the horizon has another rate.")
    after = close(
        rates[1:], [0.01] * 4, rtol=RTOL, atol=ATOL, message="At the horizon or after it the rate is another."
    )
    return all_of(before, after)


@check(
    "q4",
    joined_orders(boundaries=[4, 11, 30], others=[2], steps=SHUFFLED),
    warmup_orders(arguments=WARMUP, others=[0.2, 0.7, 0.1, 3, 9], steps=SHUFFLED),
    hint="Does your schedule remember whose turn it was? It can see that from the step.",
)
def joined_in_any_order(joined, warmup):
    """Asked in any order, and again, each step has the same rate."""
    return all_of(in_any_order(joined, "join"), in_any_order(warmup, "warmup_cosine"))


@picture("q4", warmup_rates(arguments=[0.02, 0.3, 0.01, 5, 30], steps=list(range(46))))
def warmup_curve(axes, rates):
    """The rates of your `warmup_cosine(0.02, 0.3, 0.01, 5, 30)`, epoch by epoch."""
    axes.plot(numbers(rates, (46,), "`warmup_cosine`"), ".-", linewidth=0.8)
    axes.set(xlabel="epoch", ylabel="rate")


# q5: the right rate at the right time ---------------------------------------------------------------------

TRAINING = training(rates=[0.05, 0.1, 0.2, 0.15, 0.08, 0.03], epochs=5, batches=[1.0, -0.5, 2.0], momentum=0.0)
WARMED_UP = 2  # the first epoch after the warmup of these rates


def steps_taken(seen):
    """The steps, epoch by epoch; raises where there is another number of them."""
    epochs, batches = seen.inputs["epochs"], len(seen.inputs["batches"])
    taken = seen.value["taken"]
    if len(taken) != epochs * batches:
        return None
    return [taken[i * batches : (i + 1) * batches] for i in range(epochs)]


def in_step(seen):
    """Each batch has its step, taken by the optimizer that was passed."""
    epochs, batches = seen.inputs["epochs"], len(seen.inputs["batches"])
    if not all(step["own"] for step in seen.value["taken"]):
        return failed("Another optimizer than the one that was passed took steps: what it remembered is lost.")
    allowed = f"{epochs} epochs · {batches} batches"
    return equal(
        len(seen.value["taken"]), epochs * batches, f"The optimizer stepped another number of times than {allowed}."
    )


def rate_in(seen, epoch, what):
    """The first group's rate at the first step of this epoch."""
    epochs = steps_taken(seen)
    if epochs is None:
        return in_step(seen)
    rates = seen.inputs["rates"]
    rate, right = epochs[epoch][0]["rates"][0], rates[epoch]
    message = f"Epoch {epoch}, {what}, runs at another rate."
    if epoch and abs(rate - rates[epoch - 1]) <= ATOL:
        message = f"Epoch {epoch}, {what}, runs at the rate of the epoch before: is the rate set too late?"
    elif abs(rate - rates[epoch + 1]) <= ATOL:
        message = f"Epoch {epoch}, {what}, already runs at the rate of the next one."
    elif abs(rate - 0.7) <= ATOL:
        message = f"Epoch {epoch}, {what}, runs at the rate that the optimizer was built with."
    return close(rate, right, rtol=RTOL, atol=ATOL, message=message)


@check("q5", TRAINING, hint="`zero_grad`, `backward`, `step`, for each batch of each epoch, with the same optimizer.")
def every_batch_is_a_step(seen):
    """The optimizer that was passed takes one step for each batch, in each epoch."""
    return in_step(seen)


@check("q5", TRAINING, hint="When is the rate of epoch 0 written into the groups?")
def rate_of_epoch_0(seen):
    """Epoch 0 runs at the rate that the schedule has for it."""
    return rate_in(seen, 0, "the first")


@check("q5", TRAINING, hint="Is the rate of epoch t written before epoch t, or after it?")
def rate_after_the_warmup(seen):
    """The first epoch after the warmup, epoch 2, runs at the highest rate."""
    return rate_in(seen, WARMED_UP, "the first after the warmup")


@check("q5", TRAINING, hint="t counts epochs. How often does your loop ask the schedule?")
def rate_holds_all_epoch(seen):
    """Within an epoch all batches have the same rate."""
    epochs = steps_taken(seen)
    if epochs is None:
        return in_step(seen)
    for t, steps in enumerate(epochs):
        rates = [step["rates"][0] for step in steps]
        if max(rates) - min(rates) > ATOL:
            return failed(f"Within epoch {t} the rate changes from batch to batch.", measured=str(rates))
    return passed


@check("q5", TRAINING, hint="`optimizer.param_groups` is a list: how many of them does your loop reach?")
def every_group_has_the_rate(seen):
    """In every step both parameter groups have the same rate."""
    for step in seen.value["taken"]:
        first, *others = step["rates"]
        if any(abs(rate - first) > ATOL for rate in others):
            return failed(
                "One parameter group has another rate.", measured=str(step["rates"]), allowed="the same in all"
            )
    return require(bool(seen.value["taken"]), "No step was taken.")


# q6: torch's own ------------------------------------------------------------------------------------------

OWN = sequential(warmup=4, horizon=12, start_factor=0.25, final_lr=0.02, base_lrs=[0.4], epochs=13)


@check("q6", OWN, hint="What the function should return is the `SequentialLR`, made of the two others.")
def it_is_a_sequential(seen):
    """`warmup_then_cosine` returns a `SequentialLR`."""
    return require(seen.value["sequential"], "Another kind of thing is returned.", measured=seen.value["kind"])


@check("q6", OWN, hint="`total_iters`, `T_max`, `milestones`: which three numbers follow from warmup and horizon?")
def sequential_in_time(seen):
    """Epoch 0 has its part of the base rate, the first after the warmup the whole, the horizon the final rate."""
    rates = numbers(seen.value["rates"], (None, 1), "the rates") if seen.value["sequential"] else []
    if len(rates) == 0:
        return failed("There are no rates to look at: return the scheduler.", measured=seen.value["kind"])
    named = {
        0: (0.1, "epoch 0"),
        2: (0.25, "epoch 2, half-way up"),
        4: (0.4, "epoch 4, the first after the warmup"),
        12: (0.02, "epoch 12, the horizon"),
    }
    return all_of(
        *(
            close(rates[t], [right], rtol=RTOL, atol=ATOL, message=f"Another rate is used in {name}.")
            for t, (right, name) in named.items()
        )
    )


@check(
    "q6",
    rates_used(base_lrs=[0.8, 0.3], factor=0.5, every=2, epochs=5),
    hint="Read the rate, use it with `optimizer.step()`, and only then move on with `scheduler.step()`.",
)
def rates_are_those_that_are_used(seen):
    """`rates_of` returns one rate for each epoch, the base rate first: that of the first group in that epoch's step."""
    said = numbers(seen.value["said"], (5,), "`rates_of(optimizer, scheduler, 5)`")
    other = abs(said[0] - 0.3) < ATOL
    message = "This is the rate of the second group." if other else "Epoch 0 should have the base rate."
    first = close(said[0], 0.8, rtol=RTOL, atol=ATOL, message=message)
    if first.credit < 1:
        return first
    used = seen.value["used"]
    if len(used) != 5:
        return failed("The optimizer should step once in each epoch.", measured=len(used), allowed=5)
    same = close(said, used, rtol=RTOL, atol=ATOL, message="Another rate is reported than the optimizer stepped with.")
    moves = require(said[4] < said[0], "The rate never changes: does the scheduler move on?", measured=said)
    return all_of(same, moves)


# q7: the run that its own plot spoilt ---------------------------------------------------------------------


@check("q7", report_rates(), repair_choice(), hint="`rates_of(optimizer, scheduler, 30)`, after `plotted_first()`.")
def report_is_answered(rates, choice):
    """Both rates are rates that such an optimizer can have; the answer is a letter."""
    letter(choice.value, what="`which_repair`")
    found = {name: number(value, f"`{name}`") for name, value in rates.value.items()}
    possible = [0.5 / 2**n for n in range(5)]
    return all_of(
        *(
            require(
                any(abs(rate - one) < ATOL for one in possible),
                f"From 0.5, halved any number of times, `{name}` is never {rate:g}.",
                measured=rate,
                allowed="0.5, 0.25, 0.125, …",
            )
            for name, rate in found.items()
        )
    )
