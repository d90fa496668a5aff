"""Makes the history of the dtype of the start: from an integer start every iterate is cut to a whole number."""

import torch

FAILS = ["quartic_takes_an_integer_start"]


def descend(w0, lr, steps):
    walk = torch.full((steps + 1,), w0)
    for t in range(steps):
        w = walk[t]
        walk[t + 1] = w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)
    return walk
