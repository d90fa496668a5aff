"""Takes the part of the clock for the part of the way: 0.65 of the rates are spent, but not of the way."""

FAILS = ["part_of_the_way"]

covered = 0.651
