"""Says in words what happens at the edge, where a letter is asked for."""

FAILS = ["edge_is_reported", "what_happens_at_the_edge"]

at_the_edge = "It jumps between two points for ever."
