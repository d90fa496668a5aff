"""Counts the start as a step: every arrival is one too late."""

FAILS = ["arrivals_belong_to_the_settings"]

arrivals = {"gd": 234, "momentum": 62, "rmsprop": 139, "adam": 44}
