"""Changes the point it was given: the step is taken inside, in place."""

import torch

FAILS = ["gradient_leaves_nothing_behind"]


def gradient(w):
    leaf = w.detach().clone().requires_grad_()
    slope = torch.autograd.grad(eggholder(leaf), leaf)[0]
    w -= 0.1 * slope
    return slope
