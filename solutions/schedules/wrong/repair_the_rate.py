"""Believes that the rate is all that a plot can change."""

FAILS = ["which_repair_works"]

which_repair = "d"
