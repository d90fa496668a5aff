"""Takes the same amount off in each step: a straight line in place of a constant factor."""

FAILS = ["decay_agrees_with_the_table", "factor_stops_at_the_floor", "factor_over_200_steps"]


def factor_decay(base_lr, factor, floor):
    return lambda t: max(floor, base_lr * (1 - (1 - factor) * t))
