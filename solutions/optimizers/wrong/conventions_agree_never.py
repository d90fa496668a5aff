"""Takes the rate outside of the velocity for longer steps."""

FAILS = ["when_the_conventions_agree"]

when_conventions_agree = "d"
