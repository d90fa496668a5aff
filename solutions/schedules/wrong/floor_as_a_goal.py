"""Decays towards the floor and never quite arrives, where it should be stopped by it."""

FAILS = ["decay_agrees_with_the_table", "factor_stops_at_the_floor", "factor_over_200_steps"]


def factor_decay(base_lr, factor, floor):
    return lambda t: floor + (base_lr - floor) * factor**t
