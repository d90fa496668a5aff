"""Recursion and generators, and one function for both terms: a walk is its start and the walk from the next point."""

import itertools

import torch


def eggholder(w):
    def term(factor, inside):
        return -factor * torch.sin(torch.sqrt(torch.abs(inside)))

    x, y = torch.moveaxis(w, -1, 0)
    return term(y + 47, x / 2 + y + 47) + term(x, x - y - 47)


def gd_egg(alpha, start, decay, epochs=10):
    def rates():
        rate = alpha
        while True:
            yield rate
            rate *= 0.9 if decay else 1.0

    first = torch.tensor([float(x) for x in start], dtype=torch.float64)
    steps = itertools.islice(rates(), epochs)
    return torch.stack(list(itertools.accumulate(steps, lambda w, rate: w - rate * gradient(w), initial=first)))


def total_rate(alpha, epochs):
    return 0.0 if epochs == 0 else alpha + total_rate(0.9 * alpha, epochs - 1)


def warmup_rates(alpha, warmup, epochs):
    def forever():
        yield from (alpha * k / warmup for k in range(1, warmup + 1))
        rate = alpha
        while True:
            yield rate
            rate *= 0.9

    return tuple(itertools.islice(forever(), epochs))
