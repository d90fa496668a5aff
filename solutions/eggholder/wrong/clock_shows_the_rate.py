"""Gives the last rate instead of the sum of all."""

FAILS = ["clock_of_two_epochs", "there_and_back_again", "clock_at_any_time"]


def total_rate(alpha, epochs):
    return alpha * 0.9 ** (epochs - 1)


def alpha_needed(total, epochs):
    return total * 0.1 / (1 - 0.9**epochs)
