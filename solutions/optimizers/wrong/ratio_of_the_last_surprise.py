"""Takes the last surprise for the mean of all surprises: s remembers the large ones of the beginning."""

FAILS = ["belief_by_default", "ratio_at_any_time"]


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    return 1 / beta1**t
