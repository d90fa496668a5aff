"""Sums constant rates: a clock that never stops."""

FAILS = ["clock_of_two_epochs", "there_and_back_again", "clock_at_any_time"]


def total_rate(alpha, epochs):
    return alpha * epochs


def alpha_needed(total, epochs):
    return total * 0.1 / (1 - 0.9**epochs)
