"""The hidden checks of `warmup`: drawn data, trainings replayed by `reference`, the reasons for the choice."""

import functools
import math

import torch
from checks import (
    ATOL,
    NO_RESULTS,
    RTOL,
    RUNS,
    SCHEDULES,
    SEEDS,
    budget_of,
    chosen_rate,
    chosen_rates,
    compared_runs,
    counted,
    decayed,
    diary,
    evaluation,
    gap_choice,
    gap_table,
    idle,
    lagging,
    made_batches,
    measured,
    named_gaps,
    network,
    of_run,
    p_values,
    rates_at,
    rates_in_time,
    run_keys,
    scores_of,
    small_data,
    thirty_runs,
    training,
    warmed,
    wave,
    whole_run,
)

from autograder import (
    Undecided,
    Verdict,
    WrongForm,
    all_of,
    check,
    close,
    failed,
    letter,
    number,
    numbers,
    passed,
    require,
)
from reference import bands, outcomes
from reference import lenet as truth
from reference.experiments import FULL, LAPTOP
from reference.rescore import NUMBERS, OtherNumbers, first_loss, kinship, lenet_of, rescored, same_numbers, unpacked
from reference.schedules import exponential, join, linear, warmup_cosine
from reference.training import evaluate, rates_of_the_lagging_loop, shuffled, train

PUBLISHED = ((0.951, 0.885), (0.901, 0.876), (0.928, 0.889), (0.923, 0.892), (0.904, 0.878))


# q1: LeNet ------------------------------------------------------------------------------------------------


@check("q1", lambda draw: network(images=draw.randint(3, 5), pitch=round(draw.uniform(0.5, 1.5), 4)), weight=2)
def lenet_is_lenet(seen):
    """With the same weights, LeNet gives every image the same scores."""
    scores, pitch = scores_of(seen), seen.inputs["pitch"]
    sizes = sorted(math.prod(shape) for shape in seen.value["shapes"])
    if sizes != sorted(map(math.prod, truth.SHAPES)):
        return failed("The parameters are not those of LeNet.", measured=", ".join(map(str, seen.value["shapes"])))
    parameters = []
    for shape in truth.SHAPES:
        size = 2 / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 0.3
        values = wave(math.prod(shape), pitch + math.prod(shape) / 1000)
        parameters.append(torch.tensor(values, dtype=torch.float64).reshape(shape) * size)
    images = torch.tensor(wave(len(scores) * 784, pitch), dtype=torch.float64).reshape(-1, 1, 28, 28)
    right = truth.logits(parameters, (1 + images) / 2)
    message = "The layers are there, but with the same weights other scores come out: what stands between them?"
    outputs = {math.prod(shape): shape[0] for shape in truth.SHAPES}
    for shape in seen.value["shapes"]:
        if len(shape) > 1 and shape[0] != outputs[math.prod(shape)]:
            message = (
                f"Other scores come out: weights of shape {tuple(shape)} are laid out otherwise than those of torch's "
                f"layers, which have the {outputs[math.prod(shape)]} outputs first."
            )
    return close(scores, right, rtol=1e-3, atol=1e-3, message=message)


@check("q1", counted())
def counts_of_each_layer(seen):
    """Each of the five layers has its number of parameters."""
    counts = numbers(seen.value, (5,), "`parameter_counts`")
    return close(counts, truth.COUNTS, rtol=0, message="A layer has another count.")


# q2: measuring --------------------------------------------------------------------------------------------


def drawn_sizes(draw):
    return [draw.randint(5, 9) for _ in range(draw.randint(2, 4))] + [draw.randint(1, 3)]


def times(weights, inputs):
    """The logits of the model in evaluation mode."""
    return inputs * weights[0] + weights[1]


def double(batches):
    return [(torch.tensor(rows, dtype=torch.float64), torch.tensor(labels)) for rows, labels in batches]


@check(
    "q2",
    lambda draw: evaluation(sizes=drawn_sizes(draw), pitch=round(draw.uniform(0.5, 2), 4), training=False, notes=True),
    weight=2,
)
def evaluates_any_batches(seen):
    """Loss and accuracy are those of all examples, in batches of any sizes."""
    loss, accuracy = measured(seen)
    weights = [torch.tensor(1.5, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)]
    batches = made_batches(seen.inputs["sizes"], seen.inputs["pitch"])
    right_loss, right_accuracy = evaluate(times, weights, double(batches))
    return all_of(
        close(accuracy, right_accuracy, rtol=RTOL, message="The accuracy is another."),
        close(loss, right_loss, rtol=RTOL, message="The loss is another."),
    )


# q3: training ---------------------------------------------------------------------------------------------


def drawn_training(momentum, groups):
    def draw_one(draw):
        epochs = draw.randint(4, 6)
        # Rates that are far enough from each other that a shift by one shows, in every epoch.
        rates = [round((i + draw.uniform(0.2, 0.8)) * 0.04, 4) for i in draw.sample(range(epochs + 2), epochs + 2)]
        return training(
            rates=rates,
            epochs=epochs,
            sizes=drawn_sizes(draw),
            momentum=momentum,
            pitch=round(draw.uniform(0.5, 2), 4),
            groups=groups,
        )

    return draw_one


TRAININGS = (drawn_training(0.0, 2), drawn_training(0.9, 1))


def replayed(rates, epochs, sizes, momentum, pitch, **_):
    """The same training by the reference: the model in training mode has its logits reversed."""
    weights = [torch.tensor(0.5, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)]
    batches = double(made_batches(sizes, pitch))
    return train(
        lambda w, inputs: times(w, inputs).flip(1), weights, lambda t: batches, epochs, lambda t: rates[t], momentum
    )


@check("q3", *TRAININGS, weight=2)
def every_step_has_its_rate(*seen):
    """In every epoch, batch and group the rate is the one that the schedule has for that epoch."""
    return all_of(*(rates_in_time(one) for one in seen))


@check("q3", *TRAININGS)
def the_diary_is_true(*seen):
    """The rates and the losses that are returned are those of a replay, epoch by epoch."""
    verdicts = []
    for one in seen:
        rates, losses, right = diary(one, "rates"), diary(one, "losses"), replayed(**one.inputs)
        verdicts.append(close(rates, right.rates, rtol=RTOL, atol=ATOL, message="These are not the rates used."))
        verdicts.append(close(losses, right.losses, rtol=1e-3, atol=1e-4, message="The losses are others."))
    return all_of(*verdicts)


@check("q3", *TRAININGS)
def weights_end_where_the_replay_ends(*seen):
    """The weights at the end are those of a replay, with the optimizer's momentum or without."""
    verdicts = []
    for one in seen:
        right = torch.cat([w.reshape(-1) for w in replayed(**one.inputs).parameters])
        have = numbers(one.value["weights"], (4,), "the weights")
        message = "The weights end elsewhere: are gradients cleared, batches in order, rates in time?"
        verdicts.append(close(have, right, rtol=1e-3, atol=1e-4, message=message))
    return all_of(*verdicts)


# q4: decay and warmup -------------------------------------------------------------------------------------


def shuffled_epochs(draw, *named):
    """Some 20 of 40 epochs in any order, those that are named and epoch 0 among them."""
    epochs = sorted({0, *named, *draw.sample(range(40), 20)})
    return draw.sample(epochs, len(epochs))


@check(
    "q4",
    lambda draw: decayed(
        base_lr=round(draw.uniform(0.05, 1), 3), factor=round(draw.uniform(0.8, 0.98), 3), epochs=shuffled_epochs(draw)
    ),
)
def decay_in_any_epoch(seen):
    """For any base rate and factor, the rate of each epoch, asked in any order."""
    schedule = exponential(seen.inputs["base_lr"], seen.inputs["factor"])
    return rates_at(seen, [schedule(t) for t in seen.inputs["epochs"]], {0: ", before any decay"})


def drawn_warmup(warmup, slope=lambda draw: -draw.uniform(0.001, 0.004)):
    def draw_one(draw):
        first, length = round(draw.uniform(0.2, 0.9), 3), warmup(draw)
        return warmed(
            first=first,
            slope=round(slope(draw), 4),
            start_lr=round(first * draw.uniform(0.1, 0.6), 3),
            warmup=length,
            epochs=shuffled_epochs(draw, length, max(length - 1, 0)),
        )

    return draw_one


@check(
    "q4",
    drawn_warmup(lambda draw: draw.randint(2, 12)),
    drawn_warmup(lambda draw: 0),
    # What follows may rise, and faster than the warmup did.
    drawn_warmup(lambda draw: draw.randint(4, 12), slope=lambda draw: draw.uniform(0.3, 0.5)),
    weight=2,
)
def warmup_before_any_schedule(*seen):
    """In front of any schedule, for any number of epochs of warmup, and for none."""
    verdicts = []
    for one in seen:
        first, slope, start, warmup = (one.inputs[name] for name in ("first", "slope", "start_lr", "warmup"))
        parts = [linear(start, first, warmup)] if warmup else []
        schedule = join([*parts, lambda t, first=first, slope=slope: first + slope * t], [warmup] if warmup else [])
        names = {warmup: ", the first after the warmup", warmup - 1: ", the last of the warmup"}
        verdicts.append(rates_at(one, [schedule(t) for t in one.inputs["epochs"]], names))
    return all_of(*verdicts)


# q5: a loop that lags -------------------------------------------------------------------------------------


def drawn_lag(epochs):
    def draw_one(draw):
        n = epochs(draw)
        rates = [round(draw.uniform(0.01, 0.5), 3) for _ in range(n + 1)]
        return lagging(rates=rates, epochs=n, built_with=round(draw.uniform(0.6, 0.9), 3))

    return draw_one


@check("q5", drawn_lag(lambda draw: draw.randint(5, 12)), drawn_lag(lambda draw: 1), weight=2)
def the_lag_of_any_schedule(*seen):
    """For any schedule, the rates that the lagging loop uses, for many epochs and for one."""
    verdicts = []
    for one in seen:
        rates, epochs, built_with = (one.inputs[name] for name in ("rates", "epochs", "built_with"))
        said = numbers(one.value, (epochs,), f"`lagging_rates(schedule, {epochs}, {built_with})`")
        right = rates_of_the_lagging_loop(lambda t, rates=rates: rates[t], epochs, built_with)
        verdicts.append(close(said, right, rtol=RTOL))
    return all_of(*verdicts)


@check("q5", idle())
def the_idle_epoch(seen):
    """`idle_epoch` is the epoch in which the rate is 0."""
    used = rates_of_the_lagging_loop(warmup_cosine(0.0, 0.3, 0.01, 5, 20), 30, 0.3)
    epoch = number(seen.value, "`idle_epoch`")
    message = "In this epoch the loop uses another rate than 0."
    return require(epoch == used.index(0.0), message, measured=f"epoch {epoch:g}", allowed=used.index(0.0))


# q6: the best fixed rate ----------------------------------------------------------------------------------


@functools.cache
def small_loss(*rates):
    """The loss of `small_run(rates)`, by the reference."""
    rows, labels, weights = small_data()
    inputs, targets = torch.tensor(rows), torch.tensor(labels)
    batches = list(zip(torch.split(inputs, 4), torch.split(targets, 4), strict=True))

    def logits(parameters, x):
        return x @ parameters[0].T + parameters[1]

    run = train(logits, [torch.tensor(weights), torch.zeros(3)], lambda t: batches, len(rates), lambda t: rates[t])
    return evaluate(logits, run.parameters, batches)[0]


@functools.cache
def best_fixed():
    """The least loss of any fixed rate: the valley is flat, so that a step of 5% finds it to 0.0003."""
    return min(small_loss(*[0.13 * 1.05**k] * 4) for k in range(9))


@check("q6", chosen_rate())
def the_best_fixed_rate(seen):
    """With `best_rate` in all four epochs the loss is at most 0.003 above the least that a fixed rate reaches."""
    rate = number(seen.value, "`best_rate`")
    if not 0 < rate < 100:
        return failed("This is no rate to train with.", measured=rate)
    have, best = small_loss(*[rate] * 4), best_fixed()
    if have <= best + 0.003:
        return passed
    sides = {"smaller": rate / 1.2, "larger": rate * 1.2}
    better = [side for side, other in sides.items() if small_loss(*[other] * 4) < have]
    message = f"At a rate that is a little {better[0]} the loss is lower." if better else "This rate is far off."
    return failed(message, measured=f"loss {have:.4f}", allowed=f"{best + 0.003:.4f}")


@check("q6", chosen_rates())
def better_than_any_fixed_rate(seen):
    """With `my_rates` the loss is at least 0.01 below the least that a fixed rate reaches."""
    rates = numbers(seen.value, (4,), "`my_rates`")
    if not ((rates >= 0).all() and (rates < 100).all()):
        return failed("These are no rates.", measured=rates)
    have, best = small_loss(*rates.tolist()), best_fixed()
    message = "A fixed rate does as well, or nearly: is it large while the goal is far, and small at the end?"
    return require(have <= best - 0.01, message, measured=f"loss {have:.4f}", allowed=f"{best - 0.01:.4f}")


# q7: reading results --------------------------------------------------------------------------------------


@check("q7", gap_table())
def gaps_of_the_table(seen):
    """Each gap is the training accuracy minus the test accuracy, in percentage points."""
    verdict, found = named_gaps(seen)
    if verdict.credit < 1:
        return verdict
    for name, gap, (fit, test) in zip(RUNS, found, PUBLISHED, strict=True):
        verdict = close(gap, 100 * (fit - test), rtol=0, atol=0.06, message=f"The run {name!r} has another gap.")
        if verdict.credit < 1:
            return verdict
    return passed


@check("q7", gap_choice(), weight=2)
def what_the_runs_bear_out(choice):
    """What the five runs say about the gap."""
    reasons = {
        "a": "The run with the narrowest gap, the square root, is the worst of the five on the test set.",
        "c": "The cosine takes 3.5 points off the gap and is only 0.7 points better on the test set.",
        "d": "The constant rate has the lowest training loss, and two of the others do worse on the test set.",
    }
    given = letter(choice.value)
    return passed if given == "b" else failed(reasons[given], measured=given, allowed="b")


# q8: one run ----------------------------------------------------------------------------------------------


def drawn_run(draw):
    rates = [round(draw.uniform(0.01, 0.5), 3) for _ in range(draw.randint(5, 7))]
    return whole_run(rates=rates, images=draw.randint(65, 95), test=draw.randint(8, 30), seed=draw.randrange(10**6))


@check("q8", drawn_run)
def every_epoch_has_its_own_order(seen):
    """In epoch t the pictures come in the order of the seed and t, all of them."""
    images, seed = seen.inputs["images"], seen.inputs["seed"]
    order = shuffled(torch.zeros(images), torch.arange(images), 32, seed)
    for t, call in enumerate(seen.value["trained"]):
        right = [labels.tolist() for _, labels in order(t)]
        if call["labels"] != right:
            return failed(f"In epoch {t} `train` gets other batches, or the same in another order.")
    return passed


@check("q8", drawn_run, weight=2)
def trains_the_whole_network_of_its_seed(seen):
    """The first weights are those of the seed, plain SGD moves all of them, and they end where training left them."""
    calls, first = seen.value["trained"], numbers(seen.value["first"])
    if not calls:
        return failed("`one_run` never calls `train`.")
    for t, call in enumerate(calls):
        message = "The first weights are not those of the seed." if t == 0 else "Training does not go on where it was."
        verdict = close(call["weights"].data, first + 0.01 * t, message=message)
        if verdict.credit < 1:
            return verdict
    last = of_run(seen, "weights", len(first))
    return all_of(
        require(all(call["whole"] for call in calls), "The optimizer does not hold all parameters."),
        require(not any(call["momentum"] for call in calls), "The optimizer has a momentum."),
        *(plain_sgd(call["step"]) for call in calls),
        close(last, first + 0.01 * len(calls), message="The weights are not those after the last epoch."),
    )


def plain_sgd(step):
    """One step of the optimizer at a rate of 0.5, on a gradient that is known."""
    right = [-0.5 * slope for slope in step["slope"]]
    message = "The optimizer is no plain SGD: its step is not the rate times the gradient."
    return close(step["moved"], right, rtol=RTOL, atol=1e-4, message=message, reveal=False)


@check("q8", drawn_run)
def measures_the_test_set_after_each_epoch(seen):
    """After each epoch the accuracy on all test pictures is measured."""
    wanted = set(range(100, 100 + seen.inputs["test"]))
    for t in range(1, len(seen.inputs["rates"]) + 1):
        if not wanted <= {label for m in seen.value["measured"] if m["after"] == t for label in m["labels"]}:
            return failed(f"After epoch {t - 1} the test set is not measured, or not all of it.")
    return passed


# q9: thirty runs ------------------------------------------------------------------------------------------

BUDGETS = {"laptop": LAPTOP, "full": FULL}

# The least cosine between the third layer's first and last weights. Small first weights are soon outgrown: full runs that
# learn keep 0.3 to 0.6 of their direction. Those that break down at a rate of 0.5, as honest ones do, are thrown far off
# and have kept 0.12. The 48,000 weights of two seeds have a cosine of 0 ± 0.005.
LIKENESS = {"laptop": 0.5, "full": 0.03}

# Which first epochs are trained again, at which first rates at most, and how near their losses must come: that of one run
# on a laptop's budget. In the full budget's 235 steps a rounding error grows, at 0.3 and 0.5 until the loss is another by 1
# to 68% (of eight runs), at 0.1 by 0.01 to 3.5% (of six); there one of three runs must come near.
CALM, REPLAYED, NEAR = 0.2, {"laptop": 1, "full": 3}, {"laptop": 0.02, "full": 0.05}

# Half-precision weights and another machine's rounding change the answers to a picture or two in a thousand.
ROUNDING = 0.005
FALSE_FAIL = 0.005  # of honest work at most, at each of the two checks of bands


def experiment_of(seen):
    """The experiment of the runs' budget, where they are runs."""
    run_keys(seen)
    return BUDGETS[budget_of(seen)]


def finite(weights, run):
    """The weights, where all of them are numbers; a training that blew up has others."""
    if not torch.isfinite(weights).all():
        raise WrongForm(f"{run}: some of the weights are no finite numbers; the training has diverged")
    return weights


def vectors(seen):
    """The packed weights of every run, by its name and seed."""
    _, keys = run_keys(seen)
    found = {}
    for name, seed in keys:
        values = numbers(seen.value["runs"].get(f"{name}/{seed}/weights"), (sum(truth.COUNTS),), "the weights of a run")
        found[name, seed] = finite(torch.tensor(values).half(), f"{name}, seed {seed}")
    return found


def drawn_alike(seen):
    """Raises, so that the check is blocked and not failed, where the student's torch has other numbers than ours.

    It is not passed, either: the canary comes with the runs, and anybody may change a number in a file.
    """
    run_keys(seen)
    kept = numbers(seen.value["runs"].get("canary"), (NUMBERS,), "the canary of the runs")
    try:
        same_numbers(torch.tensor(kept))
    except OtherNumbers as error:
        raise Undecided(str(error)) from None


def diaries(seen):
    """Rates, losses and accuracies of every run, each shape (3, 8)."""
    _, keys = run_keys(seen)
    shape = (3, experiment_of(seen).epochs)
    return {(n, s): numbers(seen.value["runs"].get(f"{n}/{s}/records"), shape, "the diary of a run") for n, s in keys}


def measured_again(seen):
    """The test accuracy of every run's weights."""
    experiment, data = experiment_of(seen).name, seen.value["data"]
    weights = vectors(seen)
    return dict(zip(weights, rescored(experiment, data, list(weights.values())), strict=True))


@check("q9", thirty_runs(), weight=2)
def accuracies_are_those_of_the_weights(seen):
    """The claimed accuracies are those that the weights have, measured again."""
    claimed = {run: kept[2][-1] for run, kept in diaries(seen).items()}
    for (name, seed), accuracy in measured_again(seen).items():
        if not abs(claimed[name, seed] - accuracy) <= ROUNDING:
            return failed(
                f"{name}, seed {seed}: the weights have another accuracy than is claimed.",
                measured=f"claimed {claimed[name, seed]:.4f}",
                allowed=f"{accuracy:.4f} ± {ROUNDING}",
            )
    return passed


@check("q9", thirty_runs())
def weights_grew_from_their_seed(seen):
    """The last weights of each run have grown from the first ones of its seed, in every layer."""
    drawn_alike(seen)
    network, least = lenet_of(experiment_of(seen).name), LIKENESS[budget_of(seen)]
    for (name, seed), vector in vectors(seen).items():
        try:
            kin = kinship(unpacked(vector), seed, network)
        except ValueError as error:
            return failed(f"{name}, seed {seed}: {error}.")
        for layer, (likeness, travelled) in enumerate(zip(kin.likeness, kin.travelled, strict=True), 1):
            if travelled < 0.01:
                return failed(f"{name}, seed {seed}: layer {layer} is as it was before training.", measured=travelled)
            # The large layers keep their direction; the first, with 150 weights, may lose it.
            if layer == 3 and likeness < least:
                message = f"{name}, seed {seed}: these weights have not grown from that seed."
                return failed(message, measured=f"cosine {likeness:.2f}", allowed=f"{least} or more")
    return passed


@check("q9", thirty_runs())
def rates_are_those_of_the_schedules(seen):
    """In every run each epoch has the rate of its schedule."""
    experiment = experiment_of(seen)
    for (name, seed), kept in diaries(seen).items():
        right = [experiment.schedules[name](t) for t in range(experiment.epochs)]
        verdict = close(kept[0], right, rtol=1e-3, message=f"{name}, seed {seed}: a rate is another.")
        if verdict.credit < 1:
            return verdict
    return passed


@check("q9", thirty_runs())
def a_first_epoch_replays(seen):
    """The first epoch of a run, trained again by the grader, has the loss that is claimed."""
    drawn_alike(seen)
    first, keys = run_keys(seen)
    experiment = experiment_of(seen)
    calm = [key for key in keys if 0 < experiment.schedules[key[0]](0) <= CALM]
    budget, diary = budget_of(seen), diaries(seen)
    for i in range(first, first + REPLAYED[budget]):
        name, seed = calm[i % len(calm)]
        right = first_loss(experiment.name, name, seen.value["data"], seed)
        message = f"{name}, seed {seed}: the loss of the first epoch is another."
        verdict = close(diary[name, seed][1][0], right, rtol=NEAR[budget], message=message, reveal=False)
        if verdict.credit == 1:
            return verdict
    return verdict


def honest_runs(seen):
    """The stored runs that these are beside."""
    experiment, data = experiment_of(seen).name, seen.value["data"]
    try:
        return outcomes.load(experiment, data)
    except FileNotFoundError:
        raise WrongForm(f"the {budget_of(seen)} budget needs other pictures than the {data}'s") from None


def in_bands(seen, figure, values):
    """Of no schedule lie more of the six runs outside the band than chance puts there."""
    last = {(name, figure): [value for run, value in values.items() if run[0] == name] for name in SCHEDULES}
    stored = honest_runs(seen)
    placed = stored.beside(last, FALSE_FAIL)
    for one in placed:
        if one.too_many:
            measured = ", ".join(f"{value:.4f}" for value in one.outside)
            return failed(str(one), measured=measured, allowed=one.bounds)
    return Verdict(1.0, "; ".join(one.placed for one in placed))


@check("q9", thirty_runs())
def accuracies_are_those_of_honest_runs(seen):
    """The accuracies, measured again, lie in the bands of honest runs, but for those that chance puts outside."""
    return in_bands(seen, "test_accuracy", measured_again(seen))


@check("q9", thirty_runs())
def losses_are_those_of_honest_runs(seen):
    """The last training losses lie in the bands of honest runs, but for those that chance puts outside."""
    return in_bands(seen, "loss", {run: kept[1][-1] for run, kept in diaries(seen).items()})


# q10: better, or luck? ------------------------------------------------------------------------------------


def drawn_pairs(draw):
    many = [[round(draw.gauss(0.01, 0.02), 4) for _ in range(n)] for n in (1, 4, 6, 7)]
    # Sums that are equal differ by rounding, and of the last those that differ are near each other: 0.0301 and 0.0299.
    return p_values(many=[*many, [0.01, -0.01, 0.02, 0.01, 0.0], [0.3, 0.1, -0.1], [0.01, 0.02, 0.0001]])


@check("q10", drawn_pairs, weight=2)
def p_of_any_differences(seen):
    """For any differences, equal ones and zeros among them, p is the share of signs that get as far."""
    right = [bands.sign_flip(differences) for differences in seen.inputs["many"]]
    return close(numbers(seen.value, (len(right),), "`p_value` of several lists"), right, message="Another p-value.")


@check("q10", compared_runs(), weight=2)
def verdicts_follow_from_the_pairs(seen):
    """Each verdict is what the six pairs say at the level of 5%; where they say nothing, that nothing was found."""
    last, given = seen.value["last"], seen.value["verdicts"]
    if not isinstance(last, dict):
        raise WrongForm(NO_RESULTS)
    runs = {name: [last[key] for key in sorted(last) if key.rpartition("/")[0] == name] for name in SCHEDULES}
    if not all(len(own) == SEEDS and all(map(math.isfinite, own)) for own in runs.values()):
        raise WrongForm(f"{NO_RESULTS}, with six runs of each schedule")
    for name in [name for name in SCHEDULES if name != "constant"]:
        differences = [a - b for a, b in zip(runs[name], runs["constant"], strict=True)]
        p = bands.sign_flip(differences)
        right = "no difference found" if p > 0.05 else "better" if sum(differences) > 0 else "worse"
        verdict = require(
            isinstance(given, dict) and given.get(name) == right,
            f"{name}: this is not what the pairs say.",
            measured=str(given.get(name) if isinstance(given, dict) else given),
            allowed=f"{right} (p = {p:.3f})",
        )
        if verdict.credit < 1:
            return verdict
    return passed
