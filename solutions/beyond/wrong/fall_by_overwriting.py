"""Believes that what a task has taught is gone once its accuracy is gone."""

FAILS = ["why_accuracy_falls"]

why_a_falls = "d"
