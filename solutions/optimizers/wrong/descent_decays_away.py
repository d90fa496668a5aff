"""Lets the rate of gradient descent decay before it is anywhere near."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

gd_settings = (0.02, 0.97)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
