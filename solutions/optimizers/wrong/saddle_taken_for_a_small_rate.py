"""Takes the plateau at the saddle for a rate that is too small."""

FAILS = ["runs_are_diagnosed"]

run_a = "b"
