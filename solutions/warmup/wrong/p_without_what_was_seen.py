"""Counts only the choices that get farther, so that p can be 0."""

FAILS = ["p_of_the_worked_step", "p_of_any_differences"]


def p_value(differences):
    seen = abs(sum(differences))
    signs = itertools.product((1, -1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(choice, differences, strict=True))) for choice in signs]
    return sum(total > seen + 1e-12 for total in sums) / len(sums)
