"""Records w before each step, and takes one step more than it records."""

import torch


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = []
    for _ in range(steps + 1):
        walk.append(w.item())
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        optimizer.step()
    return torch.tensor(walk)
