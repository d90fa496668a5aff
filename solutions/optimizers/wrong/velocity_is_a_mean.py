"""Makes the velocity a mean of gradients, by a weight of 1 − μ: its steps are too short by that factor."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        v = momentum * v + (1 - momentum) * gradient
        w = w - lr * v
        walk.append(w)
    return torch.stack(walk)
