"""Leaves the parameter b out of the gradient."""

FAILS = ["fills_in_batch_2", "differentiates_batch_2", "steps_from_batch_2"]

gradient_2 = (5.2, -31.6, -5.2)
parameters_2 = (8.08, 3.68, -2.0, 3.2)
