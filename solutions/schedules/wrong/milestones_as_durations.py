"""Reads the milestones as durations: the second is counted from the first."""

from itertools import accumulate

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    ends = list(accumulate(milestones))
    return lambda t: base_lr * factor ** sum(t >= end for end in ends)
