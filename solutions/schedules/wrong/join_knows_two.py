"""Joins the first two schedules only and forgets the rest."""

FAILS = ["joins_three_or_one", "joins_any_number"]


def join(schedules, boundaries):
    if not boundaries:
        return schedules[0]
    first, second, boundary = schedules[0], schedules[1], boundaries[0]
    return lambda t: first(t) if t < boundary else second(t - boundary)
