"""Takes a slow and even descent for a saddle."""

FAILS = ["runs_are_diagnosed"]

run_c = "c"
