"""Believes that the last rate in the plot is the first of the training."""

FAILS = ["report_trained_at"]

rate_in_epoch_0 = 0.25
rate_in_epoch_29 = 0.125
