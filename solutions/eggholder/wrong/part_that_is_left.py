"""Gives the part of the way that is left."""

FAILS = ["part_of_the_way"]

covered = 0.8826
