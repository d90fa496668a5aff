"""Puts back what the optimizer holds in its first group, and not the parameters that it was given."""

import torch

FAILS = [
    "frozen_stays_despite_momentum",
    "frozen_stays_under_any_optimizer",
]


@torch.no_grad()
def isolated_step(optimizer, parameters, masks):
    own = optimizer.param_groups[0]["params"]
    before = [p.clone() for p in own]
    optimizer.step()
    for p, old, free in zip(own, before, masks):
        p.copy_(torch.where(free, p, old))
