"""Takes a decay above 1, at which the rate grows."""

FAILS = ["everyone_arrives", "arrivals_are_true", "arrivals_belong_to_the_settings"]

momentum_settings = (0.006, 1.001)
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43}
