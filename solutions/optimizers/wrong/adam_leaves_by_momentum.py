"""Believes that Adam comes to the saddle with a speed from before the start."""

FAILS = ["why_adam_is_faster"]

why_adam_leaves = "c"
