"""Gives the factors of the schedule: alpha is missing."""

FAILS = ["rates_of_any_warmup", "warmup_of_one_epoch", "warmup_may_outlast_the_epochs"]


def warmup_rates(alpha, warmup, epochs):
    return [(t + 1) / warmup if t < warmup else 0.9 ** (t - warmup) for t in range(epochs)]
