"""Believes that with enough steps every walk finds the lowest minimum."""

FAILS = ["why_the_results_differ"]

why_results_differ = "a"
