"""Gives a rate too many: five for four epochs."""

FAILS = ["my_rates_are_four_rates", "better_than_any_fixed_rate"]


my_rates = [0.4, 0.2, 0.1, 0.05, 0.03]
