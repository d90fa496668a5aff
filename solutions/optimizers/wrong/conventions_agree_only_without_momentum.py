"""Believes that any momentum at all makes the two conventions differ."""

FAILS = ["when_the_conventions_agree"]

when_conventions_agree = "c"
