"""Dampens every gradient after the first by 1 − μ."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v, w, walk = None, w0, [w0]
    for gradient in gradients:
        v = gradient if v is None else momentum * v + (1 - momentum) * gradient
        w = w - lr * v
        walk.append(w)
    return torch.stack(walk)
