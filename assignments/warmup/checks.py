"""What is looked at in `warmup`, and the checks that the student may see.

No network, loop or schedule stands in this file: what is checked here are the worked examples of the text, the form of
what comes back, and what an optimizer and a model saw while the student's loop had them.
"""

import math

from autograder import (
    WrongForm,
    all_of,
    check,
    close,
    failed,
    item,
    letter,
    number,
    numbers,
    passed,
    picture,
    probe,
    require,
    standing_in,
)

RTOL, ATOL = 1e-4, 1e-5  # float32 throughout stays within
TOTAL = 61_706
RUNS = ("constant 0.3", "square root", "multi-step", "cosine", "warmup, then cosine")


def wave(count, pitch):
    """`count` numbers in [−1, 1] that look random: sines of a quadratic phase, the same on every machine."""
    return [math.sin(pitch * (i + 1) + 0.37 * (i % 911) ** 2) for i in range(count)]


# The evidence: probes run beside the student's code. ------------------------------------------------------


@probe
def network(lenet, images, pitch):
    """The shapes of the parameters, and the scores of waves after each parameter was filled with a wave of its own."""
    import torch

    model = lenet()
    model(torch.zeros(1, 1, 28, 28).to(next(iter(model.parameters())).dtype))  # lazy layers take shape
    parameters = list(model.parameters())
    for parameter in parameters:
        size = 2 / math.sqrt(parameter[0].numel()) if parameter.dim() > 1 else 0.3
        values = torch.tensor(wave(parameter.numel(), pitch + parameter.numel() / 1000), dtype=torch.float64)
        parameter.data = (size * values).reshape(parameter.shape).to(parameter.dtype)
    inputs = torch.tensor(wave(images * 784, pitch), dtype=parameters[0].dtype).reshape(images, 1, 28, 28)
    return {"shapes": [list(p.shape) for p in parameters], "scores": model((1 + inputs) / 2)}


@probe
def two_networks(lenet):
    """Of two networks: whether they are one, and how many parameters they have in common."""
    import torch

    first, second = lenet(), lenet()
    for model in (first, second):
        model(torch.zeros(1, 1, 28, 28).to(next(iter(model.parameters())).dtype))  # lazy layers take shape
    own = {id(p) for p in first.parameters()}
    return {"one": first is second, "common": sum(id(p) in own for p in second.parameters())}


@probe
def counted(parameter_counts):
    return parameter_counts


def moody(scale, record):
    """A model whose logits are its inputs times a parameter; while its last layer is in training mode, in reverse order."""
    import torch

    class Reversing(torch.nn.Module):
        def forward(self, logits):
            return logits.flip(1) if self.training else logits

    class Moody(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.tensor(scale))
            self.shift = torch.nn.Parameter(torch.zeros(3))
            self.last = Reversing()

        def forward(self, inputs):
            logits = inputs * self.scale + self.shift
            entry = {"training": self.training, "layer": self.last.training, "graph": logits.requires_grad}
            record.append({**entry, "learns": False})
            if logits.requires_grad:
                logits.register_hook(lambda _, entry=record[-1]: entry.update(learns=True))
            return self.last(logits)

    return Moody()


def made_batches(sizes, pitch):
    """Inputs of shape (n, 3) and labels of shape (n,) for each size n, as lists."""
    values = wave(3 * sum(sizes), pitch)
    batches, first = [], 0
    for size in sizes:
        rows = [[2 * v for v in values[3 * i : 3 * i + 3]] for i in range(first, first + size)]
        batches.append((rows, [int(abs(row[0] * 50)) % 3 for row in rows]))
        first += size
    return batches


def as_tensors(batches):
    import torch

    return [(torch.tensor(rows), torch.tensor(labels)) for rows, labels in batches]


@probe
def worked_evaluation(evaluate):
    """The worked example: three examples that are right, in one batch, and one that is wrong, in another."""
    import torch

    inputs = torch.tensor([[3.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 3.0], [3.0, 0.0, 0.0]])
    labels = torch.tensor([0, 1, 2, 1])
    model = moody(1.0, []).eval()
    try:
        return {"said": evaluate(model, [(inputs[:3], labels[:3]), (inputs[3:], labels[3:])])}
    finally:
        torch.set_grad_enabled(True)


@probe
def evaluation(evaluate, sizes, pitch, training, notes):
    """What `evaluate` says, what the model saw meanwhile, and what was left behind; with autograd at work, or without."""
    import torch

    record = []
    model = moody(1.5, record).train(training)
    for p in model.parameters():
        p.grad = torch.full_like(p, 0.25)
    torch.set_grad_enabled(notes)
    try:
        said = evaluate(model, as_tensors(made_batches(sizes, pitch)))
        left = {"training": model.training, "layer": model.last.training, "grad": torch.is_grad_enabled()}
    finally:
        torch.set_grad_enabled(True)
    left["learns"] = all(p.requires_grad for p in model.parameters())
    left["gradients"] = all(p.grad is not None and bool((p.grad == 0.25).all()) for p in model.parameters())
    return {"said": said, "record": record, **left}


@probe
def training(train, rates, epochs, sizes, momentum, pitch, groups):
    """What `train` says, every step that is taken and at which rates, what the model saw, and the weights at last."""
    import torch
    from torch.optim.optimizer import register_optimizer_step_pre_hook

    record, taken, last = [], [], []
    model = moody(0.5, record).eval()  # as somebody leaves it who has just measured it
    parts = [{"params": [model.scale], "lr": 0.7}, {"params": [model.shift], "lr": 0.9}]
    optimizer = torch.optim.SGD(parts if groups == 2 else model.parameters(), lr=0.7, momentum=momentum)

    def schedule(t):
        if t < 0:
            raise ValueError(f"there is no epoch {t}")
        return rates[min(int(t), len(rates) - 1)]

    def note(stepping, args, kwargs):
        taken.append({"own": stepping is optimizer, "rates": [float(g["lr"]) for g in stepping.param_groups]})

    def note_last(stepping, args, kwargs):
        # Hooks for all optimizers run before an optimizer's own, and one of those may write the rate: look after them.
        for hook in last:
            hook.remove()
        last[:] = [stepping.register_step_pre_hook(note)]

    hook = register_optimizer_step_pre_hook(note_last)
    try:
        said = train(model, optimizer, as_tensors(made_batches(sizes, pitch)), epochs, schedule)
    finally:
        for each in (hook, *last):
            each.remove()
    weights = [model.scale.item(), *model.shift.tolist()]
    return {"said": said, "taken": taken, "record": record, "weights": weights}


def asked(schedule, epochs):
    """The rates of these epochs, asked for in this order."""
    return [schedule(t) for t in epochs]


@probe
def decayed(decay, base_lr, factor, epochs):
    return asked(decay(base_lr, factor), epochs)


def line(first, slope):
    """A schedule from whose rates one can read the epoch with which it was asked; it begins with epoch 0."""

    def rate(t):
        if t < 0:
            raise ValueError(f"the schedule after the warmup is asked for epoch {t}, and it begins with epoch 0")
        return first + slope * t

    return rate


@probe
def warmed(with_warmup, first, slope, start_lr, warmup, epochs):
    return asked(with_warmup(line(first, slope), start_lr, warmup), epochs)


@probe
def lagging(lagging_rates, rates, epochs, built_with):
    return lagging_rates(lambda t: rates[t], epochs, built_with)


@probe
def idle(idle_epoch):
    return idle_epoch


def small_data():
    """The data of `small_run`, as in the notebook."""
    import random

    draw = random.Random(3)
    centres = [[draw.gauss(0, 1) for _ in range(6)] for _ in range(3)]
    labels = [draw.randrange(3) for _ in range(240)]
    rows = [[c + 1.5 * draw.gauss(0, 1) for c in centres[label]] for label in labels]
    weights = [[2.0 * draw.gauss(0, 1) for _ in range(6)] for _ in range(3)]
    return rows, labels, weights


@probe
def chosen_rate(best_rate):
    return best_rate


@probe
def chosen_rates(my_rates):
    return my_rates


@probe
def gap_table(gaps):
    return gaps


@probe
def gap_choice(what_the_gap_says):
    return what_the_gap_says


def told(epoch):
    """The loss and the accuracy that a run is told of its epochs 1, 2, …: up and down, and none as good as the first."""
    worse = (3 * epoch - 3) % 7
    return 0.5 + 0.1 * worse, 0.6 - 0.01 * worse


def little():
    """A network of two parameters, to see what is done with one."""
    import torch

    class Little(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.full((3, 4), 9.0))
            self.shift = torch.nn.Parameter(torch.full((3,), 9.0))

        def forward(self, images):
            raise RuntimeError("here the network is only handed on: `train` trains it, and `evaluate` measures it")

    return Little()


@probe
def whole_run(one_run, rates, images, test, seed):
    """What `one_run` asks of `lenet`, `train` and `evaluate`, which are stood in for, and what it makes of their answers."""
    import sys

    import torch

    def flat(model):
        return torch.cat([p.detach().reshape(-1).double() for p in model.parameters()])

    trained, measured, models = [], [], []

    def lenet():
        models.append(little())
        return models[-1]

    def train(model, optimizer, batches, epochs, schedule):
        own = {id(p) for group in optimizer.param_groups for p in group["params"]}
        before = [p.detach().clone() for p in model.parameters()]
        for p in model.parameters():
            p.grad = torch.linspace(-1.0, 2.0, p.numel()).reshape(p.shape)
        slope = torch.cat([p.grad.reshape(-1) for p in model.parameters()]).tolist()
        for group in optimizer.param_groups:
            group["lr"] = 0.5
        optimizer.step()
        moved = [(p.detach() - old).reshape(-1) for p, old in zip(model.parameters(), before, strict=True)]
        for p, old in zip(model.parameters(), before, strict=True):
            p.grad = None
            p.data.copy_(old)
        trained.append(
            {
                "step": {"moved": torch.cat(moved).tolist(), "slope": slope},
                "weights": flat(model),
                "rates": [float(schedule(t)) for t in range(epochs)],
                "labels": [torch.as_tensor(labels).tolist() for _, labels in batches],
                "whole": all(id(p) in own for p in model.parameters()),
                "momentum": max(float(group.get("momentum", 0)) for group in optimizer.param_groups),
            }
        )
        for p in model.parameters():
            p.data += 0.01
        return {"rates": trained[-1]["rates"], "losses": [told(len(trained) + t)[0] for t in range(epochs)]}

    def evaluate(model, batches):
        labels = [label for _, part in batches for label in torch.as_tensor(part).tolist()]
        measured.append({"labels": labels, "after": len(trained), "weights": flat(model)})
        return 1.5, told(len(trained))[1] + (0.2 if labels and labels[0] < 100 else 0.0)

    with standing_in(lenet=lenet, train=train, evaluate=evaluate):
        pictures = [(torch.zeros(n, 1, 28, 28), torch.arange(n) + first) for n, first in ((images, 0), (test, 100))]
        said = one_run(lambda t: rates[int(t)], *pictures, len(rates), seed)
        first = flat(sys.modules["__main__"].__dict__["start_from"](little(), seed))
    if isinstance(said, dict) and isinstance(said.get("weights"), list | tuple):
        weights = [torch.as_tensor(w).detach().reshape(-1).double() for w in said["weights"]]
        said = {**said, "weights": torch.cat(weights) if weights else torch.zeros(0)}
    return {"said": said, "trained": trained, "measured": measured, "first": first}


@probe
def thirty_runs(results):
    return results


def accuracies_of_the_thirty(results):
    """The test accuracies of each run, by its name; the file may hold runs of other seeds as well. None where there are none."""
    try:
        first, runs, found = int(results["first_seed"]), dict(results["runs"]), {}
    except (TypeError, KeyError, ValueError):
        return None  # no results: the check says so
    for key, records in runs.items():
        name, _, part = key.rpartition("/")
        if part == "records" and 0 <= int(name.rpartition("/")[2]) - first < SEEDS:
            found[name] = [float(accuracy) for accuracy in records[2]]
    return found


@probe
def accuracies_of_runs(results):
    return accuracies_of_the_thirty(results)


@probe
def p_values(p_value, many):
    return [p_value(list(differences)) for differences in many]


@probe
def compared_runs(verdicts, results):
    """The verdicts, and the last test accuracies that they are about."""
    found = accuracies_of_the_thirty(results)
    last = None if found is None else {name: accuracies[-1] for name, accuracies in found.items()}
    return {"verdicts": verdicts, "last": last}


# What several checks need. --------------------------------------------------------------------------------


def scores_of(seen):
    n = seen.inputs["images"]
    return numbers(seen.value["scores"], (n, 10), f"what the model makes of {n} images")


def measured(seen):
    """Loss and accuracy as `evaluate` gives them."""
    return numbers(seen.value["said"], (2,), "what `evaluate` returns, loss and accuracy,")


def diary(seen, key):
    """The rates or losses that `train` returns."""
    epochs = seen.inputs["epochs"]
    said = item(seen.value["said"], key, "what `train` returns")
    return numbers(said, (epochs,), f'`train(...)["{key}"]` for {epochs} epochs')


def in_step(seen):
    """One step of the given optimizer for each batch, with the gradient of that batch alone."""
    batches, epochs = len(seen.inputs["sizes"]), seen.inputs["epochs"]
    taken = seen.value["taken"]
    if any(not step["own"] for step in taken):
        return failed("Another optimizer than the given one takes steps: its groups and its memory are lost.")
    return require(
        len(taken) == batches * epochs,
        f"In {epochs} epochs of {batches} batches the optimizer takes another number of steps.",
        measured=len(taken),
        allowed=batches * epochs,
    )


def rates_in_time(seen):
    """Every step of every group has the rate of its epoch."""
    verdict = in_step(seen)
    if verdict.credit < 1:
        return verdict
    rates, batches = seen.inputs["rates"], len(seen.inputs["sizes"])
    for i, step in enumerate(seen.value["taken"]):
        t = i // batches
        for group, rate in enumerate(step["rates"]):
            if not close(rate, rates[t], rtol=RTOL, atol=ATOL).credit:
                why = "of the epoch before" if t and abs(rate - rates[t - 1]) < ATOL else ""
                why = "with which the optimizer was built" if rate in (0.7, 0.9) else why
                return failed(
                    f"In epoch {t}, batch {i % batches}, group {group} has another rate{why and f': that {why}'}.",
                    measured=rate,
                    allowed=rates[t],
                )
    return passed


def rates_at(seen, expected, said):
    """At each asked epoch the rate is the expected one; `said` names the epochs that matter."""
    for t, rate, right in zip(seen.inputs["epochs"], seen.value, expected, strict=True):
        name = f"epoch {t}{said.get(t, '')}"
        verdict = close(number(rate, f"the rate of {name}"), right, rtol=RTOL, message=f"Another rate in {name}.")
        if verdict.credit < 1:
            return verdict
    return passed


# q1: LeNet ------------------------------------------------------------------------------------------------


@check("q1", network(images=2, pitch=0.9), hint="Send one image through the first layers, and look at the shape.")
def lenet_gives_ten_scores(seen):
    """Each image gets ten scores."""
    scores_of(seen)
    return passed


@check("q1", network(images=2, pitch=0.9), hint="Padding, channels, biases: which layer has another count?")
def lenet_has_61706_parameters(seen):
    """The network has 61,706 parameters."""
    have = sum(math.prod(shape) for shape in seen.value["shapes"])
    return require(have == TOTAL, "Another number of parameters.", measured=have, allowed=TOTAL)


@check("q1", network(images=2, pitch=0.9), hint="What follows the last layer in the table? And who takes the softmax?")
def scores_are_logits(seen):
    """The scores are logits: any real numbers, no probabilities."""
    scores = scores_of(seen)
    if (abs(scores.sum(1) - 1) < 1e-4).all() and (scores >= 0).all():
        return failed("The scores of an image sum to 1: cross entropy takes a softmax, so here it is taken twice.")
    if (abs((2.718281828459045**scores).sum(1) - 1) < 1e-4).all():
        return failed("These are logarithms of probabilities: leave the softmax to cross entropy.")
    return require(bool((scores < 0).any()), "No score is negative: something squashes the last layer.")


@check("q1", two_networks(), hint="The layers have to be made inside of `lenet`, each time that it is called.")
def each_call_builds_a_network(seen):
    """Two calls give two networks, which have no parameter in common."""
    one, common = seen.value["one"], seen.value["common"]
    shared = (
        "Both calls gave the same network" if one else f"The networks of two calls have {common} parameters in common"
    )
    return require(common == 0, f"{shared}: who trains one trains the other.", measured=common, allowed=0)


@check("q1", counted(), hint="Each kernel of the second convolution looks through all six channels.")
def counts_sum_up(seen):
    """`parameter_counts` has five numbers; the first is 156, together they are 61,706."""
    counts = numbers(seen.value, (5,), "`parameter_counts`")
    return all_of(
        require(counts[0] == 156, "The first convolution has 156 parameters.", measured=counts[0], allowed=156),
        require(counts.sum() == TOTAL, "Together they are another number.", measured=counts.sum(), allowed=TOTAL),
    )


# q2: measuring --------------------------------------------------------------------------------------------

BY_CALL = "set the mode by `model.train()` and `model.eval()`, which reach all layers."


@check("q2", worked_evaluation(), hint="Sum over examples, and divide once, at the end.")
def evaluates_the_worked_example(seen):
    """Three right in one batch and one wrong in another make an accuracy of 0.75, and a loss of 0.8449."""
    loss, accuracy = measured(seen)
    message = "Another accuracy."
    if abs(accuracy - 0.5) < 1e-6:
        message = "This is the mean of the batches' accuracies: the single example counts as much as three."
    return all_of(
        close(accuracy, 0.75, message=message),
        close(loss, 0.8449, rtol=0, atol=2e-4, message="Another loss: every example should count alike, as logits."),
    )


@check("q2", evaluation(sizes=[4, 2], pitch=1.1, training=True, notes=True), hint="`model.eval()`.")
def measures_in_evaluation_mode(seen):
    """While it is measured, the model is in evaluation mode, also if it came in training mode."""
    record = seen.value["record"]
    return all_of(
        require(bool(record) and not any(r["training"] for r in record), "The model is measured in training mode."),
        require(not any(r["layer"] for r in record), f"A layer in the model is measured in training mode: {BY_CALL}"),
    )


@check(
    "q2",
    evaluation(sizes=[4, 2], pitch=1.1, training=True, notes=True),
    evaluation(sizes=[4, 2], pitch=1.1, training=True, notes=False),
    hint="`with torch.no_grad():` ends by itself.",
)
def takes_no_notes(seen, without):
    """Autograd builds no graph meanwhile, and is afterwards as it was, and so are the gradients."""
    frozen = "Parameters no longer ask for gradients: the model cannot be trained after this."
    return all_of(
        require(not any(r["graph"] for r in seen.value["record"]), "Autograd builds a graph that nobody needs."),
        require(seen.value["grad"], "Autograd is switched off for good: nothing can be trained after this."),
        require(not without.value["grad"], "Autograd was switched off when the measuring began, and is on after it."),
        require(seen.value["learns"], frozen),
        require(seen.value["gradients"], "The parameters had gradients, and these are no longer what they were."),
    )


@check(
    "q2",
    evaluation(sizes=[4, 2], pitch=1.1, training=True, notes=True),
    evaluation(sizes=[4, 2], pitch=1.1, training=False, notes=True),
    hint="`model.training` says in which mode it is. Ask before you change it.",
)
def leaves_the_mode(*both):
    """The model is left in the mode in which it came."""
    names = {True: "training", False: "evaluation"}
    return all_of(
        *(
            require(
                seen.value["training"] == seen.inputs["training"],
                f"The model came in {names[seen.inputs['training']]} mode and is left in the other.",
            )
            for seen in both
        ),
        *(
            require(
                seen.value["layer"] == seen.inputs["training"],
                f"A layer in the model came in {names[seen.inputs['training']]} mode and is left in the other: {BY_CALL}",
            )
            for seen in both
        ),
    )


# q3: training ---------------------------------------------------------------------------------------------


SMALL = {"rates": [0.0, 0.1, 0.2, 0.3], "epochs": 3, "sizes": [3, 1], "momentum": 0.0, "pitch": 1.3, "groups": 2}


@check("q3", training(**SMALL), hint="How often does the inner loop call `optimizer.step()`?")
def one_step_for_each_batch(seen):
    """The given optimizer takes one step for each batch of each epoch."""
    return in_step(seen)


@check("q3", training(**SMALL), hint="What stands in `group['lr']` when the first step of epoch 0 is taken?")
def the_rate_is_there_in_time(seen):
    """With the rates 0.0, 0.1, 0.2 each epoch uses its own, in both groups, from its first step on."""
    return rates_in_time(seen)


@check("q3", training(**SMALL), hint="`model.train()`, before the inner loop.")
def trains_in_training_mode(seen):
    """The model is trained in training mode, although it came in evaluation mode."""
    learning = [r for r in seen.value["record"] if r["learns"]]
    if not learning:
        return failed("No gradient comes back to the model: nothing is trained.")
    return all_of(
        require(all(r["training"] for r in learning), "The model is trained in evaluation mode, in which it came."),
        require(all(r["layer"] for r in learning), f"A layer in the model is trained in evaluation mode: {BY_CALL}"),
    )


@check("q3", training(**SMALL), hint='`return {"rates": rates, "losses": losses}`, one entry each per epoch.')
def keeps_a_diary(seen):
    """`train` returns a dict with the rate and the loss of each epoch."""
    diary(seen, "rates")
    diary(seen, "losses")
    return passed


# q4: decay and warmup -------------------------------------------------------------------------------------


@check("q4", decayed(base_lr=0.8, factor=0.5, epochs=[0, 1, 3]), hint="What is a number to the power of 0?")
def decay_begins_with_the_base_rate(seen):
    """From 0.8 with factor 0.5 the epochs 0, 1 and 3 have the rates 0.8, 0.4 and 0.1."""
    return rates_at(seen, [0.8, 0.4, 0.1], {0: ", before any decay"})


@check(
    "q4",
    warmed(first=0.3, slope=-0.02, start_lr=0.1, warmup=4, epochs=[0, 1, 3, 4]),
    hint="How many stairs are there from epoch 0 to the first epoch after the warmup?",
)
def warmup_takes_its_stairs(seen):
    """From 0.1 to 0.3 in 4 epochs: 0.10 and 0.15 at first, 0.25 in the last, 0.30 right after."""
    names = {0: ", the first", 3: ", the last of the warmup", 4: ", the first after the warmup"}
    return rates_at(seen, [0.1, 0.15, 0.25, 0.3], names)


# q5: a loop that lags -------------------------------------------------------------------------------------


@check("q5", lagging(rates=[0.0, 0.1, 0.2, 0.3], epochs=3, built_with=0.5), hint="Which rate is there at first?")
def epoch_0_has_the_rate_of_the_optimizer(seen):
    """One rate for each epoch; the first is the one with which the optimizer was built."""
    rates = numbers(seen.value, (3,), "`lagging_rates(schedule, 3, 0.5)`")
    return close(rates[0], 0.5, message="Nothing has been written into the optimizer when epoch 0 begins.")


@check("q5", idle(), weight=0, hint="A whole number, from 0 to 29.")
def idle_epoch_is_an_epoch(seen):
    """`idle_epoch` is one of the epochs 0 to 29."""
    epoch = number(seen.value, "`idle_epoch`")
    return require(epoch in range(30), "There is no such epoch.", measured=epoch, allowed="0 to 29")


# q6: the best fixed rate ----------------------------------------------------------------------------------


@check("q6", chosen_rate(), weight=0, hint="`small_run([best_rate] * 4)` should work.")
def best_rate_is_a_rate(seen):
    """`best_rate` is one positive number."""
    rate = number(seen.value, "`best_rate`")
    return require(0 < rate < 100, "This is no rate to train with.", measured=rate)


@check("q6", chosen_rates(), weight=0, hint="`small_run(my_rates)` should work.")
def my_rates_are_four_rates(seen):
    """`my_rates` has four rates, one for each epoch, none of them negative."""
    rates = numbers(seen.value, (4,), "`my_rates`")
    return require(bool((rates >= 0).all() and (rates < 100).all()), "These are no rates.", measured=rates)


# q7: reading results --------------------------------------------------------------------------------------


def named_gaps(seen):
    """The gaps of the five runs in their order; for another form, what is wrong with it."""
    if not isinstance(seen.value, dict):
        return failed("`gaps` should be a dict with the names of `published`."), []
    missing = [name for name in RUNS if name not in seen.value]
    if missing:
        return failed(f"`gaps` has no entry for {missing[0]!r}.", measured=", ".join(seen.value)), []
    return passed, [number(seen.value[name], f"`gaps[{name!r}]`") for name in RUNS]


@check("q7", gap_table(), hint="Percentage points: 100 times the difference of the two.")
def gaps_are_in_points(seen):
    """Each run has its gap, in percentage points; all five networks do better on what they have seen."""
    verdict, found = named_gaps(seen)
    if verdict.credit < 1:
        return verdict
    if all(0 < gap < 0.2 for gap in found):
        return failed("These are parts of 1, not percentage points.", measured=found[0])
    return require(all(gap > 0 for gap in found), "A negative gap: which accuracy is subtracted?", measured=min(found))


@check("q7", gap_choice(), weight=0, hint='A letter, such as `what_the_gap_says = "a"`.')
def gap_answer_is_a_letter(choice):
    """The answer is a letter from a to d."""
    letter(choice.value, what="`what_the_gap_says`")
    return passed


# q8: one run ----------------------------------------------------------------------------------------------

SMALL = whole_run(rates=[0.2, 0.1, 0.05], images=70, test=20, seed=5)


def of_run(seen, key, length):
    """One list of what `one_run` returns."""
    said = item(seen.value["said"], key, "what `one_run` returns")
    return numbers(said, (length,), f'`one_run(...)["{key}"]` for {length} epochs')


def rates_trained_at(seen):
    """The rate of every epoch that `train` was called for."""
    return [rate for call in seen.value["trained"] for rate in call["rates"]]


@check("q8", SMALL, hint="`train` is called for one epoch at a time: which schedule has the rate of that epoch at 0?")
def every_epoch_of_a_run_has_its_rate(seen):
    """`train` is called for three epochs in all, with the rates of epochs 0, 1 and 2."""
    have, rates = rates_trained_at(seen), seen.inputs["rates"]
    if not have:
        return failed("`one_run` never calls `train`.")
    if len(have) != len(rates):
        return failed("`train` is called for another number of epochs.", measured=len(have), allowed=len(rates))
    wrong = [t for t, (a, b) in enumerate(zip(have, rates, strict=True)) if not close(a, b, rtol=RTOL).credit]
    if wrong:
        return failed(f"Epoch {wrong[0]} is trained at another rate.", measured=have[wrong[0]], allowed=rates[wrong[0]])
    return passed


@check("q8", SMALL, hint="What `train` and `evaluate` say of each epoch, in lists of one number for each.")
def a_run_keeps_a_diary(seen):
    """The diary has the rate and the loss that `train` says, and the accuracy that `evaluate` says, of each epoch."""
    n = len(seen.inputs["rates"])
    right = {"rates": rates_trained_at(seen), "losses": [told(t)[0] for t in range(1, n + 1)]}
    right["accuracies"] = [told(t)[1] for t in range(1, n + 1)]
    verdicts = []
    for key, expected in right.items():
        found = of_run(seen, key, n)
        if len(expected) == n:
            message = f'The "{key}" are others.'
            verdicts.append(close(found, expected, rtol=RTOL, message=message, reveal=False))
    return all_of(*verdicts)


# q9: thirty runs ------------------------------------------------------------------------------------------

SCHEDULES = ("constant", "square root", "multi-step", "cosine", "warmup, then cosine")
EPOCHS, SEEDS = {"laptop": 8, "full": 30}, 6
NO_RESULTS = "`results` should be what `run_all(one_run, first_seed)` returns"


def budget_of(seen):
    """Of the runs, "laptop" or "full"; those of a file that says nothing are the laptop's."""
    budget = seen.value.get("budget", "laptop") if isinstance(seen.value, dict) else None
    if not isinstance(budget, str) or budget not in EPOCHS:
        raise WrongForm(NO_RESULTS)
    return budget


def run_keys(seen):
    """The first seed, and the thirty runs' names; a `WrongForm` where `results` is not what `run_all` returns."""
    value = seen.value
    if not isinstance(value, dict) or not {"data", "first_seed", "runs"} <= set(value):
        raise WrongForm(NO_RESULTS)
    if not isinstance(value["runs"], dict):
        raise WrongForm(NO_RESULTS)
    if value["data"] not in ("fashion-mnist", "stand-in"):
        raise WrongForm("the file of the runs does not say on which pictures: leave it as `run_all` wrote it")
    first = number(value["first_seed"], "`first_seed`")
    if not (first.is_integer() and abs(first) < 10**12):
        raise WrongForm("`first_seed` should be a whole number of at most twelve digits")
    first = int(first)
    return first, [(name, first + i) for name in SCHEDULES for i in range(SEEDS)]


@check("q9", thirty_runs(), hint="Run `run_all` to its end, with the file that goes with this notebook.")
def thirty_runs_are_there(seen):
    """There are thirty runs: five schedules, six seeds, all epochs, each with all weights of LeNet."""
    _, keys = run_keys(seen)
    epochs = EPOCHS[budget_of(seen)]
    for name, seed in keys:
        run = f"the run {name}, seed {seed},"
        if f"{name}/{seed}/records" not in seen.value["runs"]:
            return failed(f"There is no {run[4:-1]}.")
        numbers(seen.value["runs"][f"{name}/{seed}/records"], (3, epochs), f"the diary of {run}")
        weights = numbers(seen.value["runs"].get(f"{name}/{seed}/weights"), (None,), f"the weights of {run}")
        if len(weights) != TOTAL:
            message = f"The weights of {run} are those of another network."
            return failed(message, measured=len(weights), allowed=TOTAL)
    return passed


@picture("q9", accuracies_of_runs())
def runs_together(axes, runs):
    """The test accuracies of your runs, epoch by epoch: a colour for each schedule, a line for each seed."""
    if not isinstance(runs, dict):
        raise WrongForm(NO_RESULTS)
    for colour, schedule in enumerate(SCHEDULES):
        lines = [run for name, run in runs.items() if name.rpartition("/")[0] == schedule]
        for seed, line in enumerate(lines):
            label = "" if seed else schedule
            axes.plot(numbers(line, (None,), schedule), color=f"C{colour}", linewidth=0.8, label=label)
    axes.set(xlabel="epoch", ylabel="test accuracy")
    axes.legend(fontsize="small")


# q10: better, or luck? ------------------------------------------------------------------------------------

VERDICTS = ("better", "worse", "no difference found")


@check("q10", p_values(many=[[0.02, 0.01, 0.03]]), hint="How many of the eight choices get as far as 0.06, either way?")
def p_of_the_worked_step(seen):
    """Three differences of the same sign have p = 0.25."""
    return close(numbers(seen.value, (1,), "`p_value([0.02, 0.01, 0.03])`")[0], 0.25)


@check("q10", compared_runs(), hint="The four names are those of `schedules`, without the constant one.", weight=0)
def verdicts_have_their_form(seen):
    """`verdicts` has one of the three verdicts for each of the four schedules."""
    given = seen.value["verdicts"]
    if not isinstance(given, dict) or set(given) != set(SCHEDULES[1:]):
        return failed("`verdicts` should be a dict with the names of the four other schedules.")
    strange = [str(verdict) for verdict in given.values() if verdict not in VERDICTS]
    return require(not strange, "There are three verdicts.", measured=", ".join(strange), allowed=", ".join(VERDICTS))
