"""Takes the second step from the start instead of from where the first one ended."""

FAILS = ["steps_from_batch_2"]

parameters_2 = start - 0.1 * (0.9 * gradient_1 + gradient_2)
