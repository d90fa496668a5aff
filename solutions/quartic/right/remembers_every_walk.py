"""A recursion that remembers each walk by all of its arguments: no step is taken twice."""

import functools

import torch


@functools.cache
def descend_quadratic_sgd(w0, lr, steps):
    if steps == 0:
        return [float(w0)]
    walk = descend_quadratic_sgd(w0, lr, steps - 1)
    w = torch.tensor(walk[-1], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    (w**2 - 4 * w + 8).backward()
    optimizer.step()
    return [*walk, w.item()]


def descend(w0, lr, steps, kept={}):  # noqa: B006 (to be kept is the point)
    walk = kept.setdefault((w0, lr), [float(w0)])
    while len(walk) <= steps:
        w = walk[-1]
        walk.append(w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3))
    return torch.tensor(walk[: steps + 1])
