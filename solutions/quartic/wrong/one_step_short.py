"""Takes one step too few: the loop begins at 1, as if the start were a step."""

import torch

FAILS = [
    "quadratic_keeps_every_iterate",
    "quadratic_takes_the_worked_step",
    "quadratic_agrees_with_the_table",
    "quadratic_from_any_start",
]


def descend_quadratic(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(1, steps):
        walk.append(walk[-1] - lr * (2 * walk[-1] - 4))
    return torch.tensor(walk)
