"""Ends the walk of SGD where the slope is tiny, so that it has fewer steps than were asked for."""

import torch

FAILS = ["sgd_from_any_start"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        if abs(w.grad.item()) < 1e-6:
            break
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
