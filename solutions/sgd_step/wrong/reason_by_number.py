"""Answers with the number of the option instead of its letter."""

FAILS = ["reason_is_a_letter", "why_the_likelihood_fails"]

why_not_likelihood = 3
