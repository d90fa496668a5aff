"""Gives the whole warmup even if it is longer than the run."""

FAILS = ["warmup_may_outlast_the_epochs"]


def warmup_rates(alpha, warmup, epochs):
    rise = [alpha * (t + 1) / warmup for t in range(warmup)]
    return rise + [alpha * 0.9**t for t in range(epochs - warmup)]
