"""Stops before the walks have come to rest: 30 steps at rate 0.01."""

FAILS = ["ends_are_flat"]

my_steps = 30
