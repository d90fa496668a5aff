"""Loses the minus of −w²: the slope has + 2w where − 2w belongs."""

import torch

FAILS = [
    "quartic_takes_the_first_step",
    "ends_are_flat",
    "hilltop_is_a_hilltop",
    "first_step_from_2",
    "starts_a_hair_apart",
    "quartic_from_any_start",
    "quartic_shows_a_divergence",
    "ends_follow_from_the_rate",
    "lowest_is_the_global_minimum",
]


def descend(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        w = walk[-1]
        walk.append(w - lr * (4 * w**3 + 9 * w**2 + 2 * w - 3))
    return torch.tensor(walk)
