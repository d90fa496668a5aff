"""Takes the smaller of rate and floor where the larger was meant."""

FAILS = [
    "decay_begins_with_the_base_rate",
    "decay_agrees_with_the_table",
    "factor_stops_at_the_floor",
    "factor_over_200_steps",
]


def factor_decay(base_lr, factor, floor):
    return lambda t: min(floor, base_lr * factor**t)
