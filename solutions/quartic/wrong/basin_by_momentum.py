"""Believes that plain gradient descent has momentum."""

FAILS = ["why_the_other_basin"]

why_other_basin = "a"
