"""Moves by the old velocity and updates it afterwards: every gradient works one step late."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        w = w - lr * v
        v = momentum * v + gradient
        walk.append(w)
    return torch.stack(walk)
