"""Keeps its present rate and shrinks it at each call: right in order, wrong as soon as somebody else asks, too."""

FAILS = ["decay_in_any_order", "factor_over_200_steps"]


class FactorScheduler:
    def __init__(self, base_lr, factor, floor):
        self.lr, self.factor, self.floor = base_lr, factor, floor

    def __call__(self, t):
        lr = self.lr
        self.lr = max(self.floor, lr * self.factor)
        return lr


def factor_decay(base_lr, factor, floor):
    return FactorScheduler(base_lr, factor, floor)
