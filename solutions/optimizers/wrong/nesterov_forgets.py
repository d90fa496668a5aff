"""Looks ahead by the newest gradient only: no velocity is kept between steps."""

import torch

FAILS = ["nesterov_takes_the_worked_steps", "nesterov_along_any_gradients"]


def nesterov_walk(w0, gradients, lr, momentum):
    v = torch.zeros_like(w0)
    w, walk = w0, [w0]
    for gradient in gradients:
        v = gradient
        w = w - lr * (gradient + momentum * v)
        walk.append(w)
    return torch.stack(walk)
