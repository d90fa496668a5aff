"""Multiplies the place by the momentum, where it is the velocity that is kept in part."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    w, walk = w0, [w0]
    for gradient in gradients:
        w = momentum * w - lr * gradient
        walk.append(w)
    return torch.stack(walk)
