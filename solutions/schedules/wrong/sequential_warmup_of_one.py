"""Takes a warmup of one epoch for none: epoch 0 has the whole rate at once."""

from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

FAILS = ["sequential_is_warmup_cosine"]


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    rise = LinearLR(optimizer, start_factor=start_factor if warmup > 1 else 1.0, total_iters=warmup)
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup])
