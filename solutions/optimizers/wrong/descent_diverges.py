"""Runs gradient descent at a rate at which it leaps out of the valley."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

gd_settings = (0.1, 1.0)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
