"""Has a plus in the exponent: a product of probabilities would be above 1."""

import math

FAILS = ["likelihood_as_worked", "likelihood_slope_by_differences", "likelihood_slope_anywhere"]


def likelihood_gradient(cost, slope, count):
    return -count * math.exp(count * cost) * slope
