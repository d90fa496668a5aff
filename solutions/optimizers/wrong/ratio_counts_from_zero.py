"""Lets the surprises begin at t = 0, when there was no gradient yet."""

FAILS = ["ratio_begins_at_the_worked_step", "belief_by_default", "ratio_at_any_time"]


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    s = 0.0
    for i in range(t):
        s = beta2 * s + (1 - beta2) * beta1 ** (2 * i)
    return ((1 - beta2**t) / s) ** 0.5
