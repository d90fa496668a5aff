"""Takes the second step by the second gradient alone: nothing is left of the first."""

FAILS = ["steps_from_batch_2"]

parameters_2 = parameters_1 - 0.1 * gradient_2
