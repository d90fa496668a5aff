"""Counts its own calls and ignores the step that it is given."""

import itertools
import math

FAILS = ["decay_in_any_order", "square_root_over_200_steps"]


def square_root(base_lr):
    calls = itertools.count(1)
    return lambda t: base_lr / math.sqrt(next(calls))
