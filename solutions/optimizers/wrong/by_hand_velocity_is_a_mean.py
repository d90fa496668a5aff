"""Gives the gradient a weight of 1 − μ in the velocity: a mean of gradients, where a sum was asked for."""

FAILS = ["steps_from_batch_1"]

parameters_1 = start - 0.1 * 0.1 * gradient_1
parameters_2 = parameters_1 - 0.1 * (0.9 * 0.1 * gradient_1 + 0.1 * gradient_2)
