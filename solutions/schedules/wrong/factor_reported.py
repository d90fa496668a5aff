"""Reports what the rate was multiplied by, counted in halvings, in place of the rate."""

FAILS = ["report_is_answered", "report_trained_at"]

rate_in_epoch_0 = 2
rate_in_epoch_29 = 2
