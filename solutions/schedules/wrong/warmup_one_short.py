"""Is at the top one epoch too soon: the last epoch of the warmup already has the base rate."""

FAILS = ["warmup_begins_in_epoch_0", "warmup_cosine_over_200_steps"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    rise = lambda t: start_lr + (base_lr - start_lr) * t / max(warmup - 1, 1)
    return lambda t: rise(t) if t < warmup else decay(t - warmup)
