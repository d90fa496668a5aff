"""Ignores the floor: the rate goes on to shrink below it."""

FAILS = ["decay_agrees_with_the_table", "factor_stops_at_the_floor", "factor_over_200_steps"]


def factor_decay(base_lr, factor, floor):
    return lambda t: base_lr * factor**t
