"""Takes the first step of the climb before epoch 0, which then has no longer the start rate."""

FAILS = ["warmup_begins_in_epoch_0", "warmup_cosine_over_200_steps", "one_epoch_is_a_warmup"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    rise = lambda t: start_lr + (base_lr - start_lr) * (t + 1) / warmup
    return lambda t: rise(t) if t < warmup else decay(t - warmup)
