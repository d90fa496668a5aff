"""Believes that a steeper start leads to a deeper minimum."""

FAILS = ["why_the_results_differ"]

why_results_differ = "c"
