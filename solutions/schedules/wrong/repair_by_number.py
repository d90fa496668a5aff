"""Answers with the number of the option instead of its letter."""

FAILS = ["report_is_answered", "which_repair_works"]

which_repair = 3
