"""Lets the decay count from epoch 0 of the run: the rate drops at the end of the warmup."""

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    return [alpha * (t + 1) / warmup if t < warmup else alpha * 0.9**t for t in range(epochs)]
