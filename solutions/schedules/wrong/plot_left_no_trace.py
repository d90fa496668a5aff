"""Believes that stepping a scheduler for a plot leaves the optimizer's rate alone."""

FAILS = ["report_trained_at"]

rate_in_epoch_0 = 0.5
rate_in_epoch_29 = 0.5
