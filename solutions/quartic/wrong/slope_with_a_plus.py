"""The slope of −4w is taken for +4: from 0 that looks like a step uphill."""

import torch

FAILS = ["quadratic_takes_the_worked_step", "quadratic_agrees_with_the_table", "quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        walk.append(walk[-1] - lr * (2 * walk[-1] + 4))
    return torch.tensor(walk)
