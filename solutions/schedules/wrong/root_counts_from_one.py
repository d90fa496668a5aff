"""Counts the steps under the root from 1: all rates after the first come one step late."""

import math

FAILS = ["decay_agrees_with_the_table", "square_root_over_200_steps"]


def square_root(base_lr):
    return lambda t: base_lr / math.sqrt(max(t, 1))
