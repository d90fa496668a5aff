"""Believes that what the gap loses the test accuracy wins."""

FAILS = ["what_the_runs_bear_out"]


what_the_gap_says = "c"
