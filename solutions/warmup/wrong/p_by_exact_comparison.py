"""Compares sums to the last digit: two that are equal may differ by rounding, and one of them is not counted."""

import itertools

FAILS = ["p_of_any_differences"]


def p_value(differences):
    seen = abs(sum(differences))
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(total >= seen for total in sums) / len(sums)
