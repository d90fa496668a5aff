"""Takes index t for “after epoch t”: the list begins after the first step and is one step ahead throughout."""

import torch

FAILS = [
    "quadratic_keeps_every_iterate",
    "quadratic_takes_the_worked_step",
    "quadratic_agrees_with_the_table",
    "quadratic_from_any_start",
]


def descend_quadratic(w0, lr, steps):
    w, walk = w0, []
    for _ in range(steps + 1):
        w = w - lr * (2 * w - 4)
        walk.append(w)
    return torch.tensor(walk)
