"""Swaps the two rates: the one that leaps is called too small, and the one that crawls too large."""

FAILS = ["runs_are_diagnosed"]

run_b = "b"
run_c = "a"
