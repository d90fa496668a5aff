"""Blames rounding errors."""

FAILS = ["why_the_likelihood_fails"]

why_not_likelihood = "d"
