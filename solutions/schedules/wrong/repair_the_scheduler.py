"""Believes that a new scheduler sets the optimizer back to its first rate."""

FAILS = ["which_repair_works"]

which_repair = "b"
