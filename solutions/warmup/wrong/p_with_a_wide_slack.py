"""Lets a choice of signs count that comes within 0.001 of what was seen."""

import itertools

FAILS = ["p_of_any_differences"]


def p_value(differences):
    seen = abs(sum(differences))
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(total >= seen - 1e-3 for total in sums) / len(sums)
