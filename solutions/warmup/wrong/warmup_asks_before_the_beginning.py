"""Asks the schedule that follows for epochs before its first, and then does not use what it said."""

FAILS = ["warmup_before_any_schedule", "warmup_takes_its_stairs"]


def with_warmup(schedule, start_lr, warmup):
    def warmed(t):
        after = schedule(t - warmup)
        return start_lr + (schedule(0) - start_lr) * t / warmup if t < warmup else after

    return warmed
