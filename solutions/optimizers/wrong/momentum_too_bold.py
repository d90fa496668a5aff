"""Gives momentum a rate that its velocity, ten gradients long, makes ten times too large."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

momentum_settings = (0.1, 1.0)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
