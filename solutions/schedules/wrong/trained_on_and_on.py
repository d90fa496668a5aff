"""Believes that the milestones come again, counted from the start of the training."""

FAILS = ["report_trained_at"]

rate_in_epoch_0 = 0.125
rate_in_epoch_29 = 0.0625
