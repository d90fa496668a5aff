"""Lets the schedule count on during the warmup, so that its first epochs are never used."""

FAILS = ["warmup_takes_its_stairs", "warmup_before_any_schedule"]


def with_warmup(schedule, start_lr, warmup):
    def warmed(t):
        if t < warmup:
            return start_lr + (schedule(0) - start_lr) * t / warmup
        return schedule(t)

    return warmed
