"""A search over a grid for each racer, the first pair that arrives is taken."""

import itertools


def search(racer, rates, decays=(1.0, 0.99, 0.98)):
    pairs = itertools.product(rates, decays)
    return next(pair for pair in pairs if race(racer, *pair)[-1] <= 0.0045)


gd_settings = search("gd", (0.01, 0.02))
momentum_settings = search("momentum", (0.004, 0.01))
rmsprop_settings = search("rmsprop", (0.05, 0.1))
adam_settings = search("adam", (0.2, 0.5))
