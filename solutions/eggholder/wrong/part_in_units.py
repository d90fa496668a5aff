"""Gives the distance that is covered instead of its share."""

FAILS = ["part_and_clock_are_numbers", "part_of_the_way"]

covered = 8.49
