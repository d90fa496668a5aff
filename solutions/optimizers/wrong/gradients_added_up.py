"""Adds the second gradient to the first one: that is the business of the velocity."""

FAILS = ["differentiates_batch_2"]

gradient_2 = gradient_1 + features(second).T @ (predictions_2 - targets(second))
