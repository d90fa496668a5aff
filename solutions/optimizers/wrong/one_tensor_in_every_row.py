"""Keeps one tensor many times and changes it in place: every row shows the end of the walk."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v, w = torch.zeros_like(w0), w0.clone()
    walk = [w]
    for gradient in gradients:
        v = momentum * v + gradient
        w -= lr * v
        walk.append(w)
    return torch.stack(walk)
