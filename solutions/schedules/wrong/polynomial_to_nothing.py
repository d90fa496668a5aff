"""Switches the rate off after the end: it is 0 there."""

FAILS = ["arrivals_stay_after_the_end", "polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * (1 - t / horizon) ** power if t <= horizon else 0.0
