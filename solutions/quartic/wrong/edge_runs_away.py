"""Believes that at the edge the walk already runs away."""

FAILS = ["what_happens_at_the_edge"]

at_the_edge = "d"
