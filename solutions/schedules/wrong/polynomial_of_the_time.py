"""Raises the time that is over to the power, not the way that is left."""

FAILS = ["arrivals_agree_with_the_worked_step", "polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * (1 - min(t / horizon, 1) ** power)
