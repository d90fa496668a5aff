"""Rounds the sums to three decimals before it compares them."""

import itertools

FAILS = ["p_of_any_differences"]


def p_value(differences):
    seen = round(abs(sum(differences)), 3)
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(round(total, 3) >= seen for total in sums) / len(sums)
