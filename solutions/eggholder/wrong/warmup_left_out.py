"""Decays from the start: there is no warmup."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_may_outlast_the_epochs", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha * 0.9**t for t in range(epochs)]
