"""Ignores the momentum that is passed: 0.9 stands in the loop, as in the example."""

import torch

FAILS = ["momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        v = 0.9 * v + gradient
        w = w - lr * v
        walk.append(w)
    return torch.stack(walk)
