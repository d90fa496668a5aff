"""Leaves the length of the climb at its default of 5 steps, however long the warmup is."""

from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

FAILS = ["sequential_in_time", "sequential_is_warmup_cosine"]


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    rise = LinearLR(optimizer, start_factor=start_factor)
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup])
