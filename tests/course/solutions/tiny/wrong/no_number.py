"""Gives the answer as text."""

FAILS = ["is_a_number", "is_the_answer"]

answer = "42"
