"""Returns the best point so far in place of each iterate, so that a leap across the hill is not shown."""

import torch

FAILS = ["hilltop_is_a_hilltop", "quartic_shows_a_divergence"]


def descend(w0, lr, steps):
    w, walk = float(w0), [float(w0)]
    for _ in range(steps):
        w = w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)
        walk.append(min(w, walk[-1], key=lambda v: v**4 + 3 * v**3 - v**2 - 3 * v))
    return torch.tensor(walk)
