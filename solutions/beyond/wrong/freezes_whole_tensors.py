"""Freezes a whole tensor as soon as one entry of it is frozen."""

import torch

FAILS = ["free_moves_as_ever", "free_moves_under_any_optimizer"]


@torch.no_grad()
def isolated_step(optimizer, parameters, masks):
    before = [p.clone() for p in parameters]
    optimizer.step()
    for p, old, free in zip(parameters, before, masks):
        p.copy_(p if free.all() else old)
