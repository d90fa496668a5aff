"""Answers with a number where a letter was asked for."""

FAILS = ["conventions_is_a_letter", "when_the_conventions_agree"]

when_conventions_agree = 2
