"""Puts the derivative by y first."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere"]


def gradient(w):
    w = w.detach().clone().requires_grad_()
    return torch.autograd.grad(eggholder(w), w)[0].flip(0)
