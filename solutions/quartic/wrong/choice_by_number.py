"""Answers with the number of the option instead of its letter."""

FAILS = ["first_step_from_2", "why_the_other_basin"]

why_other_basin = 3
