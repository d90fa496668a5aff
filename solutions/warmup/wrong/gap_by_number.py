"""Answers with the number of the option instead of its letter."""

FAILS = ["gap_answer_is_a_letter", "what_the_runs_bear_out"]


what_the_gap_says = 2
