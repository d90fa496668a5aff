"""A generator and itertools.accumulate: a walk as a fold, no index and no list."""

import itertools


def descend_quadratic(w0, lr, steps):
    return list(itertools.accumulate(range(steps), lambda w, _: w - lr * (2 * w - 4), initial=w0))


def descend(w0, lr, steps):
    def forever(w):
        while True:
            yield w
            w -= lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)

    return [*itertools.islice(forever(w0), steps + 1)]
