"""Keeps a rate and shrinks it with every call, so that the rate depends on how often one has asked."""

FAILS = ["decay_begins_with_the_base_rate", "decay_in_any_epoch"]


def decay(base_lr, factor):
    rate = base_lr / factor

    def schedule(t):
        nonlocal rate
        rate *= factor
        return rate

    return schedule
