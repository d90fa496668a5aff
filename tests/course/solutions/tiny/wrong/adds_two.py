"""Adds two instead of doubling."""

FAILS = ["doubles_three", "doubles_any", "quadruples"]


def double(x):
    return x + 2


def quadruple(x):
    return double(double(x)) + 1
