"""Takes the root of the base rate as well."""

import math

FAILS = ["decay_begins_with_the_base_rate", "decay_agrees_with_the_table", "square_root_over_200_steps"]


def square_root(base_lr):
    return lambda t: math.sqrt(base_lr / (t + 1))
