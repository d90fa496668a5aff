"""Takes a step of plain gradient descent by hand: what the optimizer knows and does is left out."""

import torch

FAILS = ["free_moves_as_ever", "free_moves_under_any_optimizer"]


@torch.no_grad()
def isolated_step(optimizer, parameters, masks):
    for p, free in zip(parameters, masks):
        p -= optimizer.param_groups[0]["lr"] * p.grad * free
