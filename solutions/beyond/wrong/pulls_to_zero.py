"""Pulls every parameter to zero in place of its old value: weight decay, not consolidation."""

FAILS = [
    "penalty_of_the_worked_example",
    "gradient_of_the_worked_example",
    "penalty_of_any_spring",
    "penalty_can_be_trained_through",
    "gradient_of_any_spring",
]


def ewc_penalty(parameters, anchor, fisher, strength):
    return strength / 2 * sum((f * p**2).sum() for p, f in zip(parameters, fisher))


def ewc_gradient(parameters, anchor, fisher, strength):
    return [strength * f * p for p, f in zip(parameters, fisher)]
