"""Believes that the network with the narrowest gap is the best on new data."""

FAILS = ["what_the_runs_bear_out"]


what_the_gap_says = "a"
