"""Plain Python: lists of floats throughout, no tensor."""

import torch


def descend_quadratic(w0, lr, steps):
    walk = [w0]
    for _ in range(steps):
        walk.append(walk[-1] - lr * (2 * walk[-1] - 4))
    return walk


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.nn.Parameter(torch.tensor([float(w0)]))
    optimizer = torch.optim.SGD([{"params": [w], "lr": lr}])
    walk = [float(w0)]
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=False)
        quadratic(w).sum().backward()
        optimizer.step()
        walk += w.tolist()
    return walk


def descend(w0, lr, steps):
    walk = [w0]
    for _ in range(steps):
        w = walk[-1]
        walk.append(w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3))
    return walk
