"""Changes a default: without a word on it β₂ is 0.99 in the ratio, and 0.999 in the steps."""

FAILS = ["belief_by_default"]


def belief_over_adam(t, beta1=0.9, beta2=0.99):
    s = 0.0
    for i in range(1, t + 1):
        s = beta2 * s + (1 - beta2) * beta1 ** (2 * i)
    return ((1 - beta2**t) / s) ** 0.5
