"""Sums one epoch too many: there are `epochs` of them, from 0 to epochs − 1."""

FAILS = ["clock_of_two_epochs", "there_and_back_again", "clock_at_any_time"]


def total_rate(alpha, epochs):
    return sum(alpha * 0.9**t for t in range(epochs + 1))


def alpha_needed(total, epochs):
    return total * 0.1 / (1 - 0.9**epochs)
