"""Ends the walk of SGD where a step hardly changes w any more, so that it has fewer steps than were asked for."""

import torch

FAILS = ["sgd_from_any_start"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        optimizer.step()
        walk.append(w.item())
        if abs(walk[-1] - walk[-2]) < 1e-7:
            break
    return torch.tensor(walk)
