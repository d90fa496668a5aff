"""Adds the step instead of subtracting it: the parameters climb."""

FAILS = ["steps_from_batch_1"]

parameters_1 = start + 0.1 * gradient_1
parameters_2 = parameters_1 + 0.1 * (0.9 * gradient_1 + gradient_2)
