"""Lets the friction work on the newest gradient, too."""

FAILS = ["steps_from_batch_2"]

parameters_2 = parameters_1 - 0.1 * 0.9 * (gradient_1 + gradient_2)
