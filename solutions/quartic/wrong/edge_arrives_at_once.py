"""Takes the edge of stability for the rate that arrives in one step."""

FAILS = ["what_happens_at_the_edge"]

at_the_edge = "a"
