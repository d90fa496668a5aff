"""Gives the iterates of Nesterov’s method where heavy-ball momentum was asked for."""

import torch

FAILS = ["momentum_takes_the_worked_steps", "momentum_along_any_gradients"]


def momentum_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        v = momentum * v + gradient
        w = w - lr * (gradient + momentum * v)
        walk.append(w)
    return torch.stack(walk)
