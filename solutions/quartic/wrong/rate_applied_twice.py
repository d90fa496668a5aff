"""Folds the rate in twice: the gradient is scaled by lr, and then the step again."""

import torch

FAILS = ["quadratic_takes_the_worked_step", "quadratic_agrees_with_the_table", "quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        scaled = lr * (2 * walk[-1] - 4)
        walk.append(walk[-1] - lr * scaled)
    return torch.tensor(walk)
