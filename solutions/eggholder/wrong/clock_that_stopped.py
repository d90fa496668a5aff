"""Gives what the clock of the decayed walk shows when it stops, far from the goal."""

FAILS = ["clock_for_the_goal"]

clock_needed = 1.0
