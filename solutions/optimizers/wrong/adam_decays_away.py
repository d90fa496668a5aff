"""Lets Adam’s rate decay to nothing in the first part of the race."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

adam_settings = (0.3, 0.9)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
