"""Counts the start as the first step off the saddle."""

FAILS = ["steps_off_the_saddle"]

gd_leaves_after = 140
adam_leaves_after = 7
