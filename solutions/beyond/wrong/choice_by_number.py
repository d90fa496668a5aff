"""Answers with the number of the option instead of its letter."""

FAILS = ["fall_is_a_letter", "why_accuracy_falls"]

why_a_falls = 3
