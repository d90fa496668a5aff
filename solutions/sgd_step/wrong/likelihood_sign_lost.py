"""Loses the sign: a likelihood falls where the cost rises."""

import math

FAILS = ["likelihood_as_worked", "likelihood_slope_by_differences", "likelihood_slope_anywhere"]


def likelihood_gradient(cost, slope, count):
    return count * math.exp(-count * cost) * slope
