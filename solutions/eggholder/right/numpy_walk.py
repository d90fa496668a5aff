"""The gradient by hand in numpy for the walk, a list of arrays as history."""

import numpy as np


def slope_by_hand(w):
    x, z = w[0], w[1] + 47
    a, b = x / 2 + z, x - z
    da, db = (np.sign(u) * np.cos(np.sqrt(abs(u))) / (2 * np.sqrt(abs(u))) for u in (a, b))
    sa, sb = (np.sin(np.sqrt(abs(u))) for u in (a, b))
    return np.array([-z * da / 2 - sb - x * db, -sa - z * da + x * db])


def gd_egg(alpha, start, decay, epochs=10):
    walk = [np.array(start, dtype=float)]
    for rate in alpha * (0.9 if decay else 1.0) ** np.arange(epochs):
        walk.append(walk[-1] - rate * slope_by_hand(walk[-1]))
    return walk


def gradient(w):
    return slope_by_hand(w.numpy())


def total_rate(alpha, epochs):
    return np.sum(alpha * 0.9 ** np.arange(epochs))


def warmup_rates(alpha, warmup, epochs):
    rise = alpha * np.linspace(0, 1, warmup + 1)[1:]
    return np.concatenate((rise, alpha * 0.9 ** np.arange(epochs)))[:epochs]


covered = np.float64(0.1174)
clock_needed = 26.5
minimum_a = gd_egg(0.5, (450, 420), False, 300)[-1]
minimum_b = gd_egg(1.0, (400, 130), False, 200)[-1]
fold_edge = 0.0205
