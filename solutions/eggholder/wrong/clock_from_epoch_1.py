"""Begins to sum at epoch 1: the rate of epoch 0 is left out."""

FAILS = ["clock_of_two_epochs", "there_and_back_again", "clock_at_any_time"]


def total_rate(alpha, epochs):
    return sum(alpha * 0.9**t for t in range(1, epochs + 1))


def alpha_needed(total, epochs):
    return total * 0.1 / (1 - 0.9**epochs)
