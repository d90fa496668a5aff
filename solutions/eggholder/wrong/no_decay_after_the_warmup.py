"""Stays at alpha after the warmup."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha * min(1, (t + 1) / warmup) for t in range(epochs)]
