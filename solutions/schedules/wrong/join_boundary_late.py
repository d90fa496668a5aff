"""Hands over one step late: the boundary still belongs to the schedule before."""

FAILS = ["joins_two", "joins_three_or_one", "joins_any_number"]


def join(schedules, boundaries):
    def joined(t):
        turn = sum(t > b for b in boundaries)
        return schedules[turn](t - (0, *boundaries)[turn])

    return joined
