"""Counts the third schedule from the first boundary, and not from its own."""

FAILS = ["joins_three_or_one", "joins_any_number"]


def join(schedules, boundaries):
    def joined(t):
        turn = sum(t >= b for b in boundaries)
        return schedules[turn](t - boundaries[0] if turn else t)

    return joined
