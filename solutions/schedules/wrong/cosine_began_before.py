"""Lets the cosine begin in epoch 0, behind the warmup: when its turn comes, part of the wave is over."""

FAILS = [
    "first_epoch_after_the_warmup",
    "warmup_cosine_after_the_end",
    "warmup_cosine_over_200_steps",
    "one_epoch_is_a_warmup",
]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon)
    return lambda t: start_lr + (base_lr - start_lr) * t / warmup if t < warmup else decay(t)
