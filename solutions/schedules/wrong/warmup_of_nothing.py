"""Divides by the length of the warmup without asking whether there is one."""

FAILS = ["no_warmup_is_the_cosine"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    slope = (base_lr - start_lr) / warmup
    return join([lambda t: start_lr + slope * t, cosine(base_lr, final_lr, horizon - warmup)], [warmup])
