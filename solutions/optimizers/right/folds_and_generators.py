"""A fold and a generator: itertools.accumulate for the velocity, another for the walk."""

import itertools

import torch


def momentum_walk(w0, gradients, lr, momentum):
    velocities = itertools.accumulate(gradients, lambda v, g: momentum * v + g)
    return list(itertools.accumulate(velocities, lambda w, v: w - lr * v, initial=w0))


def nesterov_walk(w0, gradients, lr, momentum):
    def places():
        w, v = w0, torch.zeros_like(w0)
        yield w
        for g in gradients:
            v = momentum * v + g
            w = w - lr * (g + momentum * v)
            yield w

    return torch.stack(tuple(places()))


def first_time(racer, pair):
    return len(list(itertools.takewhile(lambda loss: loss > 0.005, race(racer, *pair))))


arrivals = {
    racer: first_time(racer, pair)
    for racer, pair in zip(
        ("gd", "momentum", "rmsprop", "adam"),
        (gd_settings, momentum_settings, rmsprop_settings, adam_settings),
        strict=True,
    )
}
