"""Blames a plateau, where the slope is in fact 8."""

FAILS = ["why_the_walk_stops"]

why_it_stopped = "c"
