"""A diary in a defaultdict, gaps in an OrderedDict, verdicts out of an array of words, a named tuple for two figures."""

from collections import OrderedDict, defaultdict
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional


class Score(NamedTuple):
    loss: float
    accuracy: float


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += functional.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.train(was_training)
    return Score(loss / examples, right / examples)


def train(model, optimizer, batches, epochs, schedule):
    model.train()
    history = defaultdict(list)
    for epoch in range(epochs):
        rate, total, examples = schedule(epoch), 0.0, 0
        for group in optimizer.param_groups:
            group["lr"] = rate
        for inputs, labels in batches:
            optimizer.zero_grad()
            loss = functional.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total, examples = total + loss.item() * len(labels), examples + len(labels)
        history["rates"].append(rate)
        history["losses"].append(total / examples)
    return history


def one_run(schedule, training, test, epochs, seed):
    """The test set in slices of seven."""
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    images, labels = test
    run = defaultdict(list)
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, lambda _, t=epoch: schedule(t))
        run["rates"] += diary["rates"]
        run["losses"] += diary["losses"]
        parts = [(images[i : i + 7], labels[i : i + 7]) for i in range(0, len(labels), 7)]
        right = sum(evaluate(model, [part])[1] * len(part[1]) for part in parts)
        run["accuracies"].append(right / len(labels))
    run["weights"] = [parameter.detach() for parameter in model.parameters()]
    return run


gaps = OrderedDict((name, 100 * (fit - test)) for name, (_, fit, test) in published.items())

WORDS = np.array(["better", "worse", "no difference found"])


def _verdict(name):
    runs = [
        [results["runs"][f"{n}/{first_seed + i}/records"][2][-1].item() for i in range(6)] for n in (name, "constant")
    ]
    differences = [a - b for a, b in zip(*runs, strict=True)]
    return WORDS[2 if p_value(differences) > 0.05 else 0 if sum(differences) > 0 else 1]


verdicts = defaultdict(str, {name: _verdict(name) for name in schedules if name != "constant"})
