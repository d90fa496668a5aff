"""Takes the ratio of the first step for that of every step."""

FAILS = ["belief_by_default", "ratio_at_any_time"]


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    return 1 / beta1
