"""Keeps one small rate through the warmup instead of raising it."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha / warmup if t < warmup else alpha * 0.9 ** (t - warmup) for t in range(epochs)]
