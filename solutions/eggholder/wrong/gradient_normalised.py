"""Divides the gradient by its length, so that only the direction is left."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere"]


def gradient(w):
    w = w.detach().clone().requires_grad_()
    slope = torch.autograd.grad(eggholder(w), w)[0]
    return slope / slope.norm()
