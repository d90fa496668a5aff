"""Reports the arrivals of other settings than those that stand there."""

FAILS = ["arrivals_belong_to_the_settings"]

adam_settings = (0.2, 1.0)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
