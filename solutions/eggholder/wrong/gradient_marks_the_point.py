"""Makes the tensor of the caller require a gradient, and leaves it so."""

import torch

FAILS = ["gradient_leaves_nothing_behind"]


def gradient(w):
    w.requires_grad_(True)
    return torch.autograd.grad(eggholder(w), w)[0]


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
