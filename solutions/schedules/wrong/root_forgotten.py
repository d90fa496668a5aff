"""Divides by the number of the step itself: the root is forgotten."""

FAILS = ["decay_agrees_with_the_table", "square_root_over_200_steps"]


def square_root(base_lr):
    return lambda t: base_lr / (t + 1)
