"""Ignores the rate: the quartic is always walked at 0.01."""

import torch

FAILS = ["hilltop_is_a_hilltop", "first_step_from_2", "quartic_from_any_start", "quartic_shows_a_divergence"]


def descend(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        w = walk[-1]
        walk.append(w - 0.01 * (4 * w**3 + 9 * w**2 - 2 * w - 3))
    return torch.tensor(walk)
