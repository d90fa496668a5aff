"""Runs RMSProp at a constant rate: its steps stay as long as the rate, and it cannot settle."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

rmsprop_settings = (0.05, 1.0)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
