"""Measures the clock on a walk that leaps at a rate of 3, where the clock no longer tells the way."""

FAILS = ["clock_for_the_goal"]

clock_needed = 3.0 * 60
