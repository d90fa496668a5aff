"""Draws the rows of the memory from torch's own generator, so that a seed does not bring the batch back."""

import torch

FAILS = ["same_seed_same_batch"]


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    drawn = torch.randperm(len(memory_x))[:count]
    return torch.cat([x, memory_x[drawn]]), torch.cat([y, memory_y[drawn]])
