"""Takes the plateau at the saddle for an arrival at a minimum."""

FAILS = ["runs_are_diagnosed"]

run_a = "d"
