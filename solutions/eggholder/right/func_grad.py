"""torch.func for the gradient and the Hessian; matrices for the two roots."""

import torch


def eggholder(w):
    a = w @ torch.tensor([0.5, 1.0], dtype=w.dtype) + 47
    b = w @ torch.tensor([1.0, -1.0], dtype=w.dtype) - 47
    return -(w[..., 1] + 47) * torch.sin(abs(a) ** 0.5) - w[..., 0] * torch.sin(abs(b) ** 0.5)


def gradient(w):
    return torch.func.grad(eggholder)(w.detach())


fold_edge = 2 / torch.linalg.matrix_norm(torch.func.hessian(eggholder)(gd_egg(0.02, START_A, False, 1000)[-1]), 2)
