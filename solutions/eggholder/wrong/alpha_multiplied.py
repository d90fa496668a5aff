"""Multiplies by the sum where it should divide."""

FAILS = ["there_and_back_again", "alpha_for_any_total"]


def alpha_needed(total, epochs):
    return total * total_rate(1.0, epochs)
