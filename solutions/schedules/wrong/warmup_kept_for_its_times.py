"""Keeps the schedule by warmup and horizon, whatever the rates."""

FAILS = ["warmup_cosine_over_200_steps"]
known = {}


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    if (warmup, horizon) not in known:
        fall = cosine(base_lr, final_lr, horizon - warmup)
        rise = [lambda t: start_lr + (base_lr - start_lr) * t / warmup] if warmup else []
        known[warmup, horizon] = join([*rise, fall], [warmup] if warmup else [])
    return known[warmup, horizon]
