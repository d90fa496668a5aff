"""Reads the mask the wrong way round: what should be free is frozen."""

import torch

FAILS = [
    "frozen_stays_despite_momentum",
    "free_moves_as_ever",
    "frozen_stays_under_any_optimizer",
    "free_moves_under_any_optimizer",
]


@torch.no_grad()
def isolated_step(optimizer, parameters, masks):
    before = [p.clone() for p in parameters]
    optimizer.step()
    for p, old, free in zip(parameters, before, masks):
        p.copy_(torch.where(free, old, p))
