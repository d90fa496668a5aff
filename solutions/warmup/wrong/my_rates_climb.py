"""Begins small and ends large, with the long strides where one should hold still."""

FAILS = ["better_than_any_fixed_rate"]


my_rates = [0.03, 0.1, 0.2, 0.4]
