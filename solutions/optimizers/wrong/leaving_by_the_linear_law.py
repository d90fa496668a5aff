"""Trusts the factor 1 + η all the way up to ½, where the slope has long begun to flatten."""

FAILS = ["steps_off_the_saddle"]

gd_leaves_after = 138
