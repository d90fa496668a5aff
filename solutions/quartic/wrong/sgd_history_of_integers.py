"""Keeps the walk of SGD in a tensor of the dtype of the start: from an integer start every iterate is cut to a whole number."""

import torch

FAILS = ["sgd_takes_an_integer_start"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = torch.full((steps + 1,), w0)
    for t in range(steps):
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        optimizer.step()
        walk[t + 1] = w.detach()
    return walk
