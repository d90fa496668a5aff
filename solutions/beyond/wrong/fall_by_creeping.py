"""Suspects that the frozen entries still move a little."""

FAILS = ["why_accuracy_falls"]

why_a_falls = "a"
