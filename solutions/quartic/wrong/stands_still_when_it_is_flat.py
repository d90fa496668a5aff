"""Stays where the slope is small, as if the walk had arrived there."""

import torch

FAILS = ["quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        slope = 2 * walk[-1] - 4
        walk.append(walk[-1] - lr * slope if abs(slope) > 1e-3 else walk[-1])
    return torch.tensor(walk)
