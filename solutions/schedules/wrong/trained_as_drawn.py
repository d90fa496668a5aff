"""Believes the plot: that the training ran at the rates that it shows."""

FAILS = ["report_trained_at"]

rate_in_epoch_0 = 0.5
rate_in_epoch_29 = 0.25
