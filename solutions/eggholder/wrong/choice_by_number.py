"""Answers with the number of the option instead of its letter."""

FAILS = ["evidence_and_two_letters", "why_the_fold_throws_it_out"]

why_not_the_fold = 3
