"""Multiplies by the power instead of raising to it."""

FAILS = ["arrivals_agree_with_the_worked_step", "polynomial_over_200_steps"]


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: max(final_lr, final_lr + (base_lr - final_lr) * (1 - power * t / horizon))
