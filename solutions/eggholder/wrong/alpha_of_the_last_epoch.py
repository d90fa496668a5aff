"""Shares the total out evenly and takes the share for the last rate."""

FAILS = ["there_and_back_again", "alpha_for_any_total"]


def alpha_needed(total, epochs):
    return total / epochs / 0.9 ** (epochs - 1)
