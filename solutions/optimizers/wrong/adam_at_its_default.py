"""Leaves Adam at its default rate of 0.001: 250 such steps lead nowhere."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

adam_settings = (0.001, 1.0)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
