"""Reads the boundaries as durations: each is counted from the one before."""

from itertools import accumulate

FAILS = ["joins_three_or_one", "joins_any_number"]


def join(schedules, boundaries):
    starts = [0, *accumulate(boundaries)]

    def joined(t):
        turn = sum(t >= start for start in starts[1:])
        return schedules[turn](t - starts[turn])

    return joined
