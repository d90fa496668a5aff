"""Decays in the first epoch after the warmup already."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha * (t + 1) / warmup if t < warmup else alpha * 0.9 ** (t - warmup + 1) for t in range(epochs)]
