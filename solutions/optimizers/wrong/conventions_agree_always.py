"""Believes that the two conventions are two notations of one method, whatever the rate does."""

FAILS = ["when_the_conventions_agree"]

when_conventions_agree = "a"
