"""Believes that a larger rate sees farther and finds the lower valley."""

FAILS = ["why_the_other_basin"]

why_other_basin = "b"
