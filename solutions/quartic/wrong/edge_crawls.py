"""Believes that at the edge the walk still approaches the minimum, only slowly."""

FAILS = ["what_happens_at_the_edge"]

at_the_edge = "c"
