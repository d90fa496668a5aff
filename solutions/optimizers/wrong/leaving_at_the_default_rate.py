"""Runs Adam at its default rate of 0.001 instead of 0.1."""

FAILS = ["answers_have_their_form", "steps_off_the_saddle"]

adam_leaves_after = 499
