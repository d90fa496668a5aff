"""Holds all parameters equally fast: what the old task cared about is not asked."""

FAILS = [
    "penalty_of_the_worked_example",
    "gradient_of_the_worked_example",
    "penalty_of_any_spring",
    "penalty_can_be_trained_through",
    "gradient_of_any_spring",
]


def ewc_penalty(parameters, anchor, fisher, strength):
    return strength / 2 * sum(((p - a) ** 2).sum() for p, a in zip(parameters, anchor))


def ewc_gradient(parameters, anchor, fisher, strength):
    return [strength * (p - a) for p, a in zip(parameters, anchor)]
