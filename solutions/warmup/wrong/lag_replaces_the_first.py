"""Replaces the first rate and leaves the others in their places."""

FAILS = ["the_lag_of_any_schedule"]


def lagging_rates(schedule, epochs, built_with):
    return [built_with, *(schedule(t) for t in range(1, epochs))]
