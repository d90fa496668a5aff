"""Adds the last rate that is written, which no epoch uses."""

FAILS = ["epoch_0_has_the_rate_of_the_optimizer", "the_lag_of_any_schedule"]


def lagging_rates(schedule, epochs, built_with):
    return [built_with, *(schedule(t) for t in range(epochs))]
