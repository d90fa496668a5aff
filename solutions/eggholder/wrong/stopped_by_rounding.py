"""Blames the precision of the numbers."""

FAILS = ["why_the_walk_stops"]

why_it_stopped = "d"
