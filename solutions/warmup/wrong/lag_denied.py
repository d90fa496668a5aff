"""Writes down what the schedule says, and not what the loop uses."""

FAILS = ["epoch_0_has_the_rate_of_the_optimizer", "the_lag_of_any_schedule"]


def lagging_rates(schedule, epochs, built_with):
    return [schedule(t) for t in range(epochs)]
