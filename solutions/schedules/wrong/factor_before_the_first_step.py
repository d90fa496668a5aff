"""Multiplies before it answers: the base rate is never used."""

FAILS = [
    "decay_begins_with_the_base_rate",
    "decay_agrees_with_the_table",
    "factor_stops_at_the_floor",
    "decay_in_any_order",
    "factor_over_200_steps",
]


class FactorScheduler:
    def __init__(self, base_lr, factor, floor):
        self.lr, self.factor, self.floor = base_lr, factor, floor

    def __call__(self, t):
        self.lr = max(self.floor, self.lr * self.factor)
        return self.lr


def factor_decay(base_lr, factor, floor):
    return FactorScheduler(base_lr, factor, floor)
