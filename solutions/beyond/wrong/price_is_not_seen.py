"""Gives the posterior's own variance, as if a finite step cost nothing."""

FAILS = ["small_steps_are_nearly_true", "variance_at_any_step_size"]


def settled_variance(precision, step_size):
    return 1 / precision
