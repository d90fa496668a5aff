"""Ends the walk once it is far out, so that a divergence has fewer steps than were asked for."""

import torch

FAILS = ["quartic_shows_a_divergence"]


def descend(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        w = walk[-1]
        if abs(w) > 100:
            break
        walk.append(w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3))
    return torch.tensor(walk)
