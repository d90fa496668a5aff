"""Gives the optimizer a copy of w and moves w by hand: the optimizer steps, but nothing comes of it."""

import torch

FAILS = ["the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w.detach().clone().requires_grad_()], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        loss = w**2 - 4 * w + 8
        (slope,) = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= lr * slope
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
