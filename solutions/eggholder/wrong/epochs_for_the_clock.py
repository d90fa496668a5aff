"""Gives the number of epochs instead of what the clock shows."""

FAILS = ["clock_for_the_goal"]

clock_needed = 531
