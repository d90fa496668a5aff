"""Forgets the factor in front of the penalty, and so pulls twice as hard as it says."""

FAILS = ["penalty_of_the_worked_example", "penalty_of_any_spring", "penalty_can_be_trained_through"]


def ewc_penalty(parameters, anchor, fisher, strength):
    return strength * sum((f * (p - a) ** 2).sum() for p, a, f in zip(parameters, anchor, fisher))
