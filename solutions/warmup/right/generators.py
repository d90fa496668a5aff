"""Generators: a stream of rates for the lag, a stream of steps for the training."""

import itertools

from torch.nn.functional import cross_entropy


def steps(model, optimizer, batches):
    model.train()
    for inputs, labels in batches:
        optimizer.zero_grad()
        loss = cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        yield len(labels), loss.item()


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for rate in map(schedule, range(epochs)):
        for group in optimizer.param_groups:
            group.update(lr=rate)
        counts, means = zip(*steps(model, optimizer, batches), strict=True)
        rates.append(rate)
        losses.append(sum(n * loss for n, loss in zip(counts, means, strict=True)) / sum(counts))
    return dict(rates=rates, losses=losses)  # noqa: C408


def lagging_rates(schedule, epochs, built_with):
    def stream():
        yield built_with
        yield from map(schedule, itertools.count())

    return list(itertools.islice(stream(), epochs))


def with_warmup(schedule, start_lr, warmup):
    stairs = [start_lr + (schedule(0) - start_lr) * i / warmup for i in range(warmup)]
    return lambda t: stairs[t] if t < warmup else schedule(t - warmup)
