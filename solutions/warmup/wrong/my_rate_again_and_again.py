"""Repeats one rate four times: that is the run which was to be beaten."""

FAILS = ["better_than_any_fixed_rate"]


my_rates = [0.16] * 4
