"""The saddle without torch: y alone is followed, for x stays 0; letters with the reasons behind them."""

import itertools

import numpy as np


def slope_in_y(y):
    return y * (y**2 - 1)


def descending_y():
    y = np.float64(1e-6)
    while True:
        yield y
        y = y - 0.1 * slope_in_y(y)


def adam_y():
    y, m, v = np.float64(1e-6), 0.0, 0.0
    for t in itertools.count(1):
        yield y
        g = slope_in_y(y)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        y = y - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)


def first_above_a_half(walk):
    return np.array([next(t for t, y in enumerate(walk) if abs(y) > 0.5)])


run_a = "c: flat ground, a saddle"
run_b = "(a)"
run_c = "B"
gd_leaves_after = first_above_a_half(descending_y())
adam_leaves_after = first_above_a_half(adam_y())
why_adam_leaves = "b. each coordinate is divided by its own size"
