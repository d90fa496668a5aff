"""Takes the halt of the decayed walk for a minimum."""

FAILS = ["why_the_walk_stops"]

why_it_stopped = "a"
