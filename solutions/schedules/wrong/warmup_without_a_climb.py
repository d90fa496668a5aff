"""Stays at the start rate for the whole warmup and then jumps."""

FAILS = ["warmup_begins_in_epoch_0", "warmup_cosine_over_200_steps"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    return lambda t: start_lr if t < warmup else decay(t - warmup)
