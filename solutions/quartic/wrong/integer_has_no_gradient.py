"""Makes the tensor of the start as it comes: an integer start gives an integer tensor, which has no gradient."""

import torch

FAILS = ["sgd_takes_an_integer_start"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        (w**2 - 4 * w + 8).backward()
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
