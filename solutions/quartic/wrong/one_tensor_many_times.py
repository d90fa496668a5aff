"""Keeps references to the one tensor that the optimizer changes in place: every entry is the last iterate."""

import torch

FAILS = ["sgd_keeps_every_iterate", "sgd_forgets_the_last_gradient", "sgd_from_any_start"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w]
    for _ in range(steps):
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        optimizer.step()
        walk.append(w)
    return torch.stack(walk)
