"""Begins the warmup at rate 0: the first epoch is lost."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha * t / warmup if t < warmup else alpha * 0.9 ** (t - warmup) for t in range(epochs)]
