"""Decays once before the first epoch, so that the base rate is never used."""

FAILS = ["decay_begins_with_the_base_rate", "decay_in_any_epoch"]


def decay(base_lr, factor):
    return lambda t: base_lr * factor ** (t + 1)
