"""Torch's LambdaLR sets the rates of all groups, stepped after each epoch's steps; decay as an exponential."""

import math

from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import LambdaLR


def train(model, optimizer, batches, epochs, schedule):
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] = 1.0
    scheduler = LambdaLR(optimizer, schedule)
    history = {"rates": [], "losses": []}
    for _ in range(epochs):
        model.train()
        total, count = 0.0, 0
        for inputs, labels in batches:
            optimizer.zero_grad(set_to_none=False)
            summed = cross_entropy(model(inputs), labels, reduction="sum")
            (summed / len(inputs)).backward()
            optimizer.step()
            total, count = total + summed.detach(), count + len(inputs)
        history["rates"].append(scheduler.get_last_lr()[0])
        history["losses"].append(total / count)
        scheduler.step()
    return history


def decay(base_lr, factor):
    return lambda t: base_lr * math.exp(t * math.log(factor))
