"""Leaves the optimizer at rate 0.1, whatever rate is passed."""

import torch

FAILS = ["sgd_from_any_start", "the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss = w**2 - 4 * w + 8
        loss.backward()
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
