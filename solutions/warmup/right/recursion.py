"""Recursion for decay, for the warmup, for the lag and for the epochs of the training."""

from torch.nn.functional import cross_entropy


def decay(base_lr, factor):
    return lambda t: base_lr if t == 0 else factor * decay(base_lr, factor)(t - 1)


def with_warmup(schedule, start_lr, warmup):
    if warmup == 0:
        return schedule
    after = with_warmup(schedule, start_lr + (schedule(0) - start_lr) / warmup, warmup - 1)
    return lambda t: start_lr if t == 0 else after(t - 1)


def lagging_rates(schedule, epochs, built_with):
    if epochs == 0:
        return []
    return [built_with, *lagging_rates(lambda t: schedule(t + 1), epochs - 1, schedule(0))]


def train(model, optimizer, batches, epochs, schedule):
    if epochs == 0:
        return {"rates": [], "losses": []}
    model.train()
    for group in optimizer.param_groups:
        group["lr"] = schedule(0)
    total = 0.0
    for inputs, labels in batches:
        loss = cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(labels)
    rest = train(model, optimizer, batches, epochs - 1, lambda t: schedule(t + 1))
    mean = total / sum(len(labels) for _, labels in batches)
    return {"rates": [schedule(0), *rest["rates"]], "losses": [mean, *rest["losses"]]}
