"""Swaps the two optimizers: the slow one is reported as the fast one."""

FAILS = ["answers_have_their_form", "steps_off_the_saddle"]

gd_leaves_after = 6
adam_leaves_after = 139
