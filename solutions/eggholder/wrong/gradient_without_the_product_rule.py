"""Forgets the product rule: the factors before the sines are treated as constants."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere"]


def gradient(w):
    w = w.detach().clone().requires_grad_()
    x, z = w[0], w[1] + 47
    f = -z.detach() * (x / 2 + z).abs().sqrt().sin() - x.detach() * (x - z).abs().sqrt().sin()
    return torch.autograd.grad(f, w)[0]
