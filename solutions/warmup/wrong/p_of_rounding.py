"""Compares sums that should be equal without allowing for rounding."""

FAILS = ["p_of_any_differences"]


def p_value(differences):
    seen = abs(math.fsum(differences))
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(total >= seen for total in sums) / len(sums)
