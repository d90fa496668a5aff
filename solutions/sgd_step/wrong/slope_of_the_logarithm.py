"""Gives the slope of ln L, without L itself."""

FAILS = ["likelihood_as_worked", "likelihood_slope_by_differences", "likelihood_slope_anywhere"]


def likelihood_gradient(cost, slope, count):
    return -count * slope
