"""Computes the slope once, before the loop, so that every step is as long as the first."""

import torch

FAILS = ["quadratic_agrees_with_the_table", "quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    slope = 2 * w0 - 4
    walk = [float(w0)]
    for _ in range(steps):
        walk.append(walk[-1] - lr * slope)
    return torch.tensor(walk)
