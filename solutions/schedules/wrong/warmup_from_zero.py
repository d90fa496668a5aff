"""Ignores the start rate: the warmup begins at 0, so that epoch 0 learns nothing."""

FAILS = ["warmup_begins_in_epoch_0", "warmup_cosine_over_200_steps", "one_epoch_is_a_warmup"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    return lambda t: base_lr * t / warmup if t < warmup else decay(t - warmup)
