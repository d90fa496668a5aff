"""Blames rounding errors."""

FAILS = ["why_the_results_differ"]

why_results_differ = "b"
