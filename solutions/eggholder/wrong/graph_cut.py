"""Makes a new tensor of the result: the numbers are right, but they no longer know where they come from."""

import torch

FAILS = ["autograd_can_follow"]


def true_eggholder(w):
    x, z = w[..., 0], w[..., 1] + 47
    return -z * (x / 2 + z).abs().sqrt().sin() - x * (x - z).abs().sqrt().sin()


def eggholder(w):
    return true_eggholder(w).detach().clone()


def gradient(w):
    w = w.detach().clone().requires_grad_()
    return torch.autograd.grad(true_eggholder(w), w)[0]


def gd_egg(alpha, start, decay, epochs=10):
    walk = [torch.as_tensor(start, dtype=torch.float64)]
    for epoch in range(epochs):
        walk.append(walk[-1] - alpha * (0.9**epoch if decay else 1) * gradient(walk[-1]))
    return torch.stack(walk)


fold_edge = 0.0205
