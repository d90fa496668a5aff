"""Puts an end that never comes into the list of whoever called: the list has one boundary more than before."""

FAILS = ["join_leaves_its_lists"]


def join(schedules, boundaries):
    ends = boundaries
    ends.append(float("inf"))

    def joined(t):
        turn = next(i for i, end in enumerate(ends) if t < end)
        return schedules[turn](t - (ends[turn - 1] if turn else 0))

    return joined
