"""Shares the total out evenly among the epochs, as if the rate stayed the same."""

FAILS = ["there_and_back_again", "alpha_for_any_total"]


def alpha_needed(total, epochs):
    return total / epochs
