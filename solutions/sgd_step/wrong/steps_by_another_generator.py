"""Draws the SGD step's minibatch from torch's own generator, and leaves the one that was passed alone."""

import torch

FAILS = ["same_seed_same_steps"]


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    places = torch.randperm(len(y))[:size]
    return full_step(weight, bias, x[places], y[places], lr)
