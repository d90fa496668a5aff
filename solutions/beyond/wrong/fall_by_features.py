"""Believes that a frozen hidden layer has learnt something new."""

FAILS = ["why_accuracy_falls"]

why_a_falls = "b"
