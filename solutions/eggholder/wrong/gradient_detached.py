"""Detaches the point on its way into the function, so that there is nothing to differentiate."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere", "gradient_leaves_nothing_behind"]


def gradient(w):
    w = w.clone().requires_grad_()
    return torch.autograd.grad(eggholder(w.detach()), w)[0]
