"""Stops after ten epochs, on the way."""

FAILS = ["minima_are_flat", "minimum_b_is_true"]

minimum_b = gd_egg(1.0, START_B, True)[-1]
