"""Reaches the full rate in the last epoch of the warmup already, one stair too early."""

FAILS = ["warmup_takes_its_stairs", "warmup_before_any_schedule"]


def with_warmup(schedule, start_lr, warmup):
    def warmed(t):
        if t < warmup:
            return start_lr + (schedule(0) - start_lr) * (t + 1) / warmup
        return schedule(t - warmup)

    return warmed
