"""Adds the step from 2 instead of subtracting it."""

FAILS = ["first_step_from_2"]

after_first_step = 2 + 0.05 * 61
