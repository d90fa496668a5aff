"""Takes a loss that leaps for the mark of a saddle."""

FAILS = ["runs_are_diagnosed"]

run_b = "c"
