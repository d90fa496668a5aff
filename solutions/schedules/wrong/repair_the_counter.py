"""Believes that the scheduler computes the rate from its counter alone."""

FAILS = ["which_repair_works"]

which_repair = "a"
