"""Leaves alpha out of the sum."""

FAILS = ["clock_of_two_epochs", "there_and_back_again", "clock_at_any_time"]


def total_rate(alpha, epochs):
    return 10 * (1 - 0.9**epochs)


def alpha_needed(total, epochs):
    return total * 0.1 / (1 - 0.9**epochs)
