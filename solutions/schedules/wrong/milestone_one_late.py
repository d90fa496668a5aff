"""Changes schedulers one epoch late: the base rate is held for one epoch more."""

from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

FAILS = ["sequential_in_time", "sequential_is_warmup_cosine"]


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    rise = LinearLR(optimizer, start_factor=start_factor, total_iters=warmup)
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup + 1])
