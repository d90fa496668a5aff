"""What is looked at in `optimizers`, and the checks that the student may see.

No optimizer stands in this file: gradients are taken by differences, walks are held to properties, to the numbers of
the text, or to what torch does beside them.
"""

from math import inf

from autograder import all_of, check, close, failed, letter, number, numbers, passed, picture, probe, require

START = (1.0, -1.0, -1.0, 1.0)
BATCH_1 = (((1, -1), 10), ((2, 0), 13))
BATCH_2 = (((0, 2), 11), ((-1, 1), 4))
BY_HAND = {"rtol": 1e-3, "atol": 0.01, "reveal": False}  # two decimals will do
CLOSE = {"rtol": 1e-4, "atol": 1e-5}

RACERS = ("gd", "momentum", "rmsprop", "adam")
TARGET = 0.005
STEPS = 250


# The evidence: probes run beside the student's code. ------------------------------------------------------


@probe
def first_predictions(predictions_1):
    return predictions_1


@probe
def first_loss(predictions_1, loss_1):
    return [predictions_1, loss_1]


@probe
def first_gradient(predictions_1, gradient_1):
    return [predictions_1, gradient_1]


@probe
def first_parameters(gradient_1, parameters_1):
    return [gradient_1, parameters_1]


@probe
def second_batch(predictions_2, gradient_2, parameters_2):
    return [predictions_2, gradient_2, parameters_2]


@probe
def second_predictions(parameters_1, predictions_2):
    return [parameters_1, predictions_2]


@probe
def second_gradient(predictions_1, gradient_1, predictions_2, gradient_2):
    return [predictions_1, gradient_1, predictions_2, gradient_2]


@probe
def second_parameters(gradient_1, parameters_1, gradient_2, parameters_2):
    return [gradient_1, parameters_1, gradient_2, parameters_2]


def sequence(rows):
    import torch

    return torch.tensor(rows, dtype=torch.float64)


@probe
def coasting(momentum_walk, w0, gradients, lr, momentum):
    return momentum_walk(sequence(w0), sequence(gradients), lr, momentum)


@probe
def looking_ahead(nesterov_walk, w0, gradients, lr, momentum):
    return nesterov_walk(sequence(w0), sequence(gradients), lr, momentum)


@probe
def gradients_after(momentum_walk, nesterov_walk, w0, gradients, lr, momentum):
    """The start and the gradients that each was given, as they are afterwards."""
    after = []
    for function in (momentum_walk, nesterov_walk):
        start, given = sequence(w0), sequence(gradients)
        function(start, given, lr, momentum)
        after.append([start, given])
    return after


@probe
def conventions(when_conventions_agree):
    return when_conventions_agree


def steps_along(step, w0, gradients, settings):
    """The walk that the steps make; the last step is taken twice from one and the same state."""
    import torch

    w, state, path, kept = sequence(w0), None, [w0], True
    for row in gradients:
        gradient = sequence(row)
        before = w.clone()
        pair = step(w, gradient, state, **settings)
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            return {"problem": f"a step should return two things, (w, state), got {type(pair).__name__}"}
        kept = kept and torch.equal(w, before) and torch.equal(gradient, sequence(row))
        path.append(torch.as_tensor(pair[0]).detach().clone())
        last, (w, state) = (before, state), (torch.as_tensor(pair[0]).detach().clone(), pair[1])
        if row is gradients[-1]:
            again = step(last[0], sequence(row), last[1], **settings)[0]
    return {"problem": "", "path": path, "again": torch.as_tensor(again).detach().clone(), "kept": kept}


@probe
def rmsprop_steps(rmsprop_step, w0, gradients, settings):
    return steps_along(rmsprop_step, w0, gradients, settings)


@probe
def adam_steps(adam_step, w0, gradients, settings):
    return steps_along(adam_step, w0, gradients, settings)


@probe
def adabelief_steps(adabelief_step, w0, gradients, settings):
    return steps_along(adabelief_step, w0, gradients, settings)


@probe
def ratio(belief_over_adam, t, beta1, beta2):
    return belief_over_adam(t, beta1, beta2)


@probe
def ratio_by_default(belief_over_adam, t):
    return belief_over_adam(t)


@probe
def long_steps(when_belief_strides):
    return when_belief_strides


def leaves(groups):
    """The vectors of all groups as parameters, in their order."""
    import torch

    return [torch.tensor(w, dtype=torch.float64, requires_grad=True) for group in groups for w in group["params"]]


def trained(optimizer_class, groups, gradients, settings, factors, sparse=False, parameters=None):
    """What an optimizer makes of parameters in groups, gradients that are given, and a schedule of rates.

    `groups` holds dicts of options with `"params"`, a list of vectors; `gradients` has, for each step, a vector or None
    for each parameter, in their order. Where they are `sparse`, they name only their entries that are not zero.
    `parameters` are the leaves to train, where they are there already.
    """
    import torch

    parameters = parameters or leaves(groups)
    rest = iter(parameters)
    mine = [{**group, "params": [next(rest) for _ in group["params"]]} for group in groups]
    views = [p.detach() for p in parameters]  # the same memory
    plain = len(mine) == 1 and set(mine[0]) == {"params"}
    optimizer = optimizer_class(mine[0]["params"] if plain else mine, **settings)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: factors[t]) if factors else None
    values, untouched = [], True
    for row in gradients:
        for p, gradient in zip(parameters, row, strict=True):
            p.grad = None if gradient is None else sequence(gradient).to_sparse() if sparse else sequence(gradient)
        optimizer.step()
        for p, gradient in zip(parameters, row, strict=True):
            if gradient is None or p.grad is None:
                same = gradient is None and p.grad is None
            else:
                same = torch.equal(p.grad.to_dense(), sequence(gradient))
            untouched = untouched and same
        values.append([x for p in parameters for x in p.detach().tolist()])
        if scheduler:
            scheduler.step()
    return {
        "values": values,
        "untouched": untouched,
        "in_place": all(torch.equal(view, p.detach()) for view, p in zip(views, parameters, strict=True)),
    }


@probe
def training(MomentumSGD, groups, gradients, settings, factors):  # noqa: N803
    return trained(MomentumSGD, groups, gradients, settings, factors)


@probe
def training_beside_torch(MomentumSGD, groups, gradients, settings):  # noqa: N803
    """The same training by the student's optimizer and by torch's."""
    import torch

    mine = trained(MomentumSGD, groups, gradients, settings, None)
    return {**mine, "torch": trained(torch.optim.SGD, groups, gradients, settings, None)["values"]}


@probe
def sparse_training_beside_torch(MomentumSGD, groups, gradients, settings):  # noqa: N803
    """The same with gradients that name only their entries that are not zero."""
    import torch

    mine = trained(MomentumSGD, groups, gradients, settings, None, sparse=True)
    return {**mine, "torch": trained(torch.optim.SGD, groups, gradients, settings, None, sparse=True)["values"]}


@probe
def second_training(MomentumSGD, groups, gradients, settings):  # noqa: N803
    """Two optimizers in turn on the same parameters, which are put back to their start: what the second one does."""
    import torch

    parameters = leaves(groups)
    starts = [p.detach().clone() for p in parameters]
    trained(MomentumSGD, groups, gradients, settings, None, parameters=parameters)
    for p, start in zip(parameters, starts, strict=True):
        p.grad = None
        with torch.no_grad():
            p.copy_(start)
    return trained(MomentumSGD, groups, gradients, settings, None, parameters=parameters)


@probe
def descending(MomentumSGD, start, lr, momentum, clear):  # noqa: N803
    """A loss with `backward()`, as in a training loop; `clear` says whether `zero_grad()` makes None or zeros."""
    import torch

    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = MomentumSGD([w], lr=lr, momentum=momentum)
    path = []
    for _ in range(6):
        optimizer.zero_grad(set_to_none=clear == "none")
        (w**2).sum().backward()
        optimizer.step()
        path.append(w.detach().tolist())
    return path


@probe
def race_settings(gd_settings, momentum_settings, rmsprop_settings, adam_settings):
    return [gd_settings, momentum_settings, rmsprop_settings, adam_settings]


def losses_of_a_race(*settings):
    """The loss of each racer before each step and after the last, at these settings, by torch's optimizers."""
    import torch

    def losses(name, lr, decay):
        w = torch.tensor([-1.2, 1.0], dtype=torch.float64)
        w.grad = torch.zeros_like(w)
        optimizer = {
            "gd": lambda: torch.optim.SGD([w], lr=lr, foreach=False),
            "momentum": lambda: torch.optim.SGD([w], lr=lr, momentum=0.9, foreach=False),
            "rmsprop": lambda: torch.optim.RMSprop([w], lr=lr, alpha=0.9, foreach=False),
            "adam": lambda: torch.optim.Adam([w], lr=lr, foreach=False),
        }[name]()
        found = []
        for t in range(STEPS + 1):
            # By hand, for a graph of two numbers takes longer than all the rest.
            x, y = w.tolist()
            wall = y - x * x
            found.append((1 - x) * (1 - x) + 10 * wall * wall)
            w.grad[0], w.grad[1] = -2 * (1 - x) - 40 * x * wall, 20 * wall
            optimizer.param_groups[0]["lr"] = lr * decay**t
            optimizer.step()
        return found

    def own(name, pair):
        try:
            lr, decay = (float(part) for part in pair)
        except (TypeError, ValueError):
            return [None]  # no pair of numbers: the check says so
        return losses(name, lr, decay)

    return [own(name, pair) for name, pair in zip(RACERS, settings, strict=True)]


@probe
def own_race(gd_settings, momentum_settings, rmsprop_settings, adam_settings):
    """The last loss of each racer at the student's settings."""
    return [losses[-1] for losses in losses_of_a_race(gd_settings, momentum_settings, rmsprop_settings, adam_settings)]


@probe
def losses_of_own_race(gd_settings, momentum_settings, rmsprop_settings, adam_settings):
    """Every second loss of each racer at the student's settings."""
    return [losses[::2] for losses in losses_of_a_race(gd_settings, momentum_settings, rmsprop_settings, adam_settings)]


@probe
def race_arrivals(gd_settings, momentum_settings, rmsprop_settings, adam_settings, arrivals):
    return [[gd_settings, momentum_settings, rmsprop_settings, adam_settings], arrivals]


@probe
def who_needs_decay(cannot_do_without_decay):
    return cannot_do_without_decay


@probe
def symptoms(run_a, run_b, run_c):
    return [run_a, run_b, run_c]


@probe
def leaving(gd_leaves_after, adam_leaves_after):
    return [gd_leaves_after, adam_leaves_after]


@probe
def why_leaving(why_adam_leaves):
    return why_adam_leaves


# What several checks need. --------------------------------------------------------------------------------


def predict(parameters, x):
    """The model's prediction: linear in its parameters."""
    squares = (x[0] ** 2, x[1] ** 2, x[0] * x[1], 1)
    return sum(w * f for w, f in zip(parameters, squares, strict=True))


def slopes(predictions, batch):
    """The gradient of the loss where these are the predictions, by differences, exact for a loss that is quadratic."""

    def loss(parameter, h):
        unit = [float(i == parameter) for i in range(4)]
        return sum((y - p - h * predict(unit, x)) ** 2 for p, (x, y) in zip(predictions, batch, strict=True)) / 2

    return [(loss(i, 1) - loss(i, -1)) / 2 for i in range(4)]


def follows(measured, expected, name, source):
    """A step by hand, judged from the student's own value of the step before."""
    message = (
        f"`{name}` does not follow from your own {source}. This costs one step and no more: what comes after is judged "
        f"from the `{name}` that you have."
    )
    return close(measured, expected, **BY_HAND, message=message)


def the_walk(seen, function):
    """The iterates of a walk along gradients: one row more than there are gradients, the start first."""
    gradients, w0 = seen.inputs["gradients"], seen.inputs["w0"]
    path = numbers(seen.value, (None, len(w0)), f"what `{function}` returns")
    if len(path) == len(gradients):
        lost = "what the last step led to" if (path[0] == w0).all() else "the start itself"
        raise_form = f"`{function}`: one row is missing, {lost}."
        return failed(raise_form, measured=len(path), allowed=len(gradients) + 1), path
    path = numbers(seen.value, (len(gradients) + 1, len(w0)), f"what `{function}` returns")
    return close(path[0], w0, message=f"`{function}` should begin with the start, before any step."), path


def the_steps(seen, function):
    """The path of a step function, or the verdict that its form deserves."""
    if seen.value["problem"]:
        return failed(f"`{function}`: {seen.value['problem']}."), None
    rows, n = len(seen.inputs["gradients"]) + 1, len(seen.inputs["w0"])
    return passed, numbers(seen.value["path"], (rows, n), f"the walk that `{function}` makes")


def is_pure(seen, function):
    verdict, path = the_steps(seen, function)
    if path is None:
        return verdict
    again = numbers(seen.value["again"], (path.shape[1],), f"what `{function}` returns")
    if not (abs(path) < inf).all():
        return failed(f"`{function}` leads to nan or infinity: is something divided by 0?")
    return all_of(
        require(seen.value["kept"], f"`{function}` changes the w or the gradient that it is given."),
        close(
            again,
            path[-1],
            **CLOSE,
            message=f"The same `{function}(w, gradient, state, …)` called twice gives two answers: it changes the state "
            "that it is given, or remembers something outside it.",
        ),
    )


def settings_of(value, name):
    """A rate and a decay, both in range, or the verdict that they deserve."""
    lr, decay = numbers(value, (2,), f"`{name}_settings`")
    good = 0 < lr <= 10 and 0 < decay <= 1
    verdict = require(good, f"`{name}_settings`: a rate above 0 and a decay above 0 and up to 1.", measured=(lr, decay))
    return verdict, float(lr), float(decay)


# q1: momentum by hand -------------------------------------------------------------------------------------


@check("q1", first_predictions(), hint="The last parameter is b: its feature is 1. And (−1)² is 1.")
def predicts_batch_1(predictions):
    """`predictions_1`: what the model says at the start of the first batch."""
    given = numbers(predictions.value, (2,), "`predictions_1`")
    return follows(given, [predict(START, x) for x, _ in BATCH_1], "predictions_1", "parameters: they are the start")


@check("q1", first_loss(), hint="Is the ½ there? Is it a sum?")
def loses_on_batch_1(seen):
    """`loss_1` follows from your predictions."""
    own, loss = numbers(seen.value[0], (2,), "`predictions_1`"), number(seen.value[1], "`loss_1`")
    right = sum((y - p) ** 2 for p, (_, y) in zip(own, BATCH_1, strict=True)) / 2
    return follows(loss, right, "loss_1", "`predictions_1`")


@check("q1", first_gradient(), hint="If ŷ is too low, which way should w₁ go? The gradient points the other way.")
def differentiates_batch_1(seen):
    """`gradient_1` follows from your predictions."""
    own, given = numbers(seen.value[0], (2,), "`predictions_1`"), numbers(seen.value[1], (4,), "`gradient_1`")
    return follows(given, slopes(own, BATCH_1), "gradient_1", "`predictions_1`")


@check("q1", first_parameters(), hint="Before the first step the velocity is 0.")
def steps_from_batch_1(seen):
    """`parameters_1` follows from your gradient: the first step of momentum is one of plain descent."""
    own, given = numbers(seen.value[0], (4,), "`gradient_1`"), numbers(seen.value[1], (4,), "`parameters_1`")
    return follows(given, START - 0.1 * own, "parameters_1", "`gradient_1`")


@check("q1", second_batch(), hint="In the order w₁, w₂, w₃, b.")
def fills_in_batch_2(seen):
    """`predictions_2` are two numbers, `gradient_2` and `parameters_2` four each."""
    for value, count, name in zip(seen.value, (2, 4, 4), ("predictions_2", "gradient_2", "parameters_2"), strict=True):
        numbers(value, (count,), f"`{name}`")
    return passed


# q2: momentum and Nesterov as code ------------------------------------------------------------------------

WORKED = {"w0": [0.0], "gradients": [[1.0], [1.0], [0.0]], "lr": 0.1, "momentum": 0.9}


@check("q2", coasting(**WORKED), hint="Which velocity moves w: that of before this gradient, or that of after it?")
def momentum_takes_the_worked_steps(seen):
    """The gradients 1, 1, 0 at rate 0.1 and momentum 0.9 lead from 0 to −0.1, −0.29 and −0.461."""
    verdict, path = the_walk(seen, "momentum_walk")
    return verdict if verdict.credit < 1 else close(path, [[0.0], [-0.1], [-0.29], [-0.461]], **CLOSE)


@check("q2", looking_ahead(**WORKED), hint="The velocity is updated first, and then used once more.")
def nesterov_takes_the_worked_steps(seen):
    """The same gradients lead Nesterov's method to −0.19, −0.461 and −0.6149."""
    verdict, path = the_walk(seen, "nesterov_walk")
    return verdict if verdict.credit < 1 else close(path, [[0.0], [-0.19], [-0.461], [-0.6149]], **CLOSE)


@check("q2", conventions(), hint='A letter, such as when_conventions_agree = "a".')
def conventions_is_a_letter(choice):
    """`when_conventions_agree` is a letter from a to d."""
    letter(choice.value, what="`when_conventions_agree`")
    return passed


# q3: RMSProp and Adam -------------------------------------------------------------------------------------

LOUD_AND_QUIET = [[400.0, -0.02], [300.0, 0.01], [-100.0, -0.03]]


@check(
    "q3", rmsprop_steps(w0=[1.0, 1.0], gradients=[[3.0, -0.5]], settings={"lr": 0.01}), hint="What is s after one step?"
)
def rmsprop_takes_the_worked_step(seen):
    """The first step of RMSProp is 10 lr long in each coordinate, for any gradient."""
    verdict, path = the_steps(seen, "rmsprop_step")
    return verdict if path is None else close(path[1], [0.9, 1.1], **CLOSE)


@check(
    "q3",
    rmsprop_steps(w0=[1.0, 1.0], gradients=LOUD_AND_QUIET, settings={"lr": 0.01}),
    adam_steps(w0=[1.0, 1.0], gradients=LOUD_AND_QUIET, settings={"lr": 0.01}),
    hint="`s = alpha * s + …` makes a new tensor; `s *= alpha` changes the one that the caller still holds.",
)
def adaptive_steps_are_pure(rms, adam):
    """Both step functions leave their arguments alone: the same call gives the same answer."""
    return all_of(is_pure(rms, "rmsprop_step"), is_pure(adam, "adam_step"))


@check(
    "q3",
    adam_steps(w0=[1.0, 1.0], gradients=[[3.0, -0.5], [3.0, -0.5]], settings={"lr": 0.01}),
    hint="For a constant gradient both corrected means are exact: what is m̂ / √v̂ then?",
)
def adam_takes_the_worked_steps(seen):
    """While the gradient stays the same, every step of Adam is lr long, the first and the second."""
    verdict, path = the_steps(seen, "adam_step")
    return verdict if path is None else close(path, [[1.0, 1.0], [0.99, 1.01], [0.98, 1.02]], **CLOSE)


# q4: AdaBelief --------------------------------------------------------------------------------------------


@check(
    "q4",
    adabelief_steps(w0=[1.0, 1.0], gradients=[[3.0, -0.5]], settings={"lr": 0.009}),
    hint="m₁ = 0.1 g: how far is g from it?",
)
def adabelief_takes_the_worked_step(seen):
    """The first step of AdaBelief is lr/β₁ long in each coordinate."""
    verdict, path = the_steps(seen, "adabelief_step")
    return verdict if path is None else close(path[1], [0.99, 1.01], **CLOSE)


@check("q4", adabelief_steps(w0=[1.0, 1.0], gradients=LOUD_AND_QUIET, settings={"lr": 0.01}), hint="As in question 3.")
def adabelief_is_pure(seen):
    """`adabelief_step` leaves its arguments alone: the same call gives the same answer."""
    return is_pure(seen, "adabelief_step")


@check("q4", ratio(t=1, beta1=0.8, beta2=0.99), long_steps(), hint="With ε = 0 the worked step is lr/β₁, Adam's is lr.")
def ratio_begins_at_the_worked_step(seen, choice):
    """After one gradient the ratio is 1/β₁; `when_belief_strides` is a letter."""
    letter(choice.value, what="`when_belief_strides`")
    return close(number(seen.value, "`belief_over_adam(1, 0.8, 0.99)`"), 1 / 0.8, reveal=False)


# q5: an optimizer class -----------------------------------------------------------------------------------

TWO_VECTORS = [{"params": [[1.0, -2.0], [0.5, 3.0]]}]
THREE_STEPS = [[[1.0, -1.0], [0.5, 2.0]], [[-0.5, 2.0], [1.0, 1.0]], [[0.25, 0.5], [-2.0, 0.0]]]
WITH_A_GAP = [[[1.0, -1.0], [0.5, 2.0]], [None, [1.0, 1.0]], [[0.25, 0.5], [-2.0, 0.0]]]
WITH_ZEROS = [[[1.0, 0.0], [0.5, 2.0]], [[0.0, 2.0], [0.0, 1.0]], [[0.25, 0.0], [-2.0, 0.0]]]
SETTINGS = {"lr": 0.1, "momentum": 0.9}


def parts_from(event, mine, right, message):
    """Whether two walks agree; the message is for those that agree in all steps before the event."""
    before = close(mine[:event], right[:event], **CLOSE)
    return close(mine, right, **CLOSE, message=message if before.credit == 1 else "")


def as_torch(seen, message="", event=0):
    steps = len(seen.inputs["gradients"])
    mine = numbers(seen.value["values"], (steps, None), "the parameters")
    return parts_from(event, mine, numbers(seen.value["torch"], (steps, None), "torch's"), message)


@check(
    "q5",
    training_beside_torch(groups=TWO_VECTORS, gradients=THREE_STEPS, settings=SETTINGS),
    hint="Each parameter has a velocity of its own, which has to outlive the call of `step`.",
)
def class_takes_torchs_steps(seen):
    """Two parameters, three steps: `MomentumSGD` goes where `torch.optim.SGD` goes."""
    return as_torch(seen)


@check(
    "q5",
    training(groups=TWO_VECTORS, gradients=THREE_STEPS, settings={**SETTINGS, "weight_decay": 0.5}, factors=None),
    hint="Does a name in your code stand for `p.grad` itself, where you change it in place?",
)
def class_leaves_gradients_alone(seen):
    """After `step`, also with weight decay, every `.grad` is what `backward` left there."""
    return require(seen.value["untouched"], "`step` has changed a `.grad`: it is there to be read.")


@check(
    "q5",
    training_beside_torch(groups=TWO_VECTORS, gradients=WITH_A_GAP, settings=SETTINGS),
    hint="`None` is not zero: it says that this parameter had no part in the loss.",
)
def class_passes_over_none(seen):
    """A parameter whose `.grad` is None stays where it is in this step, and so does its velocity."""
    return as_torch(seen, "The walks part where a `.grad` is None.", event=1)


@check(
    "q5",
    sparse_training_beside_torch(groups=TWO_VECTORS, gradients=WITH_ZEROS, settings=SETTINGS),
    hint="`p.grad.to_dense()` is a gradient like any other, with zeros where the sparse one names nothing.",
)
def class_takes_sparse_gradients(seen):
    """A sparse `.grad` leads where the dense one that it stands for leads."""
    return as_torch(seen, "With sparse gradients the walk is another.")


# q6: the race ---------------------------------------------------------------------------------------------


@check("q6", race_settings(), own_race(), hint='`race("gd", lr, decay)` gives all its losses: print the last one.')
def everyone_arrives(chosen, losses):
    """At your settings each of the four ends, after 250 steps, at a loss of at most 0.005."""
    for name, value, loss in zip(RACERS, chosen.value, losses.value, strict=True):
        verdict, lr, decay = settings_of(value, name)
        if verdict.credit < 1:
            return verdict
        message = f"{name} at lr {lr:g}, decay {decay:g} does not come down to the target."
        verdict = require(number(loss, "the last loss") <= 1.01 * TARGET, message, measured=loss, allowed=TARGET)
        if verdict.credit < 1:
            return verdict
    return passed


@check("q6", race_arrivals(), who_needs_decay(), hint='`arrivals = {"gd": …, "momentum": …, "rmsprop": …, "adam": …}`')
def arrivals_are_whole_numbers(seen, choice):
    """`arrivals` has a whole number from 1 to 250 for each of the four; `cannot_do_without_decay` is a letter."""
    letter(choice.value, what="`cannot_do_without_decay`")
    given = seen.value[1]
    if not isinstance(given, dict) or set(given) != set(RACERS):
        return failed(f"`arrivals` should be a dict with the keys {', '.join(RACERS)}.")
    for name in RACERS:
        t = number(given[name], f'`arrivals["{name}"]`')
        if not (t == int(t) and 1 <= t <= STEPS):
            return failed(f'`arrivals["{name}"]` should be a number of steps.', measured=t, allowed=f"1 to {STEPS}")
    return passed


@picture("q6", losses_of_own_race())
def losses_of_the_race(axes, races):
    """The loss of each racer at the settings that you chose; the dashed line is the target."""
    for name, losses in zip(RACERS, races, strict=True):
        axes.plot(range(0, STEPS + 1, 2), numbers(losses, (STEPS // 2 + 1,), "the losses"), label=name)
    axes.axhline(TARGET, linestyle="--", color="0.5", linewidth=0.8)
    axes.set(xlabel="steps", ylabel="loss", yscale="log", ylim=(1e-8, 1e3))
    axes.legend()


# q7: too large, too small, or a saddle --------------------------------------------------------------------


@check(
    "q7", symptoms(), why_leaving(), leaving(), hint="Letters for the runs and the reason, whole numbers for the steps."
)
def answers_have_their_form(runs, reason, steps):
    """Four letters and two numbers of steps; Adam is the faster one."""
    for name, value in zip(("run_a", "run_b", "run_c"), runs.value, strict=True):
        letter(value, what=f"`{name}`")
    letter(reason.value, what="`why_adam_leaves`")
    slow, fast = number(steps.value[0], "`gd_leaves_after`"), number(steps.value[1], "`adam_leaves_after`")
    return require(0 < fast < slow, "Adam should leave the saddle sooner than gradient descent.", measured=(slow, fast))
