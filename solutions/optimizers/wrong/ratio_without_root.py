"""Forgets the root: the ratio of the squares."""

FAILS = ["ratio_begins_at_the_worked_step", "belief_by_default", "ratio_at_any_time"]


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    s = 0.0
    for i in range(1, t + 1):
        s = beta2 * s + (1 - beta2) * beta1 ** (2 * i)
    return (1 - beta2**t) / s
