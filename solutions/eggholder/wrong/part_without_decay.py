"""Measures the walk that keeps its rate."""

FAILS = ["part_of_the_way"]

covered = 0.1650
