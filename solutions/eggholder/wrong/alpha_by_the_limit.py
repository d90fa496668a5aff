"""Divides by the limit of the sum, as if there were epochs without end."""

FAILS = ["there_and_back_again", "alpha_for_any_total"]


def alpha_needed(total, epochs):
    return total / 10
