"""Everything in float64; a closure for the optimizer; more steps at a smaller rate."""

import torch


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(w0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=torch.tensor(lr, dtype=torch.float64))

    def closure():
        optimizer.zero_grad()
        loss = quadratic(w)
        loss.backward()
        return loss

    walk = torch.full((steps + 1,), w0, dtype=torch.float64)
    for t in range(steps):
        optimizer.step(closure)
        walk[t + 1] = w.detach()
    return walk


def descend(w0, lr, steps):
    walk = torch.full((steps + 1,), w0, dtype=torch.float64)
    for t in range(steps):
        w = walk[t]
        walk[t + 1] = w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)
    return walk


my_lr = torch.tensor(0.002, dtype=torch.float64)
my_steps = torch.tensor(4000)
