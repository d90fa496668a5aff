"""Keeps the walk on the figure: every iterate is cut off at −5 and 5, so that a divergence cannot be seen."""

import torch

FAILS = ["quartic_shows_a_divergence"]


def descend(w0, lr, steps):
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        w = walk[t]
        walk[t + 1] = (w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)).clamp(-5, 5)
    return walk
