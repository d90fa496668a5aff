"""Believes that there is noise in Adam’s steps."""

FAILS = ["why_adam_is_faster"]

why_adam_leaves = "d"
