"""Returns a rate where a schedule was asked for: something that can be called with a step."""

import math

FAILS = [
    "decay_begins_with_the_base_rate",
    "decay_agrees_with_the_table",
    "decay_in_any_order",
    "square_root_over_200_steps",
]


def square_root(base_lr, t=0):
    return base_lr / math.sqrt(t + 1)
