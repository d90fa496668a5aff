"""Builds functions in a loop that all look up the loop's last values: with two schedules it works, with three no more."""

FAILS = ["joins_three_or_one", "joined_in_any_order", "joins_any_number"]


def join(schedules, boundaries):
    joined = schedules[0]
    for boundary, after in zip(boundaries, schedules[1:]):
        before = joined
        joined = lambda t: before(t) if t < boundary else after(t - boundary)
    return joined
