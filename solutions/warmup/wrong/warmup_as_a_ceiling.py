"""Takes the lesser of the climb and the schedule, which after the warmup is right only where the schedule falls."""

FAILS = ["warmup_before_any_schedule"]


def with_warmup(schedule, start_lr, warmup):
    def warmed(t):
        climb = start_lr + (schedule(0) - start_lr) * t / warmup if warmup else math.inf
        return min(climb, schedule(max(t - warmup, 0)))

    return warmed
