"""Steps by hand where the optimizer was asked for: the numbers are right, the work is another."""

import torch

FAILS = ["the_optimizer_steps", "the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w, walk = w0, [float(w0)]
    for _ in range(steps):
        w = w - lr * (2 * w - 4)
        walk.append(w)
    return torch.tensor(walk)
