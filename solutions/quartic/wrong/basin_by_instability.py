"""Takes a large step for an unstable minimum."""

FAILS = ["why_the_other_basin"]

why_other_basin = "d"
