"""The answers to `warmup`: LeNet, what measures it, the loop that trains it, and the rates."""

import itertools

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def lenet():
    """The table of the text, line by line."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU()),
        *(nn.Linear(120, 84), nn.ReLU()),
        nn.Linear(84, 10),
    )


# Each output, a channel or a number, has one weight for each number that it looks at, and one bias.
parameter_counts = [n * (seen + 1) for seen, n in ((25, 6), (6 * 25, 16), (400, 120), (120, 84), (84, 10))]


def evaluate(model, batches):
    """Sums over examples, divided once: so it does not matter how the examples fall into batches."""
    was_training = model.training
    model.eval()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.train(was_training)
    return loss / examples, right / examples


def train(model, optimizer, batches, epochs, schedule):
    """The rate is written before the epoch that it is for, and read where it is used."""
    rates, losses = [], []
    for epoch in range(epochs):
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        total, examples = 0.0, 0
        for inputs, labels in batches:
            optimizer.zero_grad()
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            examples += len(labels)
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}


def decay(base_lr, factor):
    """A power, not a product that is kept: it knows every epoch without those before."""
    return lambda t: base_lr * factor**t


def with_warmup(schedule, start_lr, warmup):
    """The line is never asked for epoch `warmup`: there the schedule itself begins."""

    def warmed(t):
        if t < warmup:
            return start_lr + (schedule(0) - start_lr) * t / warmup
        return schedule(t - warmup)

    return warmed


def lagging_rates(schedule, epochs, built_with):
    """Everything comes one epoch late, and before it what the optimizer was built with."""
    return [built_with, *(schedule(t) for t in range(epochs - 1))]


idle_epoch = 1  # the rate 0.0 is meant for epoch 0 and comes one late

best_rate = 0.16  # the loss is 0.5205; the valley is flat: 0.5202 at 0.15, 0.5216 at 0.17
my_rates = [0.4, 0.2, 0.1, 0.03]  # 0.5043: long strides while it is far, short ones at the end

gaps = {name: 100 * (fit - test) for name, (_, fit, test) in published.items()}
what_the_gap_says = "b"


def one_run(schedule, training, test, epochs, seed):
    """Epoch by epoch, since each has an order of its own; `train` sets the rate before the first step."""
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracies.append(evaluate(model, [test])[1])
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}


first_seed = 20_001
results = run_all(one_run, first_seed)


def p_value(differences):
    """All choices of signs, the one that was seen among them."""
    seen = abs(sum(differences))
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(total >= seen - 1e-12 for total in sums) / len(sums)


def last_accuracies(name):
    """The test accuracy after the last epoch, of each of the six seeds."""
    return [float(results["runs"][f"{name}/{first_seed + i}/records"][2][-1]) for i in range(6)]


def compared(name):
    """What the six pairs say about a schedule beside the constant rate."""
    differences = [a - b for a, b in zip(last_accuracies(name), last_accuracies("constant"), strict=True)]
    if p_value(differences) > 0.05:
        return "no difference found"
    return "better" if sum(differences) > 0 else "worse"


verdicts = {name: compared(name) for name in schedules if name != "constant"}
