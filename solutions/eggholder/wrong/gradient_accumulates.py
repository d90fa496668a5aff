"""Takes the gradient on the tensor that came in and never clears it: every further call adds to the last."""

import torch

FAILS = ["gradient_leaves_nothing_behind"]


class Kept:
    leaf = None


def gradient(w):
    if Kept.leaf is None or not torch.equal(Kept.leaf, w):
        Kept.leaf = w.detach().clone().requires_grad_()
    eggholder(Kept.leaf).backward()
    return Kept.leaf.grad.clone()
