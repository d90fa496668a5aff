"""Reads the minimum off the map, to the nearest ten."""

FAILS = ["minima_are_flat", "minimum_b_is_true"]

minimum_b = (420, 170)
