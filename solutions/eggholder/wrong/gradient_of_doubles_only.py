"""Projects the gradient on directions in float64, which do not fit a point in float32."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere"]


def gradient(w):
    point = w.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(eggholder(point), point)
    return torch.stack([way @ g for way in torch.eye(2, dtype=torch.float64)])
