"""Brings the exponent down as a factor but does not lower it in the first term: 4w⁴ for 4w³."""

import torch

FAILS = [
    "quartic_takes_the_first_step",
    "my_rate_suits_all_three",
    "ends_are_flat",
    "ends_are_valley_floors",
    "ends_are_those_of_your_walks",
    "hilltop_is_a_hilltop",
    "lowest_loss_belongs_to_lowest_w",
    "first_step_from_2",
    "starts_a_hair_apart",
    "quartic_from_any_start",
    "quartic_shows_a_divergence",
    "ends_follow_from_the_rate",
    "lowest_is_the_global_minimum",
]


def descend(w0, lr, steps):
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        w = walk[t]
        walk[t + 1] = w - lr * (4 * w**4 + 9 * w**2 - 2 * w - 3)
    return walk
