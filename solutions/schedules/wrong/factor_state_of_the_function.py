"""Keeps the rate in one variable for all schedules, so that two schedules disturb each other."""

FAILS = ["decay_in_any_order"]


def factor_decay(base_lr, factor, floor):
    shared = factor_decay.__dict__
    shared.update(base_lr=base_lr, factor=factor, floor=floor)
    return lambda t: max(shared["floor"], shared["base_lr"] * shared["factor"] ** t)
