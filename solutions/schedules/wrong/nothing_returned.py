"""Makes the scheduler and does not return it."""

from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

FAILS = ["it_is_a_sequential", "sequential_in_time", "sequential_is_warmup_cosine"]


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    rise = LinearLR(optimizer, start_factor=start_factor, total_iters=warmup)
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    SequentialLR(optimizer, [rise, fall], milestones=[warmup])
