"""Shrinks the rate in step 0 already: every rate comes one step too soon."""

FAILS = [
    "decay_begins_with_the_base_rate",
    "decay_agrees_with_the_table",
    "factor_stops_at_the_floor",
    "factor_over_200_steps",
]


def factor_decay(base_lr, factor, floor):
    return lambda t: max(floor, base_lr * factor ** (t + 1))
