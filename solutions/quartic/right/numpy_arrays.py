"""Arrays of numpy instead of tensors, and values that are numpy scalars."""

import numpy as np


def descend_quadratic(w0, lr, steps):
    walk = np.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        walk[t + 1] = walk[t] - lr * (2 * walk[t] - 4)
    return walk


def descend(w0, lr, steps):
    slope = np.polynomial.Polynomial([0, -3, -1, 3, 1]).deriv()
    walk = [np.float64(w0)]
    for _ in range(steps):
        walk.append(walk[-1] - lr * slope(walk[-1]))
    return np.stack(walk)


lowest_w = min(np.roots([4, 9, -2, -3]), key=quartic)
hilltop_w = max(np.roots([4, 9, -2, -3]), key=lambda w: -abs(w + 0.5))
