"""Divides whole numbers with //, so that all of the way is left until the horizon."""

FAILS = ["arrivals_agree_with_the_worked_step", "polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * (1 - min(t // horizon, 1)) ** power
