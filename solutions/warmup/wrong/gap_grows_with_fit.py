"""Believes that a lower training loss must mean worse results on new data."""

FAILS = ["what_the_runs_bear_out"]


what_the_gap_says = "d"
