"""Autograd for the slope of the likelihood; the limits by doubling and halving."""

import math

import torch


def likelihood_gradient(cost, slope, count):
    cost = torch.as_tensor(cost, dtype=torch.float64).detach().requires_grad_()
    (by_cost,) = torch.autograd.grad(torch.exp(-count * cost), cost)
    return by_cost * slope


def edge(dtype):
    low, high = 1.0, 2000.0
    while high - low > 1e-3:
        middle = (low + high) / 2
        if torch.exp(torch.tensor(-middle, dtype=dtype)) > 0:
            low = middle
        else:
            high = middle
    return torch.tensor(high, dtype=dtype)


zero_32, zero_64 = edge(torch.float32), edge(torch.float64)
images_32 = torch.floor(zero_32 / math.log(10))
images_64 = torch.floor(zero_64 / math.log(10))
