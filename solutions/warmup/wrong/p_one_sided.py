"""Counts only the choices of signs that get as far on the same side."""

FAILS = ["p_of_the_worked_step", "p_of_any_differences"]


def p_value(differences):
    seen = sum(differences)
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [sum(s * d for s, d in zip(choice, differences, strict=True)) for choice in signs]
    return sum(total >= seen - 1e-12 for total in sums) / len(sums)
