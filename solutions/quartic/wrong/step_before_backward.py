"""Calls step() before the first backward(): nothing moves in the first step, and the last slope goes unused."""

import torch

FAILS = ["sgd_forgets_the_last_gradient", "sgd_from_any_start", "the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.step()
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        walk.append(w.item())
    return torch.tensor(walk)
