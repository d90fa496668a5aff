"""Keeps the ½ in the gradient, where the square's own factor has used it up."""

FAILS = ["gradient_of_the_worked_example", "gradient_of_any_spring"]


def ewc_gradient(parameters, anchor, fisher, strength):
    return [strength / 2 * f * (p - a) for p, a, f in zip(parameters, anchor, fisher)]
