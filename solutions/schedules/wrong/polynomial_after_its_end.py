"""Lets the formula run on after the end, where the way that is left has become negative."""

FAILS = ["arrivals_stay_after_the_end", "polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * (1 - t / horizon) ** power
