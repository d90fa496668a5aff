"""Divides the rate of the step before by the root, so that the roots pile up."""

import math

FAILS = ["decay_agrees_with_the_table", "square_root_over_200_steps"]


def square_root(base_lr):
    def schedule(t):
        rate = base_lr
        for s in range(t + 1):
            rate = rate / math.sqrt(s + 1)
        return rate

    return schedule
