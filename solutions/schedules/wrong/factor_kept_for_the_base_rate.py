"""Keeps what it has computed by base rate and step, for schedules of every factor and floor."""

FAILS = ["factor_stops_at_the_floor"]
known = {}


def factor_decay(base_lr, factor, floor):
    def schedule(t):
        if (base_lr, t) not in known:
            known[base_lr, t] = max(floor, base_lr * factor**t)
        return known[base_lr, t]

    return schedule
