"""Squares, whatever power was asked for."""

FAILS = ["polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * (1 - min(t / horizon, 1)) ** 2
