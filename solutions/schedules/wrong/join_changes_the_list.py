"""Puts the first start into the list of whoever called: joined from the same list again, there is a turn too many."""

FAILS = ["join_leaves_its_lists"]


def join(schedules, boundaries):
    boundaries.insert(0, 0)
    starts = list(boundaries)

    def joined(t):
        turn = min(sum(t >= start for start in starts) - 1, len(schedules) - 1)
        return schedules[turn](t - starts[turn])

    return joined
