"""Steps by the loss itself instead of its slope: w − lr·L(w)."""

import torch

FAILS = ["quadratic_takes_the_worked_step", "quadratic_agrees_with_the_table", "quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        walk[t + 1] = walk[t] - lr * (walk[t] ** 2 - 4 * walk[t] + 8)
    return walk
