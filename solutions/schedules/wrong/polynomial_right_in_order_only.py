"""Works its way down from the rate of the call before: right in order, wrong in any other."""

FAILS = ["arrivals_in_any_order", "polynomial_over_200_steps"]


class Polynomial:
    def __init__(self, base_lr, final_lr, horizon, power):
        self.lr, self.final, self.horizon, self.power = base_lr, final_lr, horizon, power

    def __call__(self, t):
        lr = self.lr
        if t < self.horizon:
            shrink = ((1 - (t + 1) / self.horizon) / (1 - t / self.horizon)) ** self.power
            self.lr = self.final + (lr - self.final) * shrink
        return lr


def polynomial(base_lr, final_lr, horizon, power):
    return Polynomial(base_lr, final_lr, horizon, power)
