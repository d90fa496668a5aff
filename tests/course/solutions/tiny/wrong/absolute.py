"""Loses the sign."""

FAILS = ["doubles_any"]


def double(x):
    return 2 * abs(x)
