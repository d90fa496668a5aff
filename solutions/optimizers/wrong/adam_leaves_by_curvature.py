"""Believes that Adam senses curvature: it knows gradients only."""

FAILS = ["why_adam_is_faster"]

why_adam_leaves = "a"
