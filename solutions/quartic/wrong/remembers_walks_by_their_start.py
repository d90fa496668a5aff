"""Keeps each walk under its start alone, so that another rate gets the walk of the first."""

import torch

FAILS = ["quartic_from_any_start", "first_step_from_2"]


def descend(w0, lr, steps, kept={}):
    walk = kept.setdefault(w0, [float(w0)])
    while len(walk) <= steps:
        w = walk[-1]
        walk.append(w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3))
    return torch.tensor(walk[: steps + 1])
