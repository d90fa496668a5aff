"""Compares heights, where distances on the map are asked for."""

FAILS = ["part_of_the_way"]

covered = 0.432
