"""Asks all schedules in every step, also those whose turn is still to come, for steps below 0."""

FAILS = ["joins_two", "joins_three_or_one", "join_leaves_its_lists", "joined_in_any_order", "joins_any_number"]


def join(schedules, boundaries):
    starts = [0, *boundaries]

    def joined(t):
        rates = [schedule(t - start) for schedule, start in zip(schedules, starts, strict=True)]
        return rates[sum(start <= t for start in boundaries)]

    return joined
