"""Divides by the length of the warmup before asking whether there is one."""

FAILS = ["warmup_before_any_schedule"]


def with_warmup(schedule, start_lr, warmup):
    stair = (schedule(0) - start_lr) / warmup
    return lambda t: start_lr + stair * t if t < warmup else schedule(t - warmup)
