"""Lets the climb end with the last epoch of the warmup, one step too soon."""

from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

FAILS = ["sequential_in_time", "sequential_is_warmup_cosine"]


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    rise = LinearLR(optimizer, start_factor=start_factor, total_iters=max(warmup - 1, 1))
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup])
