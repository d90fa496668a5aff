"""Gives a rate for each epoch where one rate is asked for."""

FAILS = ["best_rate_is_a_rate", "the_best_fixed_rate"]


best_rate = [0.16, 0.16, 0.16, 0.16]
