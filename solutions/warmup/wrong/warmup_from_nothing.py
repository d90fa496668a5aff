"""Climbs from 0, whatever start was asked for."""

FAILS = ["warmup_takes_its_stairs", "warmup_before_any_schedule"]


def with_warmup(schedule, start_lr, warmup):
    def warmed(t):
        if t < warmup:
            return schedule(0) * t / warmup
        return schedule(t - warmup)

    return warmed
