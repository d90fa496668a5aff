"""Lets the friction work on the newest gradient as well as on the old velocity."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        v = momentum * (v + gradient)
        w = w - lr * v
        walk.append(w)
    return torch.stack(walk)
