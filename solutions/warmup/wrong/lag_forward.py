"""Lets the loop run ahead of its schedule in place of behind it."""

FAILS = ["epoch_0_has_the_rate_of_the_optimizer", "the_lag_of_any_schedule"]


def lagging_rates(schedule, epochs, built_with):
    return [schedule(t + 1) for t in range(epochs)]
