"""Autograd for every slope, and iterates that still require a gradient when they are returned."""

import torch


def descend_quadratic(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    walk = [w]
    for _ in range(steps):
        (slope,) = torch.autograd.grad(quadratic(w), w)
        w = (w - lr * slope).detach().requires_grad_()
        walk.append(w)
    return torch.stack(walk)


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr)
    walk = [w.clone()]
    for _ in range(steps):
        quadratic(w).backward()
        optimizer.step()
        w.grad = None
        walk.append(w.clone())
    return torch.stack(walk)


def descend(w0, lr, steps):
    slope_of = torch.func.grad(quartic)
    walk = [torch.tensor(float(w0), requires_grad=True)]
    for _ in range(steps):
        walk.append((walk[-1] - lr * slope_of(walk[-1])).detach().requires_grad_())
    return torch.stack(walk)
