"""Ignores the rate: 0.1 stands in the loop, as in the example."""

import torch

FAILS = ["quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        walk[t + 1] = walk[t] - 0.1 * (2 * walk[t] - 4)
    return walk
