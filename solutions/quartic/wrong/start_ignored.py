"""Ignores the start: every walk begins at 0."""

import torch

FAILS = [
    "quartic_keeps_every_iterate",
    "quartic_takes_the_first_step",
    "first_step_from_2",
    "starts_a_hair_apart",
    "quartic_from_any_start",
    "quartic_shows_a_divergence",
    "ends_follow_from_the_rate",
    "lowest_is_the_global_minimum",
]


def descend(w0, lr, steps):
    walk = torch.zeros(steps + 1)
    for t in range(steps):
        w = walk[t]
        walk[t + 1] = w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)
    return walk
