"""Looks for x and y in the first dimension, so that only a single point, or a grid of the wrong shape, comes through."""

import torch

FAILS = ["heights_of_a_grid"]


def eggholder(w):
    x, z = w[0], w[1] + 47
    return -z * (x / 2 + z).abs().sqrt().sin() - x * (x - z).abs().sqrt().sin()


def gradient(w):
    w = w.detach().clone().requires_grad_()
    return torch.autograd.grad(eggholder(w), w)[0]
