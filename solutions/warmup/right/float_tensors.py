"""Rates as float32 tensors: in the schedules, in the optimizer and in the diary."""

import torch
from torch.nn.functional import cross_entropy


def train(model, optimizer, batches, epochs, schedule):
    model.train()
    rates, losses = torch.zeros(epochs), torch.zeros(epochs)
    for epoch in range(epochs):
        rates[epoch] = schedule(epoch)
        for group in optimizer.param_groups:
            group["lr"] = rates[epoch].clone()
        examples = 0
        for inputs, labels in batches:
            loss = cross_entropy(model(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[epoch] += loss.detach() * len(labels)
            examples += len(labels)
        losses[epoch] /= examples
    return {"rates": rates, "losses": losses}


def decay(base_lr, factor):
    return lambda t: torch.tensor(base_lr) * torch.tensor(factor) ** t


def with_warmup(schedule, start_lr, warmup):
    return lambda t: (
        torch.lerp(torch.tensor(start_lr), torch.tensor(float(schedule(0))), t / warmup)
        if t < warmup
        else torch.as_tensor(schedule(t - warmup))
    )


def lagging_rates(schedule, epochs, built_with):
    return torch.tensor([built_with] + [schedule(t) for t in range(epochs)])[:-1]
